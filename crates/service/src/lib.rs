//! What can be done: every use case and every transaction.
//!
//! Faces (pages, console, API, commands) call these functions and decide nothing; only this crate
//! opens a transaction. It knows no HTTP and no SQL.

pub mod account;
pub mod actor;
pub mod administrators;
pub mod applications;
pub mod audit;
pub mod authorize;
pub mod cache;
pub mod challenges;
pub mod clock;
pub mod consent;
pub mod console;
pub mod database;
pub mod demo;
pub mod error;
pub mod housekeeping;
pub mod idempotency;
pub mod images;
pub mod interactions;
pub mod keys;
pub mod messages;
pub mod passwords;
pub mod pools;
pub mod random;
pub mod recover;
pub mod sealing;
pub mod sessions;
pub mod setup;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up;
pub mod sources;
pub mod token;
pub mod userinfo;
pub mod users;

use std::ops::Deref;
use std::sync::{Arc, Mutex};

use moongate_domain::Timestamp;
use moongate_domain::application::Application;
use moongate_domain::id::{ApplicationId, Identifier, PoolId};
use moongate_domain::pool::Pool;
use moongate_store::db::Store;

pub use actor::{Actor, Trace};
pub use error::Error;

use cache::Cache;
use clock::Clock;
use keys::PoolKeys;
use passwords::Passwords;
use sealing::Keyring;

/// Finds the sentence for a key in a language (`zh-CN`, `en-US`) and fills in the values.
/// The sentences live with the pages, in `server`.
pub type Texts = fn(locale: &str, key: &str, values: &[(&str, &str)]) -> String;

/// What an [`App`] is made of, as `main` knows it.
pub struct Settings {
    /// The opened and migrated store.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// The secret keys.
    pub keyring: Keyring,
    /// The hashing pool.
    pub passwords: Passwords,
    /// The public address, without a slash at its end.
    pub public_url: String,
    /// The sentences of messages.
    pub texts: Texts,
}

/// The running product. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts that use cases work with.
pub struct Parts {
    /// Where things are kept.
    pub store: Store,
    /// The one clock.
    pub clock: Clock,
    /// Seals secrets and makes keyed hashes.
    pub keyring: Keyring,
    /// Hashes and checks passwords.
    pub passwords: Passwords,
    /// The public address, without a slash at its end.
    pub public_url: String,
    /// The sentences of messages.
    pub texts: Texts,
    pub(crate) pools: Cache<String, Pool>,
    pub(crate) applications: Cache<(PoolId, ApplicationId), Application>,
    pub(crate) secrets: Cache<(PoolId, ApplicationId), Vec<String>>,
    pub(crate) origins: Cache<PoolId, Vec<(ApplicationId, Vec<String>)>>,
    pub(crate) signing: Cache<PoolId, PoolKeys>,
    pub(crate) believed: Cache<(PoolId, String), userinfo::Believed>,
    pub(crate) lacking_keys: Mutex<Vec<PoolId>>,
    pub(crate) keys_wanted: tokio::sync::Notify,
    pub(crate) queue: tokio::sync::Notify,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Puts the parts together.
    pub fn new(settings: Settings) -> Self {
        Self(Arc::new(Parts {
            store: settings.store,
            clock: settings.clock,
            keyring: settings.keyring,
            passwords: settings.passwords,
            public_url: settings.public_url,
            texts: settings.texts,
            pools: Cache::default(),
            applications: Cache::default(),
            secrets: Cache::default(),
            origins: Cache::default(),
            signing: Cache::default(),
            believed: Cache::default(),
            lacking_keys: Mutex::default(),
            keys_wanted: tokio::sync::Notify::new(),
            queue: tokio::sync::Notify::new(),
        }))
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new identifier.
    pub fn new_id<T: Identifier>(&self) -> T {
        random::id(self.now())
    }

    /// The issuer of a pool (contract, section 3).
    pub fn issuer(&self, pool: &Pool) -> String {
        format!("{}/p/{}", self.public_url, pool.slug)
    }
}
