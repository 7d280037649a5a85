//! Writes that arrive together.

use moongate_store::{Error, args};

use crate::support::databases;

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_and_a_panicking_neighbour_harm_nobody() {
    for database in databases() {
        database
            .run("CREATE TABLE notes (number BIGINT PRIMARY KEY)")
            .await;
        let writes: Vec<_> = (0..300_i64)
            .map(|number| {
                let store = database.store.clone();
                tokio::spawn(async move {
                    store
                        .write(move |tx| {
                            tx.execute("INSERT INTO notes (number) VALUES ($1)", args![number])?;
                            match number % 3 {
                                0 => Ok(()),
                                1 => Err(Error::Missing),
                                _ => panic!("a defect in the work"),
                            }
                        })
                        .await
                })
            })
            .collect();
        for (number, write) in writes.into_iter().enumerate() {
            match (number % 3, write.await) {
                (0, Ok(Ok(()))) | (1, Ok(Err(Error::Missing))) => {}
                (2, Err(panic)) => assert!(panic.is_panic()),
                (_, other) => panic!("{number} ended as {other:?}"),
            }
        }
        assert_eq!(database.number("SELECT count(*) FROM notes").await, 100);
        assert_eq!(
            database
                .number("SELECT count(*) FROM notes WHERE number % 3 = 0")
                .await,
            100
        );
    }
}

/// Security rule 0.2: a one-time thing is consumed by one guarded statement.
#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_who_consume_at_once_exactly_one_wins() {
    for database in databases() {
        database.run("CREATE TABLE codes (id BIGINT PRIMARY KEY, used_at BIGINT, expires_at BIGINT NOT NULL)").await;
        database
            .run("INSERT INTO codes (id, expires_at) VALUES (1, 1000)")
            .await;
        let tries: Vec<_> = (0..50)
            .map(|_| {
                let store = database.store.clone();
                tokio::spawn(async move {
                    let sql = "UPDATE codes SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2
                               RETURNING id";
                    store.write(move |tx| tx.find::<i64>(sql, args![1, 7])).await
                })
            })
            .collect();
        let mut won = 0;
        for it in tries {
            won += i64::from(it.await.unwrap().unwrap().is_some());
        }
        assert_eq!(won, 1);
        assert_eq!(database.number("SELECT used_at FROM codes").await, 7);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_sees_one_moment_while_others_write() {
    for database in databases() {
        database
            .run("CREATE TABLE notes (number BIGINT PRIMARY KEY)")
            .await;
        database.run("INSERT INTO notes (number) VALUES (0)").await;
        let (writer, runtime) = (database.store.clone(), tokio::runtime::Handle::current());
        let (before, after) = database
            .store
            .read(move |tx| {
                let before = tx.get::<i64>("SELECT count(*) FROM notes", &[])?;
                runtime.block_on(
                    writer.write(|tx| tx.execute("INSERT INTO notes (number) VALUES (1)", &[])),
                )?;
                Ok::<_, Error>((before, tx.get::<i64>("SELECT count(*) FROM notes", &[])?))
            })
            .await
            .unwrap();
        assert_eq!((before, after), (1, 1));
        assert_eq!(database.number("SELECT count(*) FROM notes").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_leaves_does_no_harm() {
    for database in databases() {
        database
            .run("CREATE TABLE notes (number BIGINT PRIMARY KEY)")
            .await;
        for number in 0..50_i64 {
            let write = database.store.write(move |tx| {
                tx.execute("INSERT INTO notes (number) VALUES ($1)", args![number])
            });
            let leave = async {};
            tokio::select! { biased; _ = write => {}, () = leave => {} }
        }
        let sql = "INSERT INTO notes (number) VALUES (1000)";
        assert_eq!(
            database
                .store
                .write(move |tx| tx.execute(sql, &[]))
                .await
                .unwrap(),
            1
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_failed_statement_the_transaction_is_over_on_either_engine() {
    for database in databases() {
        database
            .run("CREATE TABLE notes (number BIGINT PRIMARY KEY)")
            .await;
        let insert = "INSERT INTO notes (number) VALUES (1)";
        let swallowed = database.store.write(move |tx| {
            tx.execute(insert, &[])?;
            let again = tx.execute(insert, &[]);
            assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
            Ok::<_, Error>(())
        });
        assert!(matches!(swallowed.await, Err(Error::Inconsistent(_))));
        assert_eq!(database.number("SELECT count(*) FROM notes").await, 0);
    }
}
