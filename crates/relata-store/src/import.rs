//! Imports: each is one change set, with the images of all its rows before and after in chunks.
//!
//! The rows that a running import writes get no change rows of their own. The one change row at
//! its end tells followers to load every key of its chunks, so that all of it is seen together.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use relata_model::{Action, ImportMode, ImportReport, Mapping, Noun, Sku, Timestamp};
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::filter::Filter;
use crate::transaction::{Change, Tx};
use crate::value::{Row, Value};

/// Rows in one chunk: small enough that an editor never waits long for its commit.
pub const CHUNK_ROWS_MAX: usize = 1_000;
/// Bytes of one chunk when it is inflated: a thousand records of the largest size that is read.
const CHUNK_BYTES_MAX: u64 = 8 << 30;

/// An import before it is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImport {
    /// The file, as the caller named it.
    pub file: String,
    /// The format in which it is read.
    pub profile: String,
    /// What it does with what is there.
    pub mode: ImportMode,
    /// The owner of the relations that it makes.
    pub source: String,
    /// Who imports.
    pub actor: String,
    /// What the columns of the file fill, where somebody said so.
    pub mapping: Option<Mapping>,
    /// The upload that the file is.
    pub upload: Option<String>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    /// It writes, or the program died while it did.
    Running,
    /// All of it is there.
    Done,
    /// It broke off.
    Failed,
    /// It was undone.
    Reverted,
}

impl ImportState {
    /// The state as text.
    pub fn as_str(self) -> &'static str {
        match self {
            ImportState::Running => "running",
            ImportState::Done => "done",
            ImportState::Failed => "failed",
            ImportState::Reverted => "reverted",
        }
    }

    fn parse(text: &str) -> Option<ImportState> {
        use ImportState::{Done, Failed, Reverted, Running};
        [Running, Done, Failed, Reverted].into_iter().find(|state| state.as_str() == text)
    }
}

/// An import as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRecord {
    /// Its number.
    pub id: i64,
    /// What was started.
    pub import: NewImport,
    /// How far it is.
    pub state: ImportState,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it was done, failed or undone.
    pub finished_at: Option<Timestamp>,
    /// Why it failed.
    pub reason: Option<String>,
    /// What it did, once it is done.
    pub report: Option<ImportReport>,
    /// Whether its rejected rows are kept.
    pub has_rejects: bool,
}

/// One thing that an import changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImageRow {
    /// What kind of thing.
    pub noun: Noun,
    /// Which one.
    pub key: String,
    /// For a relation, its source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touches: Option<Sku>,
    /// The thing before; `None` when the import made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<serde_json::Value>,
    /// The thing after; `None` when the import removed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<serde_json::Value>,
}

const SELECT: &str = "SELECT import_id, file, profile, mode, source, actor, state, started_at, finished_at, \
                      reason, report, mapping, upload_id, (SELECT count(*) FROM import_reject AS kept \
                      WHERE kept.import_id = import.import_id AND kept.seq = 0) FROM import";

/// Notes that an import starts; gives its number.
///
/// # Errors
/// That the database failed.
pub fn start(tx: &mut Tx<'_>, import: &NewImport) -> Result<i64, StoreError> {
    let NewImport { file, profile, mode, source, actor, mapping, upload } = import;
    let sql = "INSERT INTO import (file, profile, mode, source, actor, state, started_at, mapping, upload_id) \
               VALUES (?1, ?2, ?3, ?4, ?5, 'running', ?6, ?7, ?8) RETURNING import_id";
    let mapping = mapping.as_ref().map(serde_json::to_string).transpose();
    let mapping = mapping.map_err(|error| StoreError::encode("import", file, error))?;
    let values = [
        file.into(),
        profile.into(),
        mode.as_str().into(),
        source.into(),
        actor.into(),
        tx.at().into(),
        mapping.into(),
        upload.as_deref().into(),
    ];
    tx.number(sql, &values)
}

/// Stores the images of one chunk, deflated; `seq` counts from 0 within the import.
///
/// To be called in the transaction that writes the rows themselves.
///
/// # Errors
/// [`StoreError::Duplicate`] when there is such a chunk; [`StoreError::Encode`].
pub fn append_chunk(tx: &mut Tx<'_>, id: i64, seq: i64, rows: &[ImageRow]) -> Result<(), StoreError> {
    let body = deflate(id, seq, rows)?;
    let sql = "INSERT INTO import_chunk (import_id, seq, row_count, body) VALUES (?1, ?2, ?3, ?4)";
    tx.execute(sql, &[id.into(), seq.into(), Value::Int(rows.len() as i64), body.into()]).map(drop)
}

/// Puts other images in the place of a chunk's own.
///
/// # Errors
/// [`StoreError::Encode`].
pub fn replace_chunk(tx: &mut Tx<'_>, id: i64, seq: i64, rows: &[ImageRow]) -> Result<(), StoreError> {
    let body = deflate(id, seq, rows)?;
    let sql = "UPDATE import_chunk SET row_count = ?3, body = ?4 WHERE import_id = ?1 AND seq = ?2";
    tx.execute(sql, &[id.into(), seq.into(), Value::Int(rows.len() as i64), body.into()]).map(drop)
}

fn deflate(id: i64, seq: i64, rows: &[ImageRow]) -> Result<Vec<u8>, StoreError> {
    let wrong = |error: std::io::Error| StoreError::encode("import chunk", format!("{id}/{seq}"), error);
    // The compressor clears its output anew at every write, so it gets the whole text in one.
    let mut text = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut text, row).map_err(|error| wrong(error.into()))?;
        text.push(b'\n');
    }
    let mut deflated = ZlibEncoder::new(Vec::new(), Compression::fast());
    deflated.write_all(&text).map_err(wrong)?;
    deflated.finish().map_err(wrong)
}

/// Stores a piece of the text of the rejected rows, deflated; `seq` counts from 0 within the import.
///
/// # Errors
/// [`StoreError::Duplicate`] when there is such a piece; [`StoreError::Encode`].
pub fn append_reject(tx: &mut Tx<'_>, id: i64, seq: i64, text: &[u8]) -> Result<(), StoreError> {
    let wrong = |error: std::io::Error| StoreError::encode("rejected rows", format!("{id}/{seq}"), error);
    let mut deflated = ZlibEncoder::new(Vec::new(), Compression::default());
    deflated.write_all(text).map_err(wrong)?;
    let body = deflated.finish().map_err(wrong)?;
    let sql = "INSERT INTO import_reject (import_id, seq, body) VALUES (?1, ?2, ?3)";
    tx.execute(sql, &[id.into(), seq.into(), body.into()]).map(drop)
}

/// Hands over the text of the rejected rows piece by piece; there is none when none are kept.
///
/// # Errors
/// What the visitor returned; [`StoreError::Decode`] for a damaged piece.
pub fn rejects<E: From<StoreError>>(
    tx: &mut Tx<'_>,
    id: i64,
    mut visit: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let sql = "SELECT seq, body FROM import_reject WHERE import_id = ?1 ORDER BY seq";
    tx.each(sql, &[id.into()], |row| {
        let seq = row.int(0)?;
        let mut text = Vec::new();
        let inflated = ZlibDecoder::new(&*row.bytes(1)?).take(CHUNK_BYTES_MAX).read_to_end(&mut text);
        let wrong = |error| StoreError::decode("rejected rows", format!("{id}/{seq}"), error);
        inflated.map_err(wrong)?;
        visit(&text)
    })
}

/// Forgets the rejected rows of an import that broke off.
///
/// # Errors
/// That the database failed.
pub fn delete_rejects(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM import_reject WHERE import_id = ?1", &[id.into()]).map(drop)
}

/// Notes that all of an import is there, and makes it visible: one change, one audit entry.
///
/// # Errors
/// That the database failed.
pub fn finish(tx: &mut Tx<'_>, id: i64, report: &ImportReport) -> Result<(), StoreError> {
    let text = serde_json::to_string(report).map_err(|error| StoreError::encode("import", id, error))?;
    end(tx, id, ImportState::Done, None, Some(text))
}

/// Notes that an import broke off, and why. Followers load what its chunks hold all the same.
///
/// # Errors
/// That the database failed.
pub fn fail(tx: &mut Tx<'_>, id: i64, reason: &str) -> Result<(), StoreError> {
    end(tx, id, ImportState::Failed, Some(reason), None)
}

/// Notes that an import was undone; the undoing itself is the caller's, in the same transaction or
/// before. Followers load every key of its chunks.
///
/// # Errors
/// That the database failed.
pub fn revert(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    end(tx, id, ImportState::Reverted, None, None)
}

/// Notes that what an import did was done again after it had been undone; otherwise like [`revert`].
///
/// # Errors
/// That the database failed.
pub fn redo(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    end(tx, id, ImportState::Done, None, None)
}

fn end(
    tx: &mut Tx<'_>,
    id: i64,
    state: ImportState,
    reason: Option<&str>,
    report: Option<String>,
) -> Result<(), StoreError> {
    let before = find(tx, id)?;
    let sql = "UPDATE import SET state = ?2, finished_at = ?3, reason = COALESCE(?4, reason), \
               report = COALESCE(?5, report) WHERE import_id = ?1";
    let at = tx.at();
    tx.execute(sql, &[id.into(), state.as_str().into(), at.into(), reason.into(), report.into()])?;
    let after = find(tx, id)?;
    let action = match before.as_ref().map(|before| before.state) {
        Some(ImportState::Running) => Action::Create,
        _ => Action::Update,
    };
    let before = before.filter(|_| action == Action::Update);
    let change = Change {
        action,
        noun: Noun::Import,
        key: id.to_string(),
        touches: None,
        before: before.as_ref().map(summary),
        after: after.as_ref().map(summary),
    };
    tx.record_import(change, id);
    Ok(())
}

/// What the audit says of an import: its counts, but not its problems one by one.
fn summary(record: &ImportRecord) -> serde_json::Value {
    let NewImport { file, profile, mode, source, actor: _, mapping: _, upload: _ } = &record.import;
    serde_json::json!({
        "file": file, "profile": profile, "mode": mode, "source": source,
        "state": record.state.as_str(), "reason": record.reason,
        "counts": record.report.as_ref().map(|report| report.counts),
    })
}

/// The import of a number.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Option<ImportRecord>, StoreError> {
    let mut conditions = Filter::new();
    conditions.and("import_id = @", id);
    let (sql, values) = conditions.select(SELECT, "import_id", 1);
    tx.query_opt(&sql, &values, read)
}

/// A page of imports, the newest first, before an import's number.
///
/// # Errors
/// That the database failed.
pub fn list(tx: &mut Tx<'_>, before: Option<i64>, limit: usize) -> Result<Vec<ImportRecord>, StoreError> {
    let mut conditions = Filter::new();
    conditions.and_opt("import_id < @", before);
    let (sql, values) = conditions.select(SELECT, "import_id DESC", limit);
    tx.query(&sql, &values, read)
}

/// Imports that started and did not end: with no import at work, their program died.
///
/// # Errors
/// That the database failed.
pub fn unfinished(tx: &mut Tx<'_>) -> Result<Vec<ImportRecord>, StoreError> {
    let mut conditions = Filter::new();
    conditions.and("state = @", ImportState::Running.as_str());
    let (sql, values) = conditions.select(SELECT, "import_id", usize::MAX >> 1);
    tx.query(&sql, &values, read)
}

/// Whether an import of a source is done and was not undone.
///
/// # Errors
/// That the database failed.
pub fn is_source_done(tx: &mut Tx<'_>, source: &str) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM import WHERE source = ?1 AND state = ?2";
    Ok(tx.number(sql, &[source.into(), ImportState::Done.as_str().into()])? > 0)
}

/// Hands over the chunks of an import, in order, one at a time.
///
/// # Errors
/// What the visitor returned; [`StoreError::Decode`] for a damaged chunk.
pub fn chunks<E: From<StoreError>>(
    tx: &mut Tx<'_>,
    id: i64,
    mut visit: impl FnMut(i64, Vec<ImageRow>) -> Result<(), E>,
) -> Result<(), E> {
    tx.each("SELECT seq, body FROM import_chunk WHERE import_id = ?1 ORDER BY seq", &[id.into()], |row| {
        let seq = row.int(0)?;
        visit(seq, inflate(id, seq, &row.bytes(1)?)?)
    })
}

/// One chunk of an import; undoing goes through them from the last to the first.
///
/// # Errors
/// [`StoreError::Decode`] for a damaged chunk.
pub fn chunk(tx: &mut Tx<'_>, id: i64, seq: i64) -> Result<Option<Vec<ImageRow>>, StoreError> {
    let sql = "SELECT seq, body FROM import_chunk WHERE import_id = ?1 AND seq = ?2";
    tx.query_opt(sql, &[id.into(), seq.into()], |row| inflate(id, seq, &row.bytes(1)?))
}

/// How many chunks an import has.
///
/// # Errors
/// That the database failed.
pub fn count_chunks(tx: &mut Tx<'_>, id: i64) -> Result<i64, StoreError> {
    tx.number("SELECT count(*) FROM import_chunk WHERE import_id = ?1", &[id.into()])
}

fn inflate(id: i64, seq: i64, body: &[u8]) -> Result<Vec<ImageRow>, StoreError> {
    let wrong = |error: Box<dyn std::error::Error + Send + Sync>| {
        StoreError::decode("import chunk", format!("{id}/{seq}"), error)
    };
    let mut text = String::new();
    let inflated = ZlibDecoder::new(body).take(CHUNK_BYTES_MAX).read_to_string(&mut text);
    inflated.map_err(|error| wrong(error.into()))?;
    text.lines().map(|line| serde_json::from_str(line).map_err(|error| wrong(error.into()))).collect()
}

fn read(row: &Row<'_>) -> Result<ImportRecord, StoreError> {
    let id = row.int(0)?;
    let wrong = |error: Box<dyn std::error::Error + Send + Sync>| StoreError::decode("import", id, error);
    let state = row.text(6)?;
    Ok(ImportRecord {
        id,
        import: NewImport {
            file: row.text(1)?.to_string(),
            profile: row.text(2)?.to_string(),
            mode: ImportMode::parse(row.text(3)?).map_err(|error| wrong(error.into()))?,
            source: row.text(4)?.to_string(),
            actor: row.text(5)?.to_string(),
            mapping: (row.text_opt(11)?.map(serde_json::from_str).transpose())
                .map_err(|error| wrong(error.into()))?,
            upload: row.text_opt(12)?.map(str::to_string),
        },
        state: ImportState::parse(state).ok_or_else(|| wrong(format!("unknown state {state:?}").into()))?,
        started_at: row.time(7)?,
        finished_at: row.int_opt(8)?.map(Timestamp::from_micros),
        reason: row.text_opt(9)?.map(str::to_string),
        report: (row.text_opt(10)?.map(serde_json::from_str).transpose())
            .map_err(|error| wrong(error.into()))?,
        has_rejects: row.int(13)? > 0,
    })
}
