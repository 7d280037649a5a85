//! What goes in comes out.

use moongate_domain::id::UserId;
use moongate_domain::{Secret, Timestamp};
use moongate_store::{Error, FromRow, Row, args};

use crate::support::databases;

#[derive(Debug, PartialEq)]
struct Everything {
    id: UserId,
    name: Option<String>,
    seen: Timestamp,
    left: Option<Timestamp>,
    active: bool,
    tags: Vec<String>,
    sealed: Secret,
}

impl FromRow for Everything {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            seen: row.get("seen")?,
            left: row.get("left_at")?,
            active: row.get("active")?,
            tags: row.json("tags")?,
            sealed: row.get("sealed")?,
        })
    }
}

const TABLE: &str = "CREATE TABLE everything (
    id TEXT PRIMARY KEY, name TEXT, seen BIGINT, left_at BIGINT, active BOOLEAN, tags TEXT, sealed TEXT)";

#[tokio::test]
async fn every_type_comes_back_as_it_was_and_placeholders_may_stand_in_any_order() {
    for database in databases() {
        database.run(TABLE).await;
        let id = UserId::shape(1, [7; 10]);
        let given = id.clone();
        let found = database
            .store
            .write(move |tx| {
                let nobody: Option<Timestamp> = None;
                tx.execute(
                    "INSERT INTO everything (seen, id, name, left_at, active, tags, sealed)
                     VALUES ($2, $1, $3, $4, $5, $6, $7)",
                    args![
                        &given,
                        Timestamp(5),
                        None::<String>,
                        nobody,
                        true,
                        r#"["a","b"]"#,
                        "sealed"
                    ],
                )?;
                tx.get::<Everything>(
                    "SELECT * FROM everything WHERE seen = $2 AND id = $1",
                    args![&given, 5],
                )
            })
            .await;
        let expected = Everything {
            id,
            name: None,
            seen: Timestamp(5),
            left: None,
            active: true,
            tags: vec!["a".into(), "b".into()],
            sealed: Secret::new("sealed"),
        };
        assert_eq!(found.unwrap(), expected);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_an_inconsistency_and_what_is_not_there_is_missing() {
    for database in databases() {
        database.run(TABLE).await;
        database.run("INSERT INTO everything (id, name, tags) VALUES ('usr_1', 'secret text', 'secret text')").await;
        let number = database
            .store
            .read(|tx| tx.get::<i64>("SELECT name FROM everything", &[]))
            .await;
        assert!(matches!(number, Err(Error::Inconsistent(_))), "{number:?}");
        let all = database
            .store
            .read(|tx| tx.get::<Everything>("SELECT * FROM everything", &[]))
            .await
            .unwrap_err();
        assert!(
            matches!(all, Error::Inconsistent(_)) && !all.to_string().contains("secret"),
            "{all}"
        );
        let none = database
            .store
            .read(|tx| tx.get::<i64>("SELECT seen FROM everything WHERE id = ''", &[]))
            .await;
        assert!(matches!(none, Err(Error::Missing)), "{none:?}");
        let few = database.store.read(|tx| {
            tx.find::<i64>(
                "SELECT seen FROM everything WHERE id = $1 AND name = $2",
                args!["a"],
            )
        });
        assert!(matches!(few.await, Err(Error::Inconsistent(_))));
    }
}

#[tokio::test]
async fn work_that_reads_cannot_write() {
    for database in databases() {
        database.run(TABLE).await;
        let done = database
            .store
            .read(|tx| tx.execute("DELETE FROM everything", &[]))
            .await;
        assert!(matches!(done, Err(Error::Engine(_))), "{done:?}");
    }
}

#[tokio::test]
async fn lists_keep_their_order_and_counts_count() {
    for database in databases() {
        database
            .run("CREATE TABLE notes (number BIGINT PRIMARY KEY)")
            .await;
        database.run("INSERT INTO notes VALUES (3), (1), (2)").await;
        let found = database.store.write(|tx| {
            let numbers = tx.list::<i64>("SELECT number FROM notes ORDER BY number", &[])?;
            let changed = tx.execute(
                "UPDATE notes SET number = number + 10 WHERE number > $1",
                args![1],
            )?;
            let returned = tx.execute(
                "DELETE FROM notes WHERE number > $1 RETURNING number",
                args![10],
            )?;
            let largest =
                tx.get::<Option<i64>>("SELECT max(number) FROM notes WHERE number > 10", &[])?;
            Ok::<_, Error>((numbers, changed, returned, largest))
        });
        assert_eq!(found.await.unwrap(), (vec![1, 2, 3], 2, 2, None));
    }
}
