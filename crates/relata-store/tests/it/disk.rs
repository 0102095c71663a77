//! A disk that is full, or fails: typed errors, no false acknowledgement, reading goes on.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use relata_model::Product;
use relata_store::{DatabaseUrl, Store, StoreError, StoreOptions, product};

use crate::fixture::{change as changed, context, product as make, read, say, sku};

/// A file system of a few megabytes in memory, which only root may make.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    fn mount() -> Option<SmallDisk> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"])
            .arg(folder.path())
            .output()
            .is_ok_and(|output| output.status.success());
        if !mounted {
            say("the test with a full disk was left out: mounting one needs root");
            return None;
        }
        Some(SmallDisk { folder })
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Leaves no room for anything.
    fn fill(&self) {
        let mut filler = OpenOptions::new().create(true).append(true).open(self.file("filler")).unwrap();
        for size in [65_536, 4_096, 512, 1] {
            while filler.write_all(&vec![0; size]).is_ok() {}
        }
    }

    fn make_room(&self) {
        std::fs::remove_file(self.file("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.folder.path()).output();
    }
}

fn open(path: &Path) -> Result<Store, StoreError> {
    Store::open(&DatabaseUrl::Sqlite(path.to_path_buf()), &StoreOptions::default())
}

/// A product with some kilobytes of text, so that it needs pages of its own.
fn large(text: &str) -> Product {
    Product { name: "x".repeat(5_000), ..make(text) }
}

fn save(store: &Store, text: &str) -> Result<(), StoreError> {
    let product = large(text);
    let key = text.to_string();
    let written = store.write(context(), move |tx| {
        product::upsert_many(tx, &[product])?;
        tx.record(changed(&key));
        Ok(())
    });
    written.map(|written| written.value)
}

fn skus(store: &Store) -> Vec<String> {
    let mut skus = Vec::new();
    read(store, |tx| {
        product::each(tx, |product| {
            skus.push(product.sku.to_string());
            Ok(())
        })
    });
    skus
}

#[test]
fn a_full_disk_stops_writes_until_there_is_room() {
    let Some(disk) = SmallDisk::mount() else { return };
    let path = disk.file("shop.db");
    let mut acknowledged = vec!["A".to_string()];
    let store = open(&path).unwrap();
    save(&store, "A").unwrap();
    for round in 0..5 {
        disk.fill();
        for attempt in 0..20 {
            let key = format!("R{round}-{attempt:02}");
            match save(&store, &key) {
                // What is left in the last page of the log may hold a write or two.
                Ok(()) => acknowledged.push(key),
                Err(error) => {
                    assert!(matches!(error, StoreError::DiskFull { .. }), "{error:?}");
                    assert!(error.is_unavailable());
                }
            }
            assert_eq!(skus(&store), acknowledged, "reading goes on, and shows what was acknowledged");
        }
        let refused = save(&store, "NEVER").unwrap_err();
        assert!(refused.to_string().contains("disk"), "{refused}");
        disk.make_room();
        let key = format!("S{round}");
        save(&store, &key).unwrap();
        acknowledged.push(key);
        acknowledged.sort();
    }
    drop(store);
    let store = open(&path).unwrap();
    assert_eq!(skus(&store), acknowledged);
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
    assert!(read(&store, |tx| product::find(tx, &sku("NEVER"))).is_none());
}

#[test]
fn a_backup_onto_a_full_disk_leaves_nothing_behind() {
    let Some(disk) = SmallDisk::mount() else { return };
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("shop.db")).unwrap();
    for number in 0..50 {
        save(&store, &format!("P{number}")).unwrap();
    }
    disk.fill();
    let error = store.backup(&disk.file("backup.db")).unwrap_err();
    assert!(error.to_string().contains("backup.db"), "{error}");
    assert!(!disk.file("backup.db").exists(), "half a backup was left");
    disk.make_room();
    store.backup(&disk.file("backup.db")).unwrap();
}

const CHILD: &str = "RELATA_TEST_DISK_CHILD";

/// Runs in a process whose files may not grow past a limit, which SQLite sees as a failed write.
#[allow(clippy::print_stdout, reason = "the other process reads it")]
fn where_files_cannot_grow(path: &Path) {
    let store = open(path).unwrap();
    let mut acknowledged = Vec::new();
    let error = loop {
        let key = format!("P{:04}", acknowledged.len());
        match save(&store, &key) {
            Ok(()) => acknowledged.push(key),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Commit { .. }), "{error:?}");
    let stopped = save(&store, "LATER").unwrap_err();
    assert!(matches!(stopped, StoreError::Stopped { .. }), "{stopped:?}");
    assert!(stopped.to_string().contains("restart"), "{stopped}");
    assert_eq!(skus(&store), acknowledged, "reading goes on");
    println!("acknowledged={}", acknowledged.len());
}

#[test]
fn a_disk_that_fails_stops_writing_for_good() {
    if let Ok(path) = std::env::var(CHILD) {
        return where_files_cannot_grow(Path::new(&path));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    drop(open(&path).unwrap());
    // Blocks of 512 bytes; the signal of the limit is ignored, so that the write fails instead.
    let script = "trap '' XFSZ; ulimit -f 8000; exec \"$0\" --exact disk::a_disk_that_fails_stops_writing_for_good \
                  --nocapture";
    let program = std::env::current_exe().unwrap();
    let output = Command::new("sh").args(["-c", script]).arg(program).env(CHILD, &path).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let acknowledged = text.split("acknowledged=").nth(1).unwrap().lines().next().unwrap();
    let store = open(&path).unwrap();
    let kept = skus(&store);
    let expected: Vec<String> =
        (0..acknowledged.parse().unwrap()).map(|number| format!("P{number:04}")).collect();
    assert!(expected.len() > 20, "{}", expected.len());
    assert_eq!(kept, expected);
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
    save(&store, "LATER").unwrap();
}
