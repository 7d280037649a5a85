//! Bringing a database up to date, and refusing one that is further.

use moongate_store::{OpenError, Options, Store, args};

use crate::support::{databases, postgres};

#[tokio::test]
async fn migrating_twice_changes_nothing_the_second_time() {
    for database in databases() {
        let pending = database.store.pending_migrations().unwrap();
        assert_eq!(database.store.migrate().unwrap().applied, pending);
        assert_eq!(
            database.store.migrate().unwrap().applied,
            Vec::<String>::new()
        );
        assert_eq!(
            database.store.pending_migrations().unwrap(),
            Vec::<String>::new()
        );
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    for database in databases() {
        database.store.migrate().unwrap();
        let insert =
            "INSERT INTO migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";
        database
            .store
            .write(move |tx| tx.execute(insert, args![9999, "9999_later", "", 0]))
            .await
            .unwrap();
        for refused in [
            database.store.migrate().map(drop),
            database.store.pending_migrations().map(drop),
        ] {
            assert!(
                matches!(refused, Err(OpenError::Newer { ref migration }) if migration == "9999_later")
            );
        }
    }
}

#[tokio::test]
async fn a_migration_that_was_changed_after_it_was_applied_is_refused() {
    for database in databases() {
        database.store.migrate().unwrap();
        database
            .run("UPDATE migrations SET checksum = 'another' WHERE version = 1")
            .await;
        if database.number("SELECT count(*) FROM migrations").await > 0 {
            assert!(matches!(
                database.store.migrate(),
                Err(OpenError::Inconsistent { .. })
            ));
        }
    }
}

#[test]
fn of_nodes_that_start_together_each_migration_is_applied_by_one() {
    let Some(database) = postgres() else { return };
    let pending = database.store.pending_migrations().unwrap();
    let applied: Vec<_> = std::thread::scope(|scope| {
        let nodes: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let node = Store::open(
                        &database.url,
                        Options {
                            connections: Some(1),
                            ..Options::default()
                        },
                    );
                    node.unwrap().migrate().unwrap().applied
                })
            })
            .collect();
        nodes
            .into_iter()
            .flat_map(|it| it.join().unwrap())
            .collect()
    });
    assert_eq!(applied.len(), pending.len());
    assert_eq!(
        database.store.pending_migrations().unwrap(),
        Vec::<String>::new()
    );
}
