//! Writes that arrive together.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, mpsc};
use std::task::Poll;

use moongate_store::{Error, Options, Store, args};
use tokio::task::JoinHandle;

use crate::support::{databases, databases_with, sqlite};

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

/// Holds the one writing thread until the answer is dropped.
async fn hold(store: &Store) -> (mpsc::Sender<()>, JoinHandle<Result<(), Error>>) {
    let (release, released) = mpsc::channel::<()>();
    let (began, begun) = tokio::sync::oneshot::channel();
    let (released, began, store) = (Mutex::new(released), Mutex::new(Some(began)), store.clone());
    let held = tokio::spawn(async move {
        store
            .write(move |_| {
                began.lock().unwrap().take().unwrap().send(()).unwrap();
                let _ = released.lock().unwrap().recv();
                Ok(())
            })
            .await
    });
    begun.await.unwrap();
    (release, held)
}

/// Polls once, which is when a call gets in line.
async fn get_in_line<F: Future + Unpin>(call: &mut F) -> Option<F::Output> {
    poll_fn(|cx| {
        Poll::Ready(match Pin::new(&mut *call).poll(cx) {
            Poll::Ready(done) => Some(done),
            Poll::Pending => None,
        })
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_that_arrive_together_share_one_commit() {
    let database = sqlite();
    database
        .run("CREATE TABLE notes (number BIGINT PRIMARY KEY)")
        .await;
    let (release, held) = hold(&database.store).await;
    let mut writes: Vec<_> = (0..10_i64)
        .map(|number| {
            let insert = "INSERT INTO notes (number) VALUES ($1)";
            Box::pin(
                database
                    .store
                    .write(move |tx| tx.execute(insert, args![number])),
            )
        })
        .collect();
    for write in &mut writes {
        assert!(get_in_line(write).await.is_none());
    }
    let (outside, runtime) = (database.store.clone(), tokio::runtime::Handle::current());
    let mut last = Box::pin(database.store.write(move |tx| {
        let count = "SELECT count(*) FROM notes";
        let committed = runtime.block_on(outside.read(move |tx| tx.get::<i64>(count, &[])))?;
        Ok::<_, Error>((tx.get::<i64>(count, &[])?, committed))
    }));
    assert!(get_in_line(&mut last).await.is_none());
    drop(release);
    assert_eq!(last.await.unwrap(), (10, 0));
    for write in writes {
        assert_eq!(write.await.unwrap(), 1);
    }
    held.await.unwrap().unwrap();
    assert_eq!(database.number("SELECT count(*) FROM notes").await, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_fails_fails_for_its_whole_group_and_for_nobody_after_it() {
    let database = sqlite();
    database
        .run("CREATE TABLE parents (id BIGINT PRIMARY KEY)")
        .await;
    // The door forbids deferred keys; here one is the way to a commit that fails.
    database.run("CREATE TABLE children (id BIGINT REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)").await;
    let (release, held) = hold(&database.store).await;
    let mut good = Box::pin(
        database
            .store
            .write(|tx| tx.execute("INSERT INTO parents VALUES (1)", &[])),
    );
    let mut bad = Box::pin(
        database
            .store
            .write(|tx| tx.execute("INSERT INTO children VALUES (7)", &[])),
    );
    assert!(get_in_line(&mut good).await.is_none() && get_in_line(&mut bad).await.is_none());
    drop(release);
    assert!(matches!(good.await, Err(Error::Inconsistent(_))));
    assert!(matches!(bad.await, Err(Error::Inconsistent(_))));
    assert!(held.await.unwrap().is_err());
    assert_eq!(database.number("SELECT count(*) FROM parents").await, 0);
    database.run("INSERT INTO parents VALUES (1)").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_the_queue_the_answer_is_busy_at_once() {
    for database in databases_with(Options {
        queue: 2,
        connections: Some(1),
        ..Options::default()
    }) {
        let (release, held) = hold(&database.store).await;
        let nothing = || Box::pin(database.store.write(|_| Ok::<_, Error>(())));
        let (mut first, mut second, mut third) = (nothing(), nothing(), nothing());
        assert!(
            get_in_line(&mut first).await.is_none() && get_in_line(&mut second).await.is_none()
        );
        assert!(matches!(
            get_in_line(&mut third).await,
            Some(Err(Error::Busy))
        ));
        drop(release);
        held.await.unwrap().unwrap();
        first.await.unwrap();
        second.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_finishes_what_waits_and_refuses_what_comes() {
    for database in databases() {
        database
            .run("CREATE TABLE notes (number BIGINT PRIMARY KEY)")
            .await;
        let insert = "INSERT INTO notes (number) VALUES (1)";
        let mut waiting = Box::pin(database.store.write(move |tx| tx.execute(insert, &[])));
        get_in_line(&mut waiting).await;
        let store = database.store.clone();
        tokio::task::spawn_blocking(move || store.close())
            .await
            .unwrap();
        assert_eq!(waiting.await.unwrap(), 1);
        let late = database
            .store
            .write(move |tx| tx.execute(insert, &[]))
            .await;
        assert!(matches!(late, Err(Error::Unreachable)));
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
