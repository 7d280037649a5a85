//! Every SQL text of the crate, read from its source: it stays within a pool, and it finds rows by an index.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use moongate_domain::Timestamp;
use moongate_store::{Options, Store};
use rusqlite::Connection;

/// Files whose statements stand above pools: the installation itself, and work over all pools.
const ABOVE_POOLS: &[&str] = &[
    "administrators.rs",
    "expiry.rs",
    "facts.rs",
    "idempotent_answers.rs",
    "pools.rs",
];

/// Statements that need no pool, by a part of their text, with the reason.
const NAMED_EXCEPTIONS: &[(&str, &str)] = &[
    (
        "SELECT body FROM applications WHERE id = $1",
        "addresses that name no pool",
    ),
    ("UPDATE messages SET", "the queue's worker serves all pools"),
    (
        "SELECT next_try_at FROM messages",
        "the queue's worker serves all pools",
    ),
];

/// Tables that hold a handful of rows, so that reading all of them is the plan.
const SMALL: &[&str] = &["management_keys", "administrators", "pools"];

fn statements() -> BTreeMap<String, Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|it| it != "rs") {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap();
        let texts = source.split('"').skip(1).step_by(2).map(flat);
        let sql: Vec<String> = texts.filter(|it| is_statement(it)).collect();
        found.insert(path.file_name().unwrap().to_str().unwrap().to_owned(), sql);
    }
    found
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_statement(text: &str) -> bool {
    ["SELECT ", "INSERT ", "UPDATE ", "DELETE "]
        .iter()
        .any(|it| text.starts_with(it))
}

#[test]
fn every_statement_names_its_pool() {
    // A-004, T35
    for (file, all) in statements() {
        for sql in all {
            let excused = ABOVE_POOLS.contains(&file.as_str())
                || NAMED_EXCEPTIONS.iter().any(|(part, _)| sql.contains(part));
            assert!(excused || sql.contains("pool_id"), "{file}: {sql}");
        }
    }
}

#[test]
fn every_statement_finds_its_rows_by_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plan.db");
    let url = format!("sqlite:{}", file.display());
    let options = Options {
        create: true,
        now: Timestamp(1),
        ..Options::default()
    };
    let store = Store::open(&url, options).unwrap();
    store.migrate().unwrap();
    store.close();
    let database = Connection::open(&file).unwrap();

    let mut query = database
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
        .unwrap();
    let rows = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let tables: Vec<String> = rows.collect::<Result<_, _>>().unwrap();

    let mut seen = 0;
    for (file, all) in statements() {
        for sql in all
            .iter()
            .filter(|it| !it.contains('{') && !it.contains("search_grams"))
        {
            let mut query = database
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .unwrap_or_else(|err| panic!("{file}: {sql}: {err}"));
            let plan: Vec<String> = query
                .raw_query()
                .mapped(|row| row.get::<_, String>("detail"))
                .collect::<Result<_, _>>()
                .unwrap();
            for step in &plan {
                let scanned = step
                    .strip_prefix("SCAN ")
                    .and_then(|it| it.split(' ').next());
                // Reading all of a result that the statement itself has bounded is fine.
                let stored = scanned.is_some_and(|it| tables.iter().any(|table| table == it));
                let excused = !stored
                    || scanned.is_some_and(|table| SMALL.contains(&table))
                    || step.contains("INDEX")
                    || step.contains("VIRTUAL TABLE")
                    || step.contains("CONSTANT ROW");
                assert!(excused, "{file}: {sql}\nreads every row: {step}");
            }
            seen += 1;
        }
    }
    assert!(seen > 80, "only {seen} statements were found");
}
