use clap::Args;

use super::Context;
use crate::exit::Exit;

/// Print the OpenAPI document of the HTTP API
#[derive(Debug, Args)]
pub(super) struct Openapi {}

impl Openapi {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        context.output.document(&relata_server::openapi())?;
        Ok(Exit::Done)
    }
}
