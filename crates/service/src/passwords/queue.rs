//! Worker threads behind one bounded queue with fair shares.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::Busy;
use super::kernel::Kernel;

/// One piece of work, done with a worker's own kernel.
pub(super) type Job = Box<dyn FnOnce(&mut Kernel) + Send>;

/// After how long without work a worker gives its arena back.
const IDLE: Duration = Duration::from_secs(10);

/// How many hashes of ordinary cost a worker does in a second; only the advice when to come back rests on it.
const HASHES_PER_SECOND: usize = 25;

/// The threads end once the queue is dropped; what still waits then is not done.
pub(super) struct Queue {
    shared: Arc<Shared>,
    capacity: usize,
    workers: usize,
}

struct Shared {
    state: Mutex<State>,
    wake: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<(Arc<str>, Job)>,
    /// How many jobs of each share wait. Empty shares are removed, so it is never longer than `jobs`.
    shares: HashMap<Arc<str>, usize>,
    closed: bool,
}

impl Queue {
    pub(super) fn start(workers: usize, capacity_per_worker: usize) -> Self {
        let shared = Arc::new(Shared {
            state: Mutex::default(),
            wake: Condvar::new(),
        });
        for number in 0..workers {
            let shared = Arc::clone(&shared);
            thread::Builder::new()
                .name(format!("hash-{number}"))
                .spawn(move || work(&shared))
                .expect("the system has a thread for every processor");
        }
        Self {
            shared,
            capacity: workers * capacity_per_worker,
            workers,
        }
    }

    /// How many jobs wait.
    pub(super) fn waiting(&self) -> usize {
        self.shared.lock().jobs.len()
    }

    /// Appends a job, or says when to come back: the queue is full, or half full of this share's jobs.
    pub(super) fn push(&self, share: &str, job: Job) -> Result<(), Busy> {
        let mut state = self.shared.lock();
        let (share, waiting) = match state.shares.get_key_value(share) {
            Some((share, waiting)) => (Arc::clone(share), *waiting),
            None => (Arc::from(share), 0),
        };
        if state.jobs.len() >= self.capacity || waiting >= self.capacity.div_ceil(2) {
            let seconds = state.jobs.len() / (self.workers * HASHES_PER_SECOND).max(1) + 1;
            return Err(Busy {
                retry_after_seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
            });
        }
        state.shares.insert(Arc::clone(&share), waiting + 1);
        state.jobs.push_back((share, job));
        drop(state);
        self.shared.wake.notify_one();
        Ok(())
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.closed = true;
        let undone = std::mem::take(&mut state.jobs);
        drop(state);
        drop(undone);
        self.shared.wake.notify_all();
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue")
            .field("workers", &self.workers)
            .field("capacity", &self.capacity)
            .finish()
    }
}

impl Shared {
    /// No code that can panic runs under the lock, so a poisoned one is still whole.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the next job; releases the kernel's arena when none came for a while.
    fn next(&self, kernel: &mut Kernel) -> Option<Job> {
        let mut state = self.lock();
        let mut warm = true;
        loop {
            if state.closed {
                return None;
            }
            if let Some((share, job)) = state.jobs.pop_front() {
                state.leave(&share);
                return Some(job);
            }
            if warm {
                let (woken, timeout) = self
                    .wake
                    .wait_timeout(state, IDLE)
                    .unwrap_or_else(PoisonError::into_inner);
                state = woken;
                if timeout.timed_out() && state.jobs.is_empty() {
                    kernel.release();
                    warm = false;
                }
            } else {
                state = self
                    .wake
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
            }
        }
    }
}

impl State {
    fn leave(&mut self, share: &str) {
        if let Some(waiting) = self.shares.get_mut(share) {
            *waiting -= 1;
            if *waiting == 0 {
                self.shares.remove(share);
            }
        }
    }
}

fn work(shared: &Shared) {
    lower_priority();
    let mut kernel = Kernel::default();
    while let Some(job) = shared.next(&mut kernel) {
        job(&mut kernel);
    }
}

/// Lets requests that hash nothing go first. On Linux the nice value belongs to the thread, elsewhere to the whole
/// process, where it is left alone.
fn lower_priority() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, 10) {
        tracing::warn!(%error, "the hashing threads keep their ordinary priority");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    /// A queue whose only worker is held by a job until the returned sender is used or dropped.
    fn held(capacity: usize) -> (Queue, mpsc::Sender<()>) {
        let queue = Queue::start(1, capacity);
        let (release, held) = mpsc::channel::<()>();
        let (started, running) = mpsc::channel();
        let job = move |_: &mut Kernel| {
            started.send(()).unwrap();
            let _ = held.recv();
        };
        queue.push("holder", Box::new(job)).unwrap();
        running.recv().unwrap();
        (queue, release)
    }

    /// W8: beyond the queue newcomers are told when to come back.
    #[test]
    fn beyond_its_capacity_the_queue_sends_newcomers_away() {
        let (queue, _release) = held(60);
        for at in 0..60 {
            queue
                .push(&format!("share {at}"), Box::new(|_| ()))
                .unwrap();
        }
        assert_eq!(
            queue.push("one more", Box::new(|_| ())),
            Err(Busy {
                retry_after_seconds: 3
            })
        );
    }

    #[test]
    fn one_share_takes_at_most_half_of_the_queue() {
        let (queue, _release) = held(5);
        for _ in 0..3 {
            queue.push("greedy", Box::new(|_| ())).unwrap();
        }
        assert!(queue.push("greedy", Box::new(|_| ())).is_err());
        queue.push("modest", Box::new(|_| ())).unwrap();
        queue.push("modest", Box::new(|_| ())).unwrap();
        assert!(queue.push("late", Box::new(|_| ())).is_err());
    }

    #[test]
    fn room_comes_back_as_jobs_are_done_in_their_order() {
        let (queue, release) = held(4);
        let (done, order) = mpsc::channel();
        for at in 0..2 {
            let done = done.clone();
            queue
                .push("a", Box::new(move |_| done.send(at).unwrap()))
                .unwrap();
        }
        assert!(queue.push("a", Box::new(|_| ())).is_err());
        drop(release);
        assert_eq!((order.recv().unwrap(), order.recv().unwrap()), (0, 1));
        assert!(queue.shared.lock().shares.is_empty());
        queue
            .push("a", Box::new(move |_| done.send(2).unwrap()))
            .unwrap();
        assert_eq!(order.recv().unwrap(), 2);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn only_the_workers_step_back() {
        let own = || rustix::process::getpriority_process(None).unwrap();
        let before = own();
        let queue = Queue::start(1, 1);
        let (tell, told) = mpsc::channel();
        queue
            .push("a", Box::new(move |_| tell.send(own()).unwrap()))
            .unwrap();
        assert_eq!(told.recv().unwrap(), before.max(10));
        assert_eq!(own(), before);
    }

    #[test]
    fn workers_end_with_their_queue() {
        let queue = Queue::start(3, 1);
        let shared = Arc::downgrade(&queue.shared);
        drop(queue);
        while shared.strong_count() > 0 {
            thread::yield_now();
        }
    }
}
