//! SQLite files that are missing, damaged, in use, or somebody else's.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use moongate_store::{Access, OpenError, Options, Store, args};

fn open(path: &Path, create: bool) -> Result<Store, OpenError> {
    Store::open(
        &format!("sqlite:{}", path.display()),
        Options {
            create,
            ..Options::default()
        },
    )
}

/// A database with a few hundred rows, closed.
async fn closed(folder: &Path) -> PathBuf {
    let path = folder.join("test.db");
    let store = open(&path, true).unwrap();
    store
        .write(|tx| tx.execute("CREATE TABLE notes (text TEXT)", &[]))
        .await
        .unwrap();
    let text = "x".repeat(1000);
    store
        .write(move |tx| {
            (0..300).try_for_each(|_| {
                tx.execute("INSERT INTO notes VALUES ($1)", args![&text])
                    .map(drop)
            })
        })
        .await
        .unwrap();
    store.close();
    path
}

#[test]
fn a_missing_file_is_made_only_when_asked_for_and_is_private() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    assert!(matches!(open(&path, false), Err(OpenError::Absent { .. })));
    assert!(fs::read_dir(folder.path()).unwrap().next().is_none());
    open(&path, true).unwrap().close();
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    open(&path, false).unwrap();
}

#[tokio::test]
async fn a_damaged_file_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(folder.path()).await;
    let whole = fs::read(&path).unwrap();
    let mut scribbled = whole.clone();
    scribbled[100..4096].fill(0xa5);
    for damaged in [
        &b""[..],
        b"not a database",
        &whole[..50],
        &whole[..whole.len() / 2],
        &scribbled,
        &[0; 8192],
    ] {
        fs::write(&path, damaged).unwrap();
        let err = open(&path, true)
            .err()
            .map(|it| format!("{it:?}"))
            .unwrap_or_default();
        assert!(err.starts_with("Damaged"), "{} bytes: {err}", damaged.len());
        assert!(fs::read(&path).unwrap() == damaged, "the file was changed");
    }
    fs::write(&path, &whole).unwrap();
    assert_eq!(
        open(&path, false).unwrap().integrity().await.unwrap(),
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn a_log_without_its_file_is_no_invitation_to_begin_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    fs::write(folder.path().join("test.db-wal"), "what is left").unwrap();
    assert!(matches!(open(&path, true), Err(OpenError::Damaged { .. })));
    assert!(!path.exists());
}

#[test]
fn the_database_of_another_application_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TABLE songs (title TEXT)")
        .unwrap();
    drop(other);
    let before = fs::read(&path).unwrap();
    assert!(matches!(open(&path, true), Err(OpenError::Foreign { .. })));
    assert!(fs::read(&path).unwrap() == before, "the file was changed");
}

#[test]
fn an_address_or_a_folder_that_cannot_be_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(
        open(&folder.path().join("no/such/folder.db"), true),
        Err(OpenError::Unwritable { .. })
    ));
    for url in [
        "",
        "sqlite:",
        "sqlite::memory:",
        "mysql://localhost/a",
        "/var/lib/test.db",
    ] {
        assert!(
            matches!(
                Store::open(url, Options::default()),
                Err(OpenError::Address { .. })
            ),
            "{url}"
        );
    }
}

#[tokio::test]
async fn one_process_writes_and_others_may_look() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(folder.path()).await;
    let server = open(&path, false).unwrap();
    assert!(matches!(open(&path, false), Err(OpenError::InUse { .. })));

    let options = Options {
        access: Access::Read,
        ..Options::default()
    };
    let visitor = Store::open(&format!("sqlite:{}", path.display()), options).unwrap();
    server
        .write(|tx| tx.execute("DELETE FROM notes", &[]))
        .await
        .unwrap();
    assert_eq!(
        visitor
            .read(|tx| tx.get::<i64>("SELECT count(*) FROM notes", &[]))
            .await
            .unwrap(),
        0
    );
    assert!(
        visitor
            .write(|tx| tx.execute("DELETE FROM notes", &[]))
            .await
            .is_err()
    );
    assert!(matches!(visitor.migrate(), Err(OpenError::ReadOnly)));

    server.close();
    assert!(server.ping().await.is_err());
    open(&path, false).unwrap();
}

#[tokio::test]
async fn a_command_may_write_beside_the_server_but_not_migrate() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(folder.path()).await;
    let server = open(&path, false).unwrap();
    let options = Options {
        access: Access::Beside,
        ..Options::default()
    };
    let url = format!("sqlite:{}", path.display());
    let command = Store::open(&url, options).unwrap();
    for store in [&command, &server, &command] {
        store
            .write(|tx| tx.execute("INSERT INTO notes SELECT * FROM notes WHERE false", &[]))
            .await
            .unwrap();
    }
    assert!(matches!(command.migrate(), Err(OpenError::InUse { .. })));
    command.close();
    server.ping().await.unwrap();
    assert!(matches!(open(&path, false), Err(OpenError::InUse { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_taken_while_writing_is_whole_and_of_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(folder.path()).await;
    let store = open(&path, false).unwrap();
    store
        .write(|tx| tx.execute("CREATE TABLE pairs (side BIGINT)", &[]))
        .await
        .unwrap();
    let (writer, (stop, mut stopped)) = (store.clone(), tokio::sync::oneshot::channel::<()>());
    let writing = tokio::spawn(async move {
        while stopped.try_recv().is_err() {
            let two = "INSERT INTO pairs VALUES (0), (1)";
            writer.write(move |tx| tx.execute(two, &[])).await.unwrap();
        }
    });
    for number in 0..5 {
        let to = folder.path().join(format!("backup-{number}.db"));
        store.backup(to.clone()).await.unwrap();
        assert_eq!(
            fs::metadata(&to).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert!(
            store.backup(to.clone()).await.is_err(),
            "an existing file is never overwritten"
        );

        let copy = open(&to, false).unwrap();
        assert_eq!(copy.integrity().await.unwrap(), Vec::<String>::new());
        let odd = "SELECT count(*) FROM pairs";
        assert_eq!(
            copy.read(move |tx| tx.get::<i64>(odd, &[])).await.unwrap() % 2,
            0
        );
        assert_eq!(
            copy.read(|tx| tx.get::<i64>("SELECT count(*) FROM notes", &[]))
                .await
                .unwrap(),
            300
        );
    }
    stop.send(()).unwrap();
    writing.await.unwrap();
}

#[tokio::test]
async fn a_backup_is_one_file_that_can_be_looked_at_and_put_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(folder.path()).await;
    let backup = folder.path().join("carried/away.db");
    fs::create_dir(backup.parent().unwrap()).unwrap();
    open(&path, false)
        .unwrap()
        .backup(backup.clone())
        .await
        .unwrap();

    let look = Options {
        access: Access::Read,
        ..Options::default()
    };
    let copy = Store::open(&format!("sqlite:{}", backup.display()), look).unwrap();
    assert_eq!(copy.integrity().await.unwrap(), Vec::<String>::new());
    copy.close();
    assert_eq!(fs::read_dir(backup.parent().unwrap()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_restored_database_is_the_one_that_was_backed_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(folder.path()).await;
    let (url, backup) = (
        format!("sqlite:{}", path.display()),
        folder.path().join("backup.db"),
    );
    let store = open(&path, false).unwrap();
    store.migrate().unwrap();
    store.backup(backup.clone()).await.unwrap();
    store
        .write(|tx| tx.execute("DELETE FROM notes", &[]))
        .await
        .unwrap();
    assert!(matches!(
        Store::restore(&url, &backup),
        Err(OpenError::InUse { .. })
    ));
    store.close();

    fs::write(folder.path().join("test.db-wal"), "of another life").unwrap();
    Store::restore(&url, &backup).unwrap();
    let store = open(&path, false).unwrap();
    assert_eq!(
        store
            .read(|tx| tx.get::<i64>("SELECT count(*) FROM notes", &[]))
            .await
            .unwrap(),
        300
    );
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_backup_that_is_not_whole_not_ours_or_too_new_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(folder.path()).await;
    let before = fs::read(&path).unwrap();
    let backup = folder.path().join("backup.db");
    let mut damaged = before.clone();
    let middle = damaged.len() / 2 / 4096 * 4096;
    damaged[middle..middle + 4096].fill(0xa5);
    fs::write(&backup, damaged).unwrap();
    let restore = || {
        let refused = Store::restore(&format!("sqlite:{}", path.display()), &backup).unwrap_err();
        assert!(
            fs::read(&path).unwrap() == before,
            "the database was changed"
        );
        refused
    };
    assert!(matches!(restore(), OpenError::Damaged { .. }));
    fs::remove_file(&backup).unwrap();
    assert!(matches!(restore(), OpenError::Absent { .. }));
    let other = rusqlite::Connection::open(&backup).unwrap();
    other
        .execute_batch("CREATE TABLE songs (title TEXT)")
        .unwrap();
    assert!(matches!(restore(), OpenError::Foreign { .. }));
    fs::remove_file(&backup).unwrap();

    let later = open(&backup, true).unwrap();
    later.migrate().unwrap();
    later
        .write(|tx| {
            tx.execute(
                "INSERT INTO migrations VALUES (9999, '9999_later', '', 0)",
                &[],
            )
        })
        .await
        .unwrap();
    later.close();
    assert!(matches!(restore(), OpenError::Newer { .. }));
}

#[tokio::test]
async fn damage_deep_inside_is_found_by_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(folder.path()).await;
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xa5);
    fs::write(&path, bytes).unwrap();
    assert!(
        !open(&path, false)
            .unwrap()
            .integrity()
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn closing_leaves_everything_in_the_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(folder.path()).await;
    assert!(!folder.path().join("test.db-wal").exists());
    let store = open(&path, false).unwrap();
    assert_eq!(
        store
            .read(|tx| tx.get::<i64>("SELECT count(*) FROM notes", &[]))
            .await
            .unwrap(),
        300
    );
}
