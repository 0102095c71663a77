use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{CommandLine, Context};
use crate::exit::Exit;

/// Print the completions of a shell: relata completions bash > /etc/bash_completion.d/relata
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut CommandLine::command(), "relata", &mut script);
        context.output.bytes(&script);
        Ok(Exit::Done)
    }
}
