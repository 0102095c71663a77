use std::cell::Cell;
use std::io::{self, IsTerminal, Write};

use serde::Serialize;

/// Where results and talk go: results to standard output, talk to standard error.
///
/// A reader that goes away (`relata … | head`) is no failure: what is left unread is dropped and
/// the command goes on, so that its work and its exit code do not depend on who listens.
#[derive(Debug)]
pub(crate) struct Output {
    form: Form,
    quiet: Cell<bool>,
    stdout: Paint,
    stderr: Paint,
}

/// For whom the results are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Tables and sentences.
    People,
    /// One JSON document.
    Json,
}

impl Output {
    /// An output of a form; colours only on terminals and never with `NO_COLOR`.
    pub(crate) fn new(form: Form) -> Output {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Output {
            form,
            quiet: Cell::new(false),
            stdout: Paint(wanted && io::stdout().is_terminal()),
            stderr: Paint(wanted && io::stderr().is_terminal()),
        }
    }

    /// Whether a program reads the results.
    pub(crate) fn is_json(&self) -> bool {
        self.form == Form::Json
    }

    /// The colours of standard output.
    pub(crate) fn paint(&self) -> Paint {
        self.stdout
    }

    /// The colours of standard error.
    pub(crate) fn talk_paint(&self) -> Paint {
        self.stderr
    }

    /// Writes a result as it is, with a line end.
    pub(crate) fn result(&self, text: &str) {
        self.bytes(text.as_bytes());
        if !text.ends_with('\n') {
            self.bytes(b"\n");
        }
    }

    /// Writes a document as indented JSON.
    pub(crate) fn document(&self, document: &impl Serialize) -> anyhow::Result<()> {
        self.result(&serde_json::to_string_pretty(document)?);
        Ok(())
    }

    /// Writes bytes of a result.
    pub(crate) fn bytes(&self, bytes: &[u8]) {
        if self.quiet.get() {
            return;
        }
        let mut stdout = io::stdout().lock();
        if stdout.write_all(bytes).and_then(|()| stdout.flush()).is_err() {
            self.quiet.set(true);
        }
    }

    /// Says something to the person; never part of the result.
    pub(crate) fn say(&self, text: &str) {
        let mut line = text.to_string();
        line.push('\n');
        // Nobody is left to be told that nobody listens.
        let _ = io::stderr().lock().write_all(line.as_bytes());
    }

    /// Writes text for people: to standard output, or to standard error while that holds JSON.
    pub(crate) fn show(&self, text: &str) {
        match self.form {
            Form::People => self.result(text),
            Form::Json => self.say(text),
        }
    }
}

/// Colours, or none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint(bool);

impl Paint {
    /// No colours.
    #[cfg(test)]
    pub(crate) const NONE: Paint = Paint(false);

    /// Headings.
    pub(crate) fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    /// What matters less.
    pub(crate) fn dim(self, text: &str) -> String {
        self.wrap("2", text)
    }

    /// What is wrong.
    pub(crate) fn red(self, text: &str) -> String {
        self.wrap("31", text)
    }

    /// What is to be known.
    pub(crate) fn yellow(self, text: &str) -> String {
        self.wrap("33", text)
    }

    fn wrap(self, code: &str, text: &str) -> String {
        if self.0 { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }
}

/// Makes a text from a shop's data harmless to a terminal: control characters become spaces.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A number with commas between thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 file`, `2 files`.
pub(crate) fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { several })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let shown: Vec<String> = [0, 999, 1000, 1234567].into_iter().map(grouped).collect();
        assert_eq!(shown, ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(counted(1, "file", "files"), "1 file");
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(plain("a\x1b[31mb\nc"), "a [31mb c");
    }
}
