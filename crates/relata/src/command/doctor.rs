use std::fmt::Write;

use clap::Args;
use relata_api::DoctorDocument;

use super::Context;
use crate::exit::Exit;
use crate::output::{Paint, grouped, plain};

/// Look whether the database is sound and the index is what a rebuild would give
#[derive(Debug, Args)]
pub(super) struct Doctor {}

impl Doctor {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let document = context.open_existing()?.doctor()?;
        let output = &context.output;
        match output.is_json() {
            true => output.document(&document)?,
            false => output.result(&text(&document, output.paint())),
        }
        Ok(if document.sound { Exit::Done } else { Exit::Failed })
    }
}

fn text(document: &DoctorDocument, paint: Paint) -> String {
    let mut text = String::new();
    if document.findings.is_empty() {
        text.push_str("  ok     nothing is damaged, and no circle stands where none may be\n");
    }
    if document.index_equals_rebuild == Some(true) {
        text.push_str("  ok     the index equals one compiled anew\n");
    }
    for finding in &document.findings {
        let mark = match finding.severity.as_str() {
            "error" => paint.red("wrong"),
            "warning" => paint.yellow("note "),
            _ => "ok   ".to_string(),
        };
        let _ = writeln!(text, "  {mark}  {}: {}", plain(&finding.check), plain(&finding.message));
        if let Some(hint) = &finding.hint {
            let _ = writeln!(text, "         {}", plain(hint));
        }
    }
    let counts: Vec<String> = document
        .counts
        .iter()
        .map(|(name, count)| format!("{} {}", grouped(*count), name.replace('_', " ")))
        .collect();
    let versions: Vec<String> =
        document.versions.iter().map(|(name, version)| format!("{name} {version}")).collect();
    let _ = writeln!(text, "\nHolds {}.\nVersions: {}.", counts.join(", "), versions.join(", "));
    text.push_str(if document.sound {
        "The database is sound."
    } else {
        "The database is not sound: keep a copy of it, then restore the last backup with relata restore."
    });
    text
}
