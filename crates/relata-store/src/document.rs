use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::StoreError;
use crate::transaction::Tx;

/// The document of a noun and code.
pub(crate) fn find<T: DeserializeOwned>(
    tx: &mut Tx<'_>,
    noun: &'static str,
    code: &str,
) -> Result<Option<T>, StoreError> {
    let sql = "SELECT code, body FROM document WHERE noun = ?1 AND code = ?2";
    tx.query_opt(sql, &[noun.into(), code.into()], |row| read(noun, row.text(0)?, row.text(1)?))
}

/// All documents of a noun, by code.
pub(crate) fn list<T: DeserializeOwned>(tx: &mut Tx<'_>, noun: &'static str) -> Result<Vec<T>, StoreError> {
    let sql = "SELECT code, body FROM document WHERE noun = ?1 ORDER BY code";
    tx.query(sql, &[noun.into()], |row| read(noun, row.text(0)?, row.text(1)?))
}

/// Stores a document under its code, in the place of an older one.
pub(crate) fn upsert<T: Serialize>(
    tx: &mut Tx<'_>,
    noun: &'static str,
    code: &str,
    document: &T,
) -> Result<(), StoreError> {
    let body = serde_json::to_string(document).map_err(|error| StoreError::encode(noun, code, error))?;
    let sql = "INSERT INTO document (noun, code, body) VALUES (?1, ?2, ?3) \
               ON CONFLICT (noun, code) DO UPDATE SET body = excluded.body";
    tx.execute(sql, &[noun.into(), code.into(), body.into()]).map(drop)
}

/// Removes a document; says whether it was there.
pub(crate) fn delete(tx: &mut Tx<'_>, noun: &'static str, code: &str) -> Result<bool, StoreError> {
    let removed =
        tx.execute("DELETE FROM document WHERE noun = ?1 AND code = ?2", &[noun.into(), code.into()])?;
    Ok(removed > 0)
}

fn read<T: DeserializeOwned>(noun: &'static str, code: &str, body: &str) -> Result<T, StoreError> {
    serde_json::from_str(body).map_err(|error| StoreError::decode(noun, code, error))
}
