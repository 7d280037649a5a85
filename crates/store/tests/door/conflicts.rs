//! Rules of the schema, as errors that name the columns.

use moongate_store::{Error, args};

use crate::support::databases;

#[tokio::test]
async fn a_conflict_is_named_alike_on_both_engines() {
    for database in databases() {
        database
            .run("CREATE TABLE keys (id TEXT PRIMARY KEY, pool_id TEXT, kind TEXT, \"order\" TEXT)")
            .await;
        database
            .run("CREATE UNIQUE INDEX keys_kind ON keys (pool_id, kind)")
            .await;
        database
            .run("CREATE UNIQUE INDEX keys_order ON keys (\"order\") WHERE pool_id = 'b'")
            .await;
        database
            .run("CREATE UNIQUE INDEX keys_lower ON keys (lower(kind)) WHERE pool_id = 'c'")
            .await;
        database
            .run("INSERT INTO keys VALUES ('1', 'a', 'x', 'p'), ('2', 'b', 'y', 'q)=('), ('4', 'c', 'w', 's')")
            .await;
        for (row, on) in [
            (["1", "c", "z", "r"], "keys.id"),
            (["3", "a", "x", "r"], "keys.pool_id,kind"),
            (["3", "b", "z", "q)=("], "keys.order"),
            (["3", "c", "W", "r"], "keys_lower"),
        ] {
            let insert = "INSERT INTO keys VALUES ($1, $2, $3, $4)";
            let done = database
                .store
                .write(move |tx| tx.execute(insert, args![row[0], row[1], row[2], row[3]]))
                .await;
            match done {
                Err(Error::Conflict { on: named }) => {
                    assert_eq!(named, on, "on {:?}", database.store.engine())
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_reference_to_nothing_an_absence_and_a_failed_check_are_inconsistent() {
    for database in databases() {
        database
            .run("CREATE TABLE pools (id TEXT PRIMARY KEY)")
            .await;
        database
            .run("CREATE TABLE users (pool_id TEXT NOT NULL REFERENCES pools (id), age BIGINT CHECK (age > 0))")
            .await;
        database.run("INSERT INTO pools VALUES ('a')").await;
        for (pool, age) in [(Some("nowhere"), 1), (None, 1), (Some("a"), 0)] {
            let insert = "INSERT INTO users VALUES ($1, $2)";
            let done = database
                .store
                .write(move |tx| tx.execute(insert, args![pool, age]))
                .await;
            assert!(matches!(done, Err(Error::Inconsistent(_))), "{done:?}");
        }
    }
}

#[tokio::test]
async fn no_error_shows_a_statement_or_a_value() {
    for database in databases() {
        database
            .run("CREATE TABLE users (email TEXT UNIQUE, age BIGINT)")
            .await;
        database
            .run("INSERT INTO users VALUES ('ada@example.com', 1)")
            .await;
        for sql in [
            "INSERT INTO users VALUES ($1, 2)",
            "SELEKT email FROM users WHERE email = $1",
            "SELECT nothing FROM users WHERE email = $1",
            "UPDATE users SET age = age / 0 + missing($1)",
        ] {
            let done = database
                .store
                .write(move |tx| tx.execute(sql, args!["ada@example.com"]))
                .await;
            let mut shown = String::new();
            let err = done.unwrap_err();
            let mut cause: Option<&dyn std::error::Error> = Some(&err);
            while let Some(it) = cause {
                shown += &format!("{it} {it:?} ");
                cause = it.source();
            }
            assert!(
                !shown.contains("ada@") && !shown.contains("WHERE") && !shown.contains("INSERT"),
                "{shown}"
            );
        }
    }
}
