//! Product and yardstick in turns, so that a noisy minute hits both.

use std::time::Duration;

use crate::Error;
use crate::load::{Measure, Worker, drive};
use crate::product::Server;
use crate::report;

/// How often each side runs.
const PAIRS: usize = 5;
/// How long each run takes.
const RUN: Duration = Duration::from_secs(2);
/// How long both warm up.
const WARM: Duration = Duration::from_millis(500);

/// One side of a comparison.
pub struct Side<W> {
    /// Who drives it.
    pub workers: Vec<W>,
    /// The process that answers.
    pub process: u32,
}

/// Runs both in turns and prints the product's median beside the yardstick's.
pub async fn compare<A: Worker + 'static, B: Worker + 'static>(
    workload: &str,
    mut product: Side<A>,
    name: &str,
    mut yardstick: Side<B>,
) -> Result<(), Error> {
    drive(&mut yardstick.workers, WARM, yardstick.process).await?;
    drive(&mut product.workers, WARM, product.process).await?;
    let mut runs = Vec::new();
    for _ in 0..PAIRS {
        let limit = drive(&mut yardstick.workers, RUN, yardstick.process)
            .await?
            .rate;
        runs.push((
            drive(&mut product.workers, RUN, product.process).await?,
            limit,
        ));
    }
    print(workload, runs, name);
    Ok(())
}

/// The same beside the rate of Argon2id hashes, which the yardstick measures by itself.
pub async fn compare_to_hashes<A: Worker + 'static>(
    workload: &str,
    mut product: Side<A>,
    hasher: &Server,
) -> Result<(), Error> {
    drive(&mut product.workers, WARM, product.process).await?;
    let mut runs = Vec::new();
    for _ in 0..PAIRS {
        let mut connection = crate::connection::Connection::new(hasher.port);
        let target = format!("/rate/{}", RUN.as_millis());
        let limit = connection
            .send("GET", &target, "", b"")
            .await?
            .text()
            .parse()?;
        runs.push((
            drive(&mut product.workers, RUN, product.process).await?,
            limit,
        ));
    }
    print(workload, runs, "Argon2id");
    Ok(())
}

fn print(workload: &str, mut runs: Vec<(Measure, f64)>, name: &str) {
    let ratios: Vec<f64> = runs.iter().map(|(it, limit)| it.rate / limit).collect();
    runs.sort_by(|(a, _), (b, _)| a.rate.total_cmp(&b.rate));
    let (measure, _) = runs[runs.len() / 2];
    let limits: Vec<f64> = runs.iter().map(|(_, limit)| *limit).collect();
    report::rate(
        workload,
        &measure,
        name,
        report::median(&limits),
        report::median(&ratios),
    );
}
