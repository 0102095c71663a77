use clap::Args;
use relata_app::AppError;
use relata_store::{Store, StoreOptions};
use serde_json::json;

use super::Context;
use crate::exit::Exit;

/// Bring the tables of the database up to date, making the database if it is not there
///
/// Every command does this when it opens a database, forward only. Run it by itself to have it done
/// before the servers of a new version start; take a backup first.
#[derive(Debug, Args)]
pub(super) struct Migrate {}

impl Migrate {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let database = context.database()?;
        let store = Store::open(&database, &StoreOptions::default()).map_err(AppError::from)?;
        let versions = store.versions().map_err(AppError::from)?;
        let output = &context.output;
        if output.is_json() {
            output.document(
                &json!({ "database": database.to_string(), "current": true, "versions": versions }),
            )?;
        } else {
            let versions: Vec<String> =
                versions.iter().map(|(name, version)| format!("{name} {version}")).collect();
            output.result(&format!("The tables of {database} are up to date ({}).", versions.join(", ")));
        }
        Ok(Exit::Done)
    }
}
