//! Databases to test with: SQLite in a temporary folder, and a schema of its own on the PostgreSQL server that
//! `MOONGATE_TEST_POSTGRES` names, if it names one.

use std::sync::atomic::{AtomicU32, Ordering};

use moongate_store::{Options, Store};
use tempfile::TempDir;

/// An empty database that goes away with the test.
pub struct Database {
    pub store: Store,
    /// What opens it once more.
    pub url: String,
    place: Place,
}

enum Place {
    Folder { _it: TempDir },
    Schema { name: String },
}

/// One empty database of each engine that is there.
pub fn databases() -> Vec<Database> {
    databases_with(Options {
        connections: Some(4),
        ..Options::default()
    })
}

/// The same, opened in another way.
pub fn databases_with(options: Options) -> Vec<Database> {
    std::iter::once(sqlite_with(options.clone()))
        .chain(postgres_with(options))
        .collect()
}

/// An empty SQLite database.
pub fn sqlite() -> Database {
    sqlite_with(Options::default())
}

/// An empty schema of a PostgreSQL server, if there is a server.
pub fn postgres() -> Option<Database> {
    postgres_with(Options {
        connections: Some(4),
        ..Options::default()
    })
}

fn sqlite_with(options: Options) -> Database {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/test.db", folder.path().display());
    let store = Store::open(
        &url,
        Options {
            create: true,
            ..options
        },
    )
    .unwrap();
    Database {
        store,
        url,
        place: Place::Folder { _it: folder },
    }
}

fn postgres_with(options: Options) -> Option<Database> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let server = server()?;
    let name = format!(
        "door_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    on_server(&server, &format!("DROP SCHEMA IF EXISTS {name} CASCADE"));
    on_server(&server, &format!("CREATE SCHEMA {name}"));
    let joint = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{joint}options=-csearch_path%3D{name}&application_name={name}");
    let store = Store::open(&url, options).unwrap();
    Some(Database {
        store,
        url,
        place: Place::Schema { name },
    })
}

/// The server to test with.
pub fn server() -> Option<String> {
    std::env::var("MOONGATE_TEST_POSTGRES")
        .ok()
        .filter(|it| !it.is_empty())
}

fn on_server(server: &str, sql: &str) {
    let (server, sql) = (server.to_owned(), sql.to_owned());
    // A test is asynchronous already, so its own runtime cannot wait here.
    let done = std::thread::spawn(move || {
        let store = Store::open(
            &server,
            Options {
                connections: Some(1),
                ..Options::default()
            },
        )
        .unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime
            .block_on(store.write(move |tx| tx.execute(&sql, &[])))
            .unwrap();
    });
    done.join().unwrap();
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Place::Schema { name } = &self.place {
            self.store.close();
            on_server(&server().unwrap(), &format!("DROP SCHEMA {name} CASCADE"));
        }
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
