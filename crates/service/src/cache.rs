//! What hot paths read again and again, remembered for a moment.
//!
//! An entry lives one second of real time, so every node sees a change at the latest then; the node
//! that makes a change forgets at once.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

const LIFE: Duration = Duration::from_secs(1);
const MOST: usize = 4096;

/// A small map that forgets.
pub struct Cache<K, V>(RwLock<HashMap<K, (Instant, Arc<V>)>>);

impl<K, V> Default for Cache<K, V> {
    fn default() -> Self {
        Self(RwLock::new(HashMap::new()))
    }
}

impl<K: Eq + Hash + Clone, V> Cache<K, V> {
    /// A fresh entry.
    pub fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<Arc<V>>
    where
        K: Borrow<Q>,
    {
        let map = self
            .0
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        map.get(key)
            .filter(|(at, _)| at.elapsed() < LIFE)
            .map(|(_, value)| value.clone())
    }

    /// Remembers a value that was read since `asked`, the moment before the read began.
    pub fn put(&self, key: K, value: V, asked: Instant) -> Arc<V> {
        let value = Arc::new(value);
        let mut map = self
            .0
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if map.len() >= MOST {
            map.retain(|_, (at, _)| at.elapsed() < LIFE);
            if map.len() >= MOST {
                map.clear();
            }
        }
        map.insert(key, (asked, value.clone()));
        value
    }

    /// Forgets everything, after a change.
    pub fn clear(&self) {
        self.0
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clear();
    }
}
