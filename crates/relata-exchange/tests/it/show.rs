//! One picture of a file: how it is recognised, then each record in a line.

use std::fmt::Write;
use std::io::Cursor;

use relata_exchange::{ExchangeError, Input, Item, Profile, RejectsWriter, RelationRow};
use relata_model::Problem;

/// What is read from a file; the format is recognised.
pub(crate) fn show(file: impl AsRef<[u8]>) -> String {
    picture(Input::from_reader("file", Cursor::new(file.as_ref().to_vec())))
}

/// What is read from a file of a named format.
pub(crate) fn show_as(file: impl AsRef<[u8]>, profile: Profile) -> String {
    picture(Input::from_reader_as("file", Cursor::new(file.as_ref().to_vec()), profile))
}

pub(crate) fn picture(input: Result<Input, ExchangeError>) -> String {
    let mut out = String::new();
    let input = match input {
        Ok(input) => input,
        Err(error) => {
            writeln!(out, "{error}").unwrap();
            error.problems().iter().for_each(|found| problem(&mut out, found));
            return out;
        }
    };
    writeln!(out, "{} {}", input.profile.as_str(), input.content.as_str()).unwrap();
    input.warnings.iter().for_each(|found| problem(&mut out, found));
    for record in input.records() {
        match record {
            Err(failure) => problem(&mut out, &failure.problem()),
            Ok(record) => {
                for one in &record.items {
                    writeln!(out, "{} {}", record.row, item(one)).unwrap();
                }
                record.warnings.iter().for_each(|found| problem(&mut out, found));
                if record.rejected > 0 {
                    writeln!(out, "{} rejected {}", record.row, record.rejected).unwrap();
                }
                record.problems.iter().for_each(|found| problem(&mut out, found));
            }
        }
    }
    out
}

fn problem(out: &mut String, problem: &Problem) {
    let row = problem.row.map(|row| row.to_string()).unwrap_or_default();
    let mark = if problem.is_error() { "!" } else { "~" };
    let column = problem.column.as_deref().map(|column| format!("{column}: ")).unwrap_or_default();
    let code = problem.code.as_str();
    writeln!(out, "{row} {mark} {column}{code}: {}", problem.message).unwrap();
}

fn item(item: &Item) -> String {
    match item {
        Item::Product(patch) => serde_json::to_string(patch).unwrap(),
        Item::Relation(row) => relation(row),
        Item::Variant(row) => format!("{} is a variant of {} ({})", row.sku, row.parent, row.column),
        Item::Incomplete(list) => format!("{} {} incomplete", list.source, list.type_name),
        Item::Clear(clear) => format!("{} {} cleared", clear.source, clear.type_name),
        Item::OrderLine(row) => serde_json::to_string(row).unwrap(),
        Item::Rule(rule) => format!("rule {} for {}", rule.code, rule.source),
        Item::RuleChannel(channel) => format!("rule {} in {}", channel.code, channel.channel),
        Item::Event(row) => serde_json::to_string(row).unwrap(),
    }
}

/// `A cross_sell B position=1`, with the fields that are given.
fn relation(row: &RelationRow) -> String {
    let serde_json::Value::Object(fields) = serde_json::to_value(row).unwrap() else { panic!("no object") };
    let mut text = format!("{} {} {}", row.source, row.type_name, row.target);
    for (name, value) in fields {
        let shown = !matches!(name.as_str(), "source" | "type" | "target" | "column" | "foreign");
        let given = name == "quantity" || name == "pin" || !value.is_null();
        let default = matches!(value.to_string().as_str(), "false")
            || value == serde_json::json!({"channels": [], "locales": [], "segments": []})
            || value == serde_json::json!({"from": null, "until": null});
        if shown && given && !default {
            write!(text, " {name}={value}").unwrap();
        }
    }
    text
}

/// The items of a file that has nothing wrong with it.
pub(crate) fn items(file: impl AsRef<[u8]>) -> Vec<Item> {
    let input = Input::from_reader("file", Cursor::new(file.as_ref().to_vec())).unwrap();
    assert_eq!(input.warnings, []);
    let records = input.records().map(|record| record.unwrap());
    records
        .flat_map(|record| {
            assert_eq!(record.problems, [], "in row {}: {:?}", record.row, record.raw);
            assert_eq!(record.warnings, []);
            record.items
        })
        .collect()
}

/// The file of rejects that comes out when everything that the reader rejects is written to it.
pub(crate) fn rejects_of(file: impl AsRef<[u8]>) -> String {
    let input = Input::from_reader("file", Cursor::new(file.as_ref().to_vec())).unwrap();
    let mut out = Vec::new();
    let mut writer = RejectsWriter::new(&mut out, input.rejects_layout()).unwrap();
    for record in input.records().map(Result::unwrap) {
        if record.rejected > 0 {
            writer.write(&record.raw, &record.problems).unwrap();
        }
    }
    writer.finish().unwrap();
    String::from_utf8(out).unwrap()
}

/// Checks the picture of a file.
pub(crate) fn check(file: impl AsRef<[u8]>, expected: expect_test::Expect) {
    expected.assert_eq(&show(file));
}
