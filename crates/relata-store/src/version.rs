use std::collections::BTreeMap;

use crate::{Store, StoreError};

impl Store {
    /// The versions of what the store stands on, by name, for people who look for a fault.
    ///
    /// # Errors
    /// That the database cannot be reached.
    pub fn versions(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let (name, sql) = self.read(|tx| {
            Ok::<_, StoreError>(match tx.is_postgres() {
                true => ("postgresql", "SHOW server_version"),
                false => ("sqlite", "SELECT sqlite_version()"),
            })
        })?;
        let version = self.read(|tx| tx.query_opt(sql, &[], |row| Ok(row.text(0)?.to_string())))?;
        let version = version.unwrap_or_default();
        Ok(BTreeMap::from([(name.to_string(), version)]))
    }
}
