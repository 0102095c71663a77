use crate::StoreError;
use crate::transaction::Tx;
use crate::value::{Row, Value};

/// Findings of one kind that are listed; one is enough to know that something is wrong.
const FINDINGS_MAX: i64 = 100;

/// Own checks: a sentence with `{}` for each column of the query.
const CHECKS: &[(&str, &str)] = &[
    (
        "the list of {} under {} is not numbered 1 to n",
        "SELECT source_sku, type_code FROM relation GROUP BY source_sku, type_code \
         HAVING min(position) <> 1 OR max(position) <> count(*) OR count(DISTINCT position) <> count(*) \
         ORDER BY source_sku, type_code LIMIT ?1",
    ),
    (
        "the change of revision {} to the {} has no audit entry",
        "SELECT DISTINCT CAST(change.revision AS TEXT), change.noun FROM change \
         WHERE NOT EXISTS (SELECT 1 FROM audit WHERE audit.revision = change.revision \
         AND audit.noun = change.noun AND audit.noun_key = change.noun_key) LIMIT ?1",
    ),
    (
        "the change of revision {} is newer than the counter ({})",
        "SELECT CAST(max(change.revision) AS TEXT), CAST(max(counter.value) AS TEXT) FROM change, counter \
         WHERE counter_id = 'revision' HAVING max(change.revision) > max(counter.value) LIMIT ?1",
    ),
    (
        "the audit entry of revision {} is newer than the counter ({})",
        "SELECT CAST(max(audit.revision) AS TEXT), CAST(max(counter.value) AS TEXT) FROM audit, counter \
         WHERE counter_id = 'revision' HAVING max(audit.revision) > max(counter.value) LIMIT ?1",
    ),
    (
        "the chunks of import {} have a gap, there are {}",
        "SELECT CAST(import_id AS TEXT), CAST(count(*) AS TEXT) FROM import_chunk GROUP BY import_id \
         HAVING max(seq) <> count(*) - 1 OR min(seq) <> 0 ORDER BY import_id LIMIT ?1",
    ),
];

/// What is wrong with the database, one sentence each.
pub(crate) fn findings(tx: &mut Tx<'_>) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    if !tx.is_postgres() {
        let looked = sqlite_findings(tx);
        found.extend(damage_is_a_finding(looked)?);
    }
    for (sentence, sql) in CHECKS {
        let looked = tx.query(sql, &[Value::Int(FINDINGS_MAX)], |row| {
            Ok(sentence.replacen("{}", row.text(0)?, 1).replacen("{}", row.text(1)?, 1))
        });
        let is_damaged = matches!(looked, Err(StoreError::Damaged { .. }));
        found.extend(damage_is_a_finding(looked)?);
        // PostgreSQL takes no further statement in this transaction.
        if is_damaged && tx.is_postgres() {
            break;
        }
    }
    found.dedup();
    Ok(found)
}

/// Whoever looks for damage has not failed when there is some.
fn damage_is_a_finding(looked: Result<Vec<String>, StoreError>) -> Result<Vec<String>, StoreError> {
    match looked {
        Err(StoreError::Damaged { source }) => Ok(vec![source.to_string()]),
        looked => looked,
    }
}

/// PostgreSQL checks its pages by itself, where the server was told to; SQLite has to be asked.
fn sqlite_findings(tx: &mut Tx<'_>) -> Result<Vec<String>, StoreError> {
    let mut found = tx.query("PRAGMA integrity_check(100)", &[], |row| row.text(0).map(str::to_string))?;
    found.retain(|finding| finding != "ok");
    let dangling =
        |row: &Row<'_>| Ok(format!("a row of {} refers to nothing in {}", row.text(0)?, row.text(2)?));
    found.extend(tx.query("PRAGMA foreign_key_check", &[], dangling)?);
    Ok(found)
}
