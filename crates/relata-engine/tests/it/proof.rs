//! How much is tried: a little in the usual run, as much as a variable of the environment says else.

use std::io::Write as _;

/// The number that a variable gives, or the one of the usual run.
pub fn wanted(variable: &str, usual: u64) -> u64 {
    match std::env::var(variable) {
        Err(_) => usual,
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{variable}={text} is not a whole number")),
    }
}

/// Past the test runner's capture: what was tried is worth knowing where all of it held.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
