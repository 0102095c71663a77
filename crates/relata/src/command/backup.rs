use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Context;
use crate::exit::Exit;
use crate::output::grouped;

/// Write a copy of the database to a file, also while a server runs
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to write; it must not exist
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Backup {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let path = &self.file;
        context.open_existing()?.backup(path)?;
        let bytes = std::fs::metadata(path)?.len();
        let output = &context.output;
        if output.is_json() {
            output.document(&json!({ "file": path, "bytes": bytes }))?;
        } else {
            let path = path.display();
            output.result(&format!(
                "The database is saved in {path} ({} bytes).\nGet it back with: relata restore {path} --force",
                grouped(bytes),
            ));
        }
        Ok(Exit::Done)
    }
}
