//! The least that a durable answer can cost: axum, one SQLite writer that commits in groups with
//! `synchronous=FULL`, and nothing else. `/rotate` also signs two tokens, as a refresh does.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc;

use axum::Router;
use axum::extract::{Form, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::routing::post;
use rusqlite::Connection;
use serde_json::json;
use tokio::sync::oneshot;

use super::token::{Signer, answer, authenticated};
use crate::Error;

/// Rows that are rotated in place.
const FAMILIES: i64 = 100_000;
/// Requests that share one commit.
const GROUP: usize = 256;

/// One change of one row, and who waits for it.
struct Change {
    row: i64,
    value: [u8; 32],
    done: oneshot::Sender<()>,
}

#[derive(Clone)]
struct Writer {
    queue: mpsc::Sender<Change>,
    next: Arc<AtomicI64>,
    signer: Arc<Signer>,
}

impl Writer {
    async fn write(&self, row: i64) {
        let mut value = [0; 32];
        aws_lc_rs::rand::fill(&mut value).expect("randomness");
        let (done, wait) = oneshot::channel();
        self.queue
            .send(Change { row, value, done })
            .expect("the writer lives");
        wait.await.expect("the writer answers");
    }
}

fn open(file: &str, statement: &'static str) -> Result<Writer, Error> {
    let mut database = Connection::open(Path::new(file))?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "FULL")?;
    database.execute_batch(
        "CREATE TABLE families (id INTEGER PRIMARY KEY, hash BLOB NOT NULL);
         CREATE TABLE people (id INTEGER PRIMARY KEY, hash BLOB NOT NULL);
         CREATE UNIQUE INDEX people_hash ON people (hash);",
    )?;
    let fill = database.transaction()?;
    for id in 0..FAMILIES {
        fill.prepare_cached("INSERT INTO families VALUES (?1, randomblob(32))")?
            .execute([id])?;
    }
    fill.commit()?;
    let (queue, changes) = mpsc::channel::<Change>();
    std::thread::spawn(move || {
        while let Ok(first) = changes.recv() {
            let mut group = vec![first];
            group.extend(changes.try_iter().take(GROUP - 1));
            let commit = database.transaction().expect("a transaction");
            for change in &group {
                commit
                    .prepare_cached(statement)
                    .and_then(|mut it| it.execute((change.row, change.value)))
                    .expect("a write");
            }
            commit.commit().expect("a commit");
            for change in group {
                let _ = change.done.send(());
            }
        }
    });
    Ok(Writer {
        queue,
        next: Arc::new(AtomicI64::new(0)),
        signer: Arc::new(Signer::new()),
    })
}

/// Rotates one row in place and signs two tokens.
pub fn rotation(file: &str) -> Result<Router, Error> {
    let writer = open(file, "UPDATE families SET hash = ?2 WHERE id = ?1")?;
    async fn rotate(
        State(writer): State<Writer>,
        headers: HeaderMap,
        Form(form): Form<Vec<(String, String)>>,
    ) -> impl IntoResponse {
        assert!(
            authenticated(&headers) && !form.is_empty(),
            "the generator sends a whole request"
        );
        let row = writer.next.fetch_add(7919, Ordering::Relaxed) % FAMILIES;
        writer.write(row).await;
        answer(&json!({
            "access_token": writer.signer.token(), "id_token": writer.signer.token(),
            "refresh_token": "mgr_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG", "token_type": "Bearer",
            "expires_in": 600,
        }))
    }
    Ok(Router::new()
        .route("/rotate", post(rotate))
        .with_state(writer))
}

/// Inserts one row with one unique index.
pub fn insert(file: &str) -> Result<Router, Error> {
    let writer = open(file, "INSERT INTO people VALUES (?1, ?2)")?;
    async fn insert(State(writer): State<Writer>, body: String) -> impl IntoResponse {
        assert!(!body.is_empty(), "the generator sends a whole request");
        let row = writer.next.fetch_add(1, Ordering::Relaxed);
        writer.write(row).await;
        answer(&json!({"id": row}))
    }
    Ok(Router::new()
        .route("/insert", post(insert))
        .with_state(writer))
}
