//! Hashing passwords without letting anyone spend all processors or all memory on it (W8, W13).
//!
//! A few worker threads of low priority share one bounded queue; whoever comes beyond it is told when to come back.
//! Policies, history and lock belong to `domain::password` and `domain::lock`; which hash belongs to whom, to the
//! use cases.

mod kernel;
mod phc;
mod queue;

use std::num::NonZero;
use std::sync::Arc;
use std::thread;

use moongate_domain::FieldError;
use moongate_domain::password::Password;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::random;
use crate::sealing::{Keyring, Purpose, same};
use kernel::{Cost, Kernel};
use phc::Stored;
use queue::Queue;

/// How passwords are hashed. The defaults are the least that W8 allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashSettings {
    /// Memory of one hash, in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
    /// Lanes; more than one gains nothing here, since each hash stays on one thread.
    pub lanes: u32,
    /// Threads that hash. Each holds one arena of `memory_kib` while there is work.
    pub workers: usize,
    /// How many may wait per worker before newcomers are sent away.
    pub queue_per_worker: usize,
    /// Whether new hashes are keyed with the pepper, so that a stolen database alone is worth nothing.
    pub pepper: bool,
}

impl Default for HashSettings {
    fn default() -> Self {
        Self {
            memory_kib: 19_456,
            passes: 2,
            lanes: 1,
            workers: thread::available_parallelism().map_or(1, NonZero::get),
            queue_per_worker: 64,
            pepper: true,
        }
    }
}

impl HashSettings {
    /// Every value that a deployment may not use: weaker than the least that W8 allows, or dearer than what a stored
    /// hash may ask for.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut refused = Vec::new();
        if !self.cost().is_strong_enough() {
            refused.push(
                FieldError::new("memory_kib", "hash.too_weak")
                    .with("memory_kib", 19_456)
                    .with("passes", 2),
            );
        } else if !self.cost().is_affordable() {
            refused.push(
                FieldError::new("memory_kib", "hash.too_dear")
                    .with("max", Cost::CEILING.memory_kib),
            );
        }
        if self.workers == 0 {
            refused.push(FieldError::new("workers", "number.out_of_range").with("min", 1));
        }
        if self.queue_per_worker == 0 {
            refused.push(FieldError::new("queue_per_worker", "number.out_of_range").with("min", 1));
        }
        refused
    }

    fn cost(&self) -> Cost {
        Cost {
            memory_kib: self.memory_kib,
            passes: self.passes,
            lanes: self.lanes,
        }
    }
}

/// Too many passwords wait already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords wait to be hashed")]
pub struct Busy {
    /// When it is worth coming back.
    pub retry_after_seconds: u32,
}

/// What a look at a password said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// It is the right one.
    pub matches: bool,
    /// It is the right one, and its hash was made at another cost or with another pepper: hash it anew.
    pub needs_rehash: bool,
}

impl Verdict {
    const WRONG: Self = Self {
        matches: false,
        needs_rehash: false,
    };
}

/// The hashing workers. Clones share them; they end with the last clone.
#[derive(Debug, Clone)]
pub struct Passwords {
    queue: Arc<Queue>,
    hasher: Arc<Hasher>,
}

impl Passwords {
    /// Starts the workers. The settings are expected to be [valid](HashSettings::validate); tests may ask for less.
    pub fn start(settings: &HashSettings, keyring: Keyring) -> Self {
        Self {
            queue: Arc::new(Queue::start(settings.workers, settings.queue_per_worker)),
            hasher: Arc::new(Hasher {
                cost: settings.cost(),
                pepper: settings.pepper,
                keyring,
            }),
        }
    }

    /// How many passwords wait for a worker.
    pub fn waiting(&self) -> usize {
        self.queue.waiting()
    }

    /// Hashes a new password into the PHC text that is stored.
    ///
    /// `share` names whoever caused the work, such as an address or a pool: one share never fills more than half of
    /// the queue.
    pub async fn hash(&self, password: &Password, share: &str) -> Result<String, Busy> {
        self.run(password, share, |hasher, kernel, password| {
            hasher.hash(kernel, password)
        })
        .await
    }

    /// Compares a password with a stored hash. Without one, for people who do not exist or have none, it takes the
    /// same time and never matches (W13).
    pub async fn verify(
        &self,
        password: &Password,
        stored: Option<&str>,
        share: &str,
    ) -> Result<Verdict, Busy> {
        let stored = stored.map(str::to_owned);
        self.run(password, share, move |hasher, kernel, password| {
            hasher.verify(kernel, password, stored.as_deref())
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        password: &Password,
        share: &str,
        work: impl FnOnce(&Hasher, &mut Kernel, &[u8]) -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let (answer, answered) = oneshot::channel();
        let password = Zeroizing::new(password.expose().as_bytes().to_vec());
        let hasher = Arc::clone(&self.hasher);
        self.queue.push(
            share,
            Box::new(move |kernel| {
                // Whoever asked may have gone away meanwhile; then the work is saved.
                if !answer.is_closed() {
                    let _ = answer.send(work(&hasher, kernel, &password));
                }
            }),
        )?;
        answered.await.map_err(|_| Busy {
            retry_after_seconds: 1,
        })
    }
}

/// What a worker does with a password.
#[derive(Debug)]
struct Hasher {
    cost: Cost,
    pepper: bool,
    keyring: Keyring,
}

impl Hasher {
    fn hash(&self, kernel: &mut Kernel, password: &[u8]) -> String {
        let pepper = self.pepper.then(|| self.keyring.key_id().to_owned());
        let salt = random::bytes::<16>();
        let mut hash = vec![0; 32];
        let input = self
            .peppered(password, pepper.as_deref())
            .expect("the current key is in the ring");
        kernel
            .hash(self.cost, &input, &salt, &mut hash)
            .expect("the settings are within Argon2's limits");
        Stored {
            cost: self.cost,
            pepper,
            salt: salt.to_vec(),
            hash,
        }
        .to_string()
    }

    fn verify(&self, kernel: &mut Kernel, password: &[u8], stored: Option<&str>) -> Verdict {
        let verdict = stored.and_then(|text| match self.compare(kernel, password, text) {
            Ok(verdict) => Some(verdict),
            Err(error) => {
                tracing::error!(%error, "a stored password hash cannot be used");
                None
            }
        });
        verdict.unwrap_or_else(|| self.pretend(kernel, password))
    }

    fn compare(
        &self,
        kernel: &mut Kernel,
        password: &[u8],
        text: &str,
    ) -> Result<Verdict, Unreadable> {
        let stored = Stored::parse(text)
            .filter(|it| it.cost.is_affordable())
            .ok_or(Unreadable::Form)?;
        let input = self
            .peppered(password, stored.pepper.as_deref())
            .ok_or(Unreadable::Pepper)?;
        let mut hash = vec![0; stored.hash.len()];
        kernel
            .hash(stored.cost, &input, &stored.salt, &mut hash)
            .ok_or(Unreadable::Form)?;
        if !same(&hash, &stored.hash) {
            return Ok(Verdict::WRONG);
        }
        let current = self.pepper.then(|| self.keyring.key_id());
        Ok(Verdict {
            matches: true,
            needs_rehash: stored.cost != self.cost || stored.pepper.as_deref() != current,
        })
    }

    /// The work of a comparison, for nothing.
    fn pretend(&self, kernel: &mut Kernel, password: &[u8]) -> Verdict {
        let input = self
            .peppered(password, Some(self.keyring.key_id()))
            .expect("the current key is in the ring");
        let mut hash = [0; 32];
        kernel
            .hash(self.cost, &input, &[0; 16], &mut hash)
            .expect("the settings are within Argon2's limits");
        std::hint::black_box(hash);
        Verdict::WRONG
    }

    /// The bytes that are hashed; `None` if the pepper's key is no longer in the ring.
    fn peppered(&self, password: &[u8], key_id: Option<&str>) -> Option<Zeroizing<Vec<u8>>> {
        let bytes = match key_id {
            Some(id) => self
                .keyring
                .mac_under(id, Purpose::Pepper, &[password])?
                .to_vec(),
            None => password.to_vec(),
        };
        Some(Zeroizing::new(bytes))
    }
}

/// Why a stored hash cannot be compared with.
#[derive(Debug, thiserror::Error)]
enum Unreadable {
    #[error("it is not an Argon2id hash, or it asks for more than the ceiling")]
    Form,
    #[error("its pepper was made with a secret key that is not configured")]
    Pepper,
}

#[cfg(test)]
mod tests;
