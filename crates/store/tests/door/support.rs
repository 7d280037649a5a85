//! Databases to test with: SQLite in a temporary folder.

use moongate_store::{Options, Store};
use tempfile::TempDir;

/// An empty database that goes away with the test.
pub struct Database {
    pub store: Store,
    _folder: TempDir,
}

/// One empty database of each engine that is there.
pub fn databases() -> Vec<Database> {
    vec![sqlite()]
}

/// An empty SQLite database.
pub fn sqlite() -> Database {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/test.db", folder.path().display());
    let store = Store::open(
        &url,
        Options {
            create: true,
            ..Options::default()
        },
    )
    .unwrap();
    Database {
        store,
        _folder: folder,
    }
}

impl Database {
    /// Runs one statement.
    pub async fn run(&self, sql: &'static str) {
        self.store
            .write(move |tx| tx.execute(sql, &[]))
            .await
            .unwrap();
    }

    /// Reads one number.
    pub async fn number(&self, sql: &'static str) -> i64 {
        self.store.read(move |tx| tx.get(sql, &[])).await.unwrap()
    }
}
