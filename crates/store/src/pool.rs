//! The key to a pool: everything that belongs to one is reached through it.

use moongate_domain::id::PoolId;

use crate::db::Tx;

/// A transaction that sees one pool. Objects of another pool are simply not found.
pub struct InPool<'a, 'c> {
    pub(crate) tx: &'a mut Tx<'c>,
    pub(crate) id: &'a PoolId,
}

impl<'c> Tx<'c> {
    /// Narrows the transaction to one pool.
    pub fn pool<'a>(&'a mut self, id: &'a PoolId) -> InPool<'a, 'c> {
        InPool { tx: self, id }
    }
}
