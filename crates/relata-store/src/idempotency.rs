//! Idempotency keys: a repeated request gets the answer of the first one.

use relata_model::Timestamp;

use crate::StoreError;
use crate::transaction::Tx;
use crate::value::Value;

/// The answer that a request with a key got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// The hash of the request's body; another one means that the key was used for something else.
    pub body_hash: String,
    /// The status of the answer.
    pub status: u16,
    /// The body of the answer.
    pub body: Vec<u8>,
}

/// The answer under a key.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, key: &str) -> Result<Option<Remembered>, StoreError> {
    if key.contains('\0') {
        return Ok(None);
    }
    let sql = "SELECT body_hash, status, body FROM idempotency WHERE idempotency_key = ?1";
    tx.query_opt(sql, &[key.into()], |row| {
        let status = row.int(1)?;
        Ok(Remembered {
            body_hash: row.text(0)?.to_string(),
            status: u16::try_from(status).map_err(|error| StoreError::decode("idempotency", key, error))?,
            body: row.bytes(2)?,
        })
    })
}

/// Remembers an answer, in the transaction of the write that it answers.
///
/// # Errors
/// [`StoreError::Duplicate`] when the key has an answer: of two requests at once, one wins.
pub fn save(tx: &mut Tx<'_>, key: &str, body_hash: &str, status: u16, body: &[u8]) -> Result<(), StoreError> {
    let sql = "INSERT INTO idempotency (idempotency_key, body_hash, status, body, created_at) \
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let at = tx.at();
    let values = [key.into(), body_hash.into(), Value::Int(i64::from(status)), body.into(), at.into()];
    tx.execute(sql, &values).map(drop)
}

/// Forgets the answers from before a moment; gives how many.
///
/// # Errors
/// That the database failed.
pub fn purge(tx: &mut Tx<'_>, older_than: Timestamp) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM idempotency WHERE created_at < ?1", &[older_than.into()])
}
