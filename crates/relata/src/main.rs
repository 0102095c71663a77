//! The `relata` program: the command line, the configuration, and the start of the server.
//!
//! ```text
//!   flags, environment, relata.toml
//!            |
//!        settings ----- command/<name>.rs ----- relata-app ----- database
//!                        |        |                  |
//!                     output    serve ------- relata-server     index in memory
//!                   (tables,
//!                    JSON)
//! ```
//!
//! Each command is one file under `command/`: its flags, the use case that it calls, and how the
//! result is shown.
//! Results go to standard output, talk and progress bars to standard error; with `--json` a result
//! is one document.
//! What the user did wrong comes back from the app as a list of problems, and every one of them is
//! printed with its place and its way out (`complaint`); how a command ended is an [`exit::Exit`],
//! whose numbers are part of the contract.
//!
//! `bench/` measures the program: an own synthetic shop, the calculation in this process, and a
//! server in a process of its own under an open-loop load.

mod answer;
mod bench;
mod command;
mod complaint;
mod configuration;
mod evaluation;
mod exit;
mod first_look;
mod latency;
mod log;
mod machine;
mod mapping;
mod output;
mod progress;
mod report;
mod server;
mod settings;
mod table;
mod trial;
mod url;

use std::process::ExitCode;

use clap::Parser;

use crate::command::CommandLine;
use crate::exit::Exit;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let command_line = CommandLine::parse();
    let output = command_line.output();
    let (output, done) = command_line.run(output);
    let exit = done.unwrap_or_else(|error| {
        complaint::complain(&output, &error);
        Exit::of_error(&error)
    });
    exit.into()
}
