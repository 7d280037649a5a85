//! The threads of an open database, and their end.

use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::error::{Error, OpenError};

/// Threads that work until their queue is closed.
pub(super) struct Threads(Mutex<Vec<JoinHandle<()>>>);

impl Threads {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    pub(super) fn spawn(
        &self,
        name: &str,
        work: impl FnOnce() + Send + 'static,
    ) -> Result<(), OpenError> {
        let thread = thread::Builder::new()
            .name(name.into())
            .spawn(work)
            .map_err(Error::from)?;
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(thread);
        Ok(())
    }

    /// Waits for all of them.
    pub(super) fn join(&self) {
        for thread in std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)) {
            // The last clone of a store may be dropped by work that runs on one of these very threads.
            if thread.thread().id() != thread::current().id() {
                let _ = thread.join();
            }
        }
    }
}
