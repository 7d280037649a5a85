//! An empty database that goes away with the test.

use std::sync::atomic::{AtomicU32, Ordering};

use moongate_domain::Secret;
use moongate_service::clock::Clock;
use moongate_service::database::{self, Store};
use moongate_store::Options;
use tempfile::TempDir;

/// Where the database is; dropping it removes it.
pub enum Place {
    Folder { _it: TempDir },
    Schema { server: String, name: String },
}

/// Opens an empty database: on the PostgreSQL server of the environment, else SQLite.
pub fn open(clock: &Clock) -> (Store, Place) {
    let (url, place) = match std::env::var("MOONGATE_TEST_POSTGRES") {
        Ok(server) if !server.is_empty() => schema(server),
        _ => {
            let folder = tempfile::tempdir().unwrap();
            let url = format!("sqlite:{}/test.db", folder.path().display());
            (url, Place::Folder { _it: folder })
        }
    };
    let opened = database::open(&Secret::new(url), clock).unwrap();
    (opened.store, place)
}

fn schema(server: String) -> (String, Place) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("it_{}_{number}", std::process::id());
    on_server(&server, &format!("DROP SCHEMA IF EXISTS {name} CASCADE"));
    on_server(&server, &format!("CREATE SCHEMA {name}"));
    let joint = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{joint}options=-csearch_path%3D{name}&application_name={name}");
    (url, Place::Schema { server, name })
}

fn on_server(server: &str, sql: &str) {
    let (server, sql) = (server.to_owned(), sql.to_owned());
    // A test is asynchronous already, so its own runtime cannot wait here.
    let work = move || {
        let options = Options {
            connections: Some(1),
            ..Options::default()
        };
        let store = Store::open(&server, options).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime
            .block_on(store.write(move |tx| tx.execute(&sql, &[])))
            .unwrap();
    };
    std::thread::spawn(work).join().unwrap();
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Schema { server, name } = self {
            on_server(server, &format!("DROP SCHEMA {name} CASCADE"));
        }
    }
}
