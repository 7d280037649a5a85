//! Workers in a closed loop: each does its step again as soon as it is answered.

use std::future::Future;
use std::time::{Duration, Instant};

use crate::Error;
use crate::process::{self, Machine};

/// Somebody who does the same thing over and over.
pub trait Worker {
    /// Does it once.
    fn step(&mut self) -> impl Future<Output = Result<(), Error>>;
}

/// What one run of workers came to.
#[derive(Clone, Copy)]
pub struct Measure {
    /// Steps in a second.
    pub rate: f64,
    /// Half of the steps took at most this many microseconds.
    pub p50: f64,
    /// The slowest twentieth took longer than this.
    pub p95: f64,
    /// The slowest hundredth took longer than this.
    pub p99: f64,
    /// Microseconds of the server's processor time for a step.
    pub server_cpu: f64,
    /// Share of its core that the generator used, in percent: above 90 the rate is a lower bound.
    pub generator: f64,
    /// Share of both cores that others, the hypervisor included, took, in percent.
    pub others: f64,
}

/// Runs the workers for a while against the server with that process id.
pub async fn drive<W: Worker + 'static>(
    workers: &mut Vec<W>,
    duration: Duration,
    server: u32,
) -> Result<Measure, Error> {
    let (machine, began_server, began_self) = (
        Machine::now()?,
        process::cpu_seconds(server)?,
        process::cpu_seconds(std::process::id())?,
    );
    let began = Instant::now();
    let until = began + duration;
    let runs: Vec<_> = workers
        .drain(..)
        .map(|worker| tokio::task::spawn_local(steps(worker, until)))
        .collect();
    let mut took = Vec::new();
    for run in runs {
        let (worker, its) = run.await??;
        workers.push(worker);
        took.extend(its);
    }
    let elapsed = began.elapsed().as_secs_f64();
    let server_cpu = process::cpu_seconds(server)? - began_server;
    let own = process::cpu_seconds(std::process::id())? - began_self;
    took.sort_unstable();
    let at = |share: f64| f64::from(took[((took.len() - 1) as f64 * share) as usize]);
    Ok(Measure {
        rate: took.len() as f64 / elapsed,
        p50: at(0.5),
        p95: at(0.95),
        p99: at(0.99),
        server_cpu: server_cpu * 1e6 / took.len() as f64,
        generator: own / elapsed * 100.0,
        others: machine.others_since(server_cpu + own)?,
    })
}

/// One worker until the time is over: the worker back, and how long each step took.
async fn steps<W: Worker>(mut worker: W, until: Instant) -> Result<(W, Vec<u32>), Error> {
    let mut took = Vec::with_capacity(4096);
    loop {
        let began = Instant::now();
        worker.step().await?;
        let ended = Instant::now();
        took.push(u32::try_from((ended - began).as_micros()).unwrap_or(u32::MAX));
        if ended >= until {
            return Ok((worker, took));
        }
    }
}
