//! PostgreSQL servers that drop connections, see two who block each other, or are not there.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};

use moongate_store::{Error, OpenError, Options, Store, args};

use crate::support::{postgres, server};

#[tokio::test]
async fn a_connection_that_was_lost_in_between_is_replaced_unnoticed() {
    let Some(database) = postgres() else { return };
    database
        .run("CREATE TABLE notes (number BIGINT PRIMARY KEY)")
        .await;
    let other = Store::open(
        &server().unwrap(),
        Options {
            connections: Some(1),
            ..Options::default()
        },
    )
    .unwrap();
    for number in 0..3_i64 {
        let name = database
            .store
            .read(|tx| tx.get::<String>("SELECT current_setting('application_name')", &[]));
        let name = name.await.unwrap();
        // Waits until they are gone.
        let end = "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE application_name = $1";
        assert!(
            other
                .write(move |tx| tx.get::<i64>(end, args![&name]))
                .await
                .unwrap()
                > 0
        );

        let insert = "INSERT INTO notes VALUES ($1)";
        database
            .store
            .write(move |tx| tx.execute(insert, args![number]))
            .await
            .unwrap();
        assert_eq!(
            database.number("SELECT count(*) FROM notes").await,
            number + 1
        );
    }
}

#[tokio::test]
async fn a_connection_lost_half_way_undoes_the_work_and_says_so() {
    let Some(database) = postgres() else { return };
    database
        .run("CREATE TABLE notes (number BIGINT PRIMARY KEY)")
        .await;
    let done = database.store.write(|tx| {
        tx.execute("INSERT INTO notes VALUES (1)", &[])?;
        tx.get::<bool>("SELECT pg_terminate_backend(pg_backend_pid())", &[])?;
        tx.execute("INSERT INTO notes VALUES (2)", &[])
    });
    assert!(matches!(done.await, Err(Error::Unreachable)));
    assert_eq!(database.number("SELECT count(*) FROM notes").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_block_each_other_one_is_done_again() {
    let Some(database) = postgres() else { return };
    database
        .run("CREATE TABLE notes (number BIGINT PRIMARY KEY, seen BIGINT NOT NULL)")
        .await;
    database
        .run("INSERT INTO notes VALUES (1, 0), (2, 0)")
        .await;
    let (meet, runs) = (Arc::new(Barrier::new(2)), Arc::new(AtomicU32::new(0)));
    let both = [(1, 2), (2, 1)].map(|(first, second)| {
        let (meet, runs, store) = (Arc::clone(&meet), Arc::clone(&runs), database.store.clone());
        tokio::spawn(async move {
            let see = "UPDATE notes SET seen = seen + 1 WHERE number = $1";
            store
                .write(move |tx| {
                    tx.execute(see, args![first])?;
                    if runs.fetch_add(1, Ordering::Relaxed) < 2 {
                        meet.wait();
                    }
                    tx.execute(see, args![second])
                })
                .await
        })
    });
    for one in both {
        assert_eq!(one.await.unwrap().unwrap(), 1);
    }
    assert_eq!(runs.load(Ordering::Relaxed), 3);
    assert_eq!(
        database
            .number("SELECT CAST(sum(seen) AS BIGINT) FROM notes")
            .await,
        4
    );
}

#[tokio::test]
async fn a_table_that_changes_below_a_prepared_statement_is_no_trouble() {
    let Some(database) = postgres() else { return };
    database.run("CREATE TABLE notes (number BIGINT)").await;
    database.run("INSERT INTO notes VALUES (7)").await;
    let one = Store::open(
        &database.url,
        Options {
            connections: Some(1),
            ..Options::default()
        },
    )
    .unwrap();
    let all = "SELECT * FROM notes";
    assert_eq!(
        one.read(move |tx| tx.get::<i64>(all, &[])).await.unwrap(),
        7
    );
    database.run("ALTER TABLE notes ADD COLUMN text TEXT").await;
    assert_eq!(
        one.read(move |tx| tx.get::<i64>(all, &[])).await.unwrap(),
        7
    );
    database.run("ALTER TABLE notes ADD COLUMN more TEXT").await;
    let late = one.write(move |tx| {
        tx.execute("UPDATE notes SET number = 8", &[])
            .and(tx.get::<i64>(all, &[]))
    });
    assert_eq!(late.await.unwrap(), 8);
}

#[test]
fn a_server_that_is_not_there_or_refuses_is_told_apart() {
    let open = |url: &str| Store::open(url, Options::default()).err();
    let away = open("postgres://ada:secret@127.0.0.1:1/moon");
    assert!(
        matches!(&away, Some(OpenError::Unreachable { host, .. }) if host == "127.0.0.1:1"),
        "{away:?}"
    );
    assert!(!format!("{away:?}").contains("secret"));

    let Some(server) = server() else { return };
    let (rest, _) = server.split_once('?').unwrap_or((&server, ""));
    let nowhere = format!("{}/no_such_database", rest.rsplit_once('/').unwrap().0);
    let refused = open(&nowhere);
    assert!(
        matches!(refused, Some(OpenError::Refused { .. })),
        "{refused:?}"
    );
    let plain = open(&format!("{rest}?sslmode=require"));
    assert!(
        matches!(plain, None | Some(OpenError::Unreachable { .. })),
        "{plain:?}"
    );
}
