use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::settings::{SetBy, Settings};

/// What commands log that end by themselves, unless told otherwise: their results are on standard output.
const QUIET: &str = "warn";

/// Sends the log to standard error; a filter that cannot be read counts as the default.
pub(crate) fn start(settings: &Settings, server: bool) {
    let wanted = settings.of("log.filter");
    let filter = if server || wanted.set_by >= SetBy::Environment { wanted.value } else { QUIET.to_string() };
    let filter = EnvFilter::try_new(&filter).unwrap_or_else(|_| EnvFilter::new(QUIET));
    let colours =
        std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    // A second start can only happen in tests, where the first one holds.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colours)
        .with_target(server)
        .try_init();
}
