use std::path::PathBuf;

use clap::Args;
use relata_app::AppError;
use relata_store::Store;
use serde_json::json;

use super::Context;
use crate::exit::Exit;

/// Put a backup in the place of the database; stop the server first
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Also when the database holds something, which is lost then
    #[arg(long)]
    force: bool,
}

impl Restore {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        super::import::readable(&self.file)?;
        let database = context.database()?;
        Store::restore(&self.file, &database, self.force).map_err(AppError::from)?;
        let output = &context.output;
        if output.is_json() {
            output.document(&json!({ "file": self.file, "database": database.to_string() }))?;
        } else {
            output.result(&format!("{database} is now what {} holds.", self.file.display()));
        }
        Ok(Exit::Done)
    }
}
