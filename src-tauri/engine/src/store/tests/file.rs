//! The file itself: how it is made, opened, migrated, lost and found again.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use expect_test::expect_file;
use rusqlite::Connection;

use super::super::migrate::{check_against, migrate_to};
use super::super::tables::{Migration, Older, TABLES, Table};
use super::*;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// A file as another version would leave it.
fn foreign(path: &Path, sql: &str) {
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

fn open_error(path: &Path, mode: Mode) -> StoreError {
    match Store::open(path, mode) {
        Ok(_) => panic!("it opened"),
        Err(error) => error,
    }
}

fn schema(db: &Connection) -> String {
    let mut statement = db
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type, name")
        .unwrap();
    let all = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    all.map(|sql| sql.unwrap() + ";\n").collect()
}

#[test]
fn the_file_is_private_and_so_is_a_folder_that_we_make() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let path = folder.path().join("made/too/crashtray.db");
    let store = Store::open(&path, Mode::Write).unwrap();
    for suffix in ["", "-wal", "-shm"] {
        assert_eq!(mode(&connection::beside(&path, suffix)), 0o600, "crashtray.db{suffix}");
    }
    assert_eq!(mode(path.parent().unwrap()), 0o700, "the folder that was made");
    assert_eq!(mode(folder.path()), 0o755, "a folder that was there is left alone");
    assert_eq!(store.path(), path);
}

#[test]
fn the_schema_is_this() {
    let sandbox = Sandbox::new();
    let db = connection::open(&sandbox.path(), Use::Read).unwrap();
    expect_file!["schema.sql"].assert_eq(&schema(&db));
    let pragma = |name: &str| db.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!((pragma("page_size"), pragma("auto_vacuum")), (8_192, 2), "what counts only before the first table");
    let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    assert!(names.is_sorted(), "the list is by name");
    for table in TABLES {
        let n = format!("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '{}'", table.name);
        assert_eq!(sandbox.number(&n), 1, "{} is made by its migration", table.name);
    }
    let mut times: Vec<i64> = TABLES.iter().flat_map(|table| table.migrations).map(|migration| migration.at).collect();
    times.sort_unstable();
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "no two migrations have the same number");
}

#[test]
fn what_is_in_the_file_is_there_after_it_was_closed() {
    let sandbox = Sandbox::new();
    let path = sandbox.path();
    sandbox.ingest(errors([error(1, 1)]));
    let Sandbox { store, folder } = sandbox;
    drop(store);
    assert_eq!(
        fs::metadata(connection::beside(&path, "-wal")).map_or(0, |wal| wal.len()),
        0,
        "the log is written back"
    );
    let store = Store::open_with(&path, Mode::Read, || at(0)).unwrap();
    let refused = store.writer.write_blocking(|tx| tx.set_setting("a", None));
    assert_eq!(refused, Err(StoreError::ReadOnly), "who may only read writes nothing");
    let sandbox = Sandbox { store, folder };
    assert_eq!(sandbox.summary(), ["SHOP-1 1"]);
    assert_eq!(wait(sandbox.store.writer.ingest(errors([error(2, 1)]))), Err(StoreError::ReadOnly));
}

#[test]
fn what_is_not_ours_is_refused_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("text"), "this is no database, and longer than a header").unwrap();
    foreign(&path("other"), "CREATE TABLE a (b); PRAGMA user_version = 7;");
    foreign(&path("young"), "CREATE TABLE a (b);");
    for name in ["text", "other", "young"] {
        let before = fs::read(path(name)).unwrap();
        for mode in [Mode::Read, Mode::Write] {
            assert_eq!(open_error(&path(name), mode), StoreError::NotADatabase, "{name}, {mode:?}");
        }
        assert_eq!(fs::read(path(name)).unwrap(), before, "{name} is as it was");
    }
    assert_eq!(open_error(&path("nothing"), Mode::Read), StoreError::Gone);
    assert!(!path("nothing").exists(), "reading makes nothing");
    fs::write(path("empty"), "").unwrap();
    assert_eq!(open_error(&path("empty"), Mode::Read), StoreError::TooOld, "an empty file has no schema yet");
    assert!(Store::open(&path("empty"), Mode::Write).is_ok(), "it is taken as new");
}

#[test]
fn a_newer_file_is_refused_unless_it_says_that_we_may() {
    let sandbox = Sandbox::new();
    let path = sandbox.path();
    let Sandbox { store, folder } = sandbox;
    drop(store);
    foreign(&path, "INSERT INTO migration VALUES (2100000001, 0); PRAGMA user_version = 2100000001;");
    assert!(Store::open(&path, Mode::Write).is_ok(), "it says that older versions may open it");
    foreign(&path, "INSERT INTO migration VALUES (2100000002, 1);");
    let supported = TABLES.iter().flat_map(|table| table.migrations).map(|migration| migration.at).max().unwrap();
    for mode in [Mode::Read, Mode::Write] {
        assert_eq!(open_error(&path, mode), StoreError::TooNew { found: 2_100_000_002, supported }, "{mode:?}");
    }
    drop(folder);
}

#[test]
fn an_older_file_is_brought_up_to_date_or_left_as_it_was() {
    const ONE: Migration = Migration { at: 1, older: Older::Refuses, sql: "CREATE TABLE a (b INTEGER) STRICT;" };
    const TWO: Migration = Migration { at: 2, older: Older::MayOpen, sql: "ALTER TABLE a ADD COLUMN c TEXT;" };
    const BAD: Migration =
        Migration { at: 3, older: Older::Refuses, sql: "CREATE TABLE d (e); INSERT INTO nowhere VALUES (1);" };
    let of = |migrations| [Table { name: "a", migrations }];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut db = Connection::open(&path).unwrap();
    migrate_to(&mut db, &of(&[ONE])).unwrap();
    db.execute("INSERT INTO a VALUES (1)", []).unwrap();
    assert_eq!(check_against(&db, &of(&[ONE, TWO])).unwrap(), migrate::Schema::Old);

    let before = schema(&db);
    let failed = migrate_to(&mut db, &of(&[ONE, TWO, BAD]));
    assert!(matches!(&failed, Err(StoreError::Sql(why)) if why.starts_with("table `a`, 3: ")), "{failed:?}");
    assert_eq!(schema(&db), before, "a failing migration leaves nothing behind, nor do those before it");
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 1);

    migrate_to(&mut db, &of(&[ONE, TWO])).unwrap();
    let mut fresh = Connection::open_in_memory().unwrap();
    migrate_to(&mut fresh, &of(&[ONE, TWO])).unwrap();
    assert_eq!(schema(&db), schema(&fresh), "step by step or at once: the same schema");
    let n: i64 = db.query_row("SELECT count(*) FROM a", [], |row| row.get(0)).unwrap();
    assert_eq!(n, 1, "with all that was in it");
    assert_eq!(check_against(&db, &of(&[ONE])).unwrap(), migrate::Schema::Current, "an older version may open it");
}

#[test]
fn a_file_that_was_removed_comes_back_whole() {
    for beside in [false, true] {
        let sandbox = Sandbox::new();
        sandbox.ingest(errors([error(1, 1)]));
        assert_eq!(sandbox.summary(), ["SHOP-1 1"], "a reader has it open");
        fs::remove_file(sandbox.path()).unwrap();
        if beside {
            fs::remove_file(connection::beside(&sandbox.path(), "-wal")).unwrap();
            fs::remove_file(connection::beside(&sandbox.path(), "-shm")).unwrap();
        }
        assert_eq!(sandbox.outcomes(errors([error(2, 2)])), ["stored"], "the next one puts it back");
        assert_eq!(sandbox.summary(), ["SHOP-2 1", "SHOP-1 1"], "with all that was in it");
        assert_eq!(mode(&sandbox.path()), 0o600);
        let names: Vec<_> =
            fs::read_dir(sandbox.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 3, "no copy is left lying about: {names:?}");
        let path = sandbox.path();
        let Sandbox { store, folder } = sandbox;
        drop(store);
        let sandbox = Sandbox { store: Store::open_with(&path, Mode::Read, || at(0)).unwrap(), folder };
        assert_eq!(sandbox.issues().len(), 2, "also for who opens it anew");
        assert_eq!(sandbox.number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
    }
}

#[test]
fn another_file_in_its_place_is_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors([error(1, 1)]));
    let aside = sandbox.folder.path().join("aside");
    fs::rename(sandbox.path(), &aside).unwrap();
    fs::write(sandbox.path(), "mine").unwrap();
    assert_eq!(wait(sandbox.store.writer.ingest(errors([error(2, 2)]))), Err(StoreError::Replaced));
    assert_eq!(sandbox.store.writer.trouble().as_deref(), Some("another file is where the data file was"));
    assert_eq!(fs::read(sandbox.path()).unwrap(), b"mine");
    fs::rename(&aside, sandbox.path()).unwrap();
    assert_eq!(sandbox.outcomes(errors([error(2, 2)])), ["stored"], "it recovers by itself");
    assert_eq!(sandbox.store.writer.trouble(), None);
}

#[test]
fn a_full_disk_is_said_and_gets_over() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors([error(1, 1)]));
    let limit = |pages: &'static str| {
        let sql = format!("PRAGMA max_page_count = {pages}");
        sandbox.store.writer.write_blocking(move |tx| Ok(tx.db.query_row(&sql, [], |_| Ok(()))?)).unwrap();
    };
    limit("1");
    let mut noise = vec![0; 1 << 20];
    getrandom::fill(&mut noise).unwrap();
    let large = |n: u8| delivery(vec![event_arrival(error(n, n)), attachment("a", &noise)]);
    let position = sandbox.store.bus.position();
    assert_eq!(wait(sandbox.store.writer.ingest(large(2))), Err(StoreError::Full));
    assert_eq!(sandbox.store.writer.trouble().as_deref(), Some("the disk is full"));
    assert!(format!("{:?}", sandbox.store.bus.since(&position)).contains("Endpoint"), "the page is told");
    assert_eq!(sandbox.summary(), ["SHOP-1 1"], "nothing of it is there; the rest can be read");
    sandbox.store.writer.write_blocking(|tx| tx.set_setting("small", Some("1"))).unwrap();
    assert_eq!(sandbox.store.writer.trouble().as_deref(), Some("the disk is full"), "what is small proves nothing");
    limit("1000000");
    assert_eq!(sandbox.outcomes(large(2)), ["stored", "stored"], "it recovers by itself");
    assert_eq!(sandbox.store.writer.trouble(), None);
}

#[test]
fn an_end_finishes_what_was_accepted_and_takes_nothing_more() {
    let sandbox = Sandbox::new();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let writer = sandbox.store.writer.clone();
    let accepted =
        (1..=50_u8).map(|n| writer.write(move |tx| tx.set_setting(&n.to_string(), Some("1")))).collect::<Vec<_>>();
    writer.shutdown();
    for accepted in accepted {
        assert_eq!(runtime.block_on(accepted), Ok(()));
    }
    assert_eq!(sandbox.store.reader.settings().unwrap().len(), 50, "all that was accepted is in the file");
    assert_eq!(runtime.block_on(writer.ingest(errors([error(1, 1)]))), Err(StoreError::Closed));
    assert_eq!(writer.write_blocking(|tx| tx.set_setting("a", None)), Err(StoreError::Closed));
    writer.shutdown();
}

#[test]
fn a_file_that_goes_during_the_work_is_back_before_the_answer() {
    let sandbox = Sandbox::new();
    let path = sandbox.path();
    let removed = path.clone();
    let work = move |tx: &mut Tx<'_>| {
        fs::remove_file(&removed)?;
        tx.set_setting("a", Some("1"))
    };
    sandbox.store.writer.write_blocking(work).unwrap();
    assert!(path.exists(), "who was told that it is stored finds it there");
    assert_eq!(sandbox.store.reader.setting("a").unwrap().as_deref(), Some("1"));
}

#[test]
fn the_log_of_a_removed_file_does_not_get_into_its_successor() {
    let sandbox = Sandbox::new();
    let noise: Vec<u8> = (0..40_000_u32).map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).unwrap()).collect();
    for n in 1..40 {
        let large = arrival(ItemKind::Profile, &noise[usize::from(n)..], Content::Opaque);
        sandbox.ingest(delivery(vec![event_arrival(error(n, n)), large]));
    }
    // So the log has a few pages only, and the restored file has them in other places.
    let other = connection::open(&sandbox.path(), Use::Write).unwrap();
    other.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(())).unwrap();
    other.execute("DELETE FROM payload WHERE id % 3 <> 0", []).unwrap();
    drop(other);
    fs::remove_file(sandbox.path()).unwrap();
    sandbox.ingest(errors([error(100, 100)]));
    assert_eq!(sandbox.number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
    assert_eq!(sandbox.number("SELECT count(*) FROM event"), 40);
}

#[test]
fn a_copy_that_was_not_yet_in_place_is_taken_up_at_the_next_start() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors([error(1, 1)]));
    let path = sandbox.path();
    let Sandbox { store, folder } = sandbox;
    drop(store);
    let copy = connection::beside(&path, "-restored");
    for (bytes, n_issues) in [(fs::read(&path).unwrap(), 1), (b"half a copy".to_vec(), 0)] {
        fs::remove_file(&path).unwrap();
        fs::write(&copy, bytes).unwrap();
        let store = Store::open_with(&path, Mode::Write, || at(0)).unwrap();
        assert_eq!(store.reader.counts().unwrap().all, n_issues, "only a whole copy is taken");
        drop(store);
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(!format!("{left:?}").contains("restored"), "nothing of it is left lying about: {left:?}");
    }
}
