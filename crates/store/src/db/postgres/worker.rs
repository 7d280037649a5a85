//! One of the threads that hold a connection.

use std::thread;
use std::time::Duration;

use super::fault::Remedy;
use super::session::Session;
use crate::db::error::Error;
use crate::db::job::{ReadJob, WriteJob};
use crate::db::queue::Queue;
use crate::db::tx::{Link, Tx};

/// How often work is done when the server asks for it to be done again.
const TRIES: u32 = 5;

/// What waits for a connection.
pub(super) enum Job {
    Read(Box<dyn ReadJob>),
    Write(Box<dyn WriteJob>),
}

/// Works off jobs until the queue is closed.
pub(super) fn run(mut session: Session, number: usize, queue: &Queue<Job>) {
    while let Some(job) = queue.take() {
        match job {
            Job::Read(job) if !job.abandoned() => {
                session.reads();
                job.run(&mut Tx::new(Link::Postgres(&mut session)));
                session.rollback();
            }
            Job::Write(job) if !job.abandoned() => write(&mut session, number, job),
            Job::Read(_) | Job::Write(_) => {}
        }
    }
}

fn write(session: &mut Session, number: usize, mut job: Box<dyn WriteJob>) {
    let mut committed = Ok(());
    for attempt in 1..=TRIES {
        committed = write_once(session, &mut *job);
        if !matches!(session.remedy(), Remedy::Again | Remedy::Forget) || attempt == TRIES {
            break;
        }
        thread::sleep(pause(attempt, number));
    }
    job.answer(committed);
}

fn write_once(session: &mut Session, job: &mut dyn WriteJob) -> Result<(), Error> {
    session.writes();
    let keep = job.run(&mut Tx::new(Link::Postgres(session)));
    let committed = if keep { session.commit() } else { Ok(()) };
    session.rollback();
    committed
}

/// Longer with every attempt, and of another length on every thread, so that two who met do not meet again.
fn pause(attempt: u32, number: usize) -> Duration {
    let step = 2_000_u64 << attempt;
    let scatter = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    Duration::from_micros(step + scatter % step)
}
