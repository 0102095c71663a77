use std::net::TcpListener;

use anyhow::Context as _;
use clap::Args;

use super::Context;
use crate::exit::Exit;
use crate::server;

/// Serve the HTTP API
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Address and port; without keys only loopback  [default: 127.0.0.1:8080] [env: RELATA_LISTEN]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,

    /// Hosts whose product pictures pages of the server may show, with commas between
    #[arg(long, value_name = "HOSTS")]
    pub image_hosts: Option<String>,
}

impl Serve {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let address = server::address(&context.settings)?;
        let listener = TcpListener::bind(address)
            .with_context(|| format!("cannot listen on {address}: name another address with --listen"))?;
        let app = server::open_following(context.database()?)?;
        server::serve(app, listener, &context.settings, &context.output)?;
        Ok(Exit::Done)
    }
}
