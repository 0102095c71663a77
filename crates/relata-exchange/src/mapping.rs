//! Mappings of the columns of a file to fields, and the fields that there are.

use std::collections::HashMap;

use relata_model::{Mapping, Problem, ProblemCode, Timestamp};

use crate::decimal::quoted;
use crate::recognition::required_columns;
use crate::relata::RowFormat;
use crate::relata::event::Events;
use crate::relata::order::{self, Orders};
use crate::relata::product::{self, Products};
use crate::relata::relation::{self, Relations};
use crate::{Content, Profile};
use crate::{magento, spryker};

/// A field that a column can fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub code: &'static str,
    /// Whether a file has to fill it.
    pub required: bool,
    /// What stands in it.
    pub kind: FieldKind,
}

/// What stands in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A text or a code.
    Text,
    /// A number.
    Number,
    /// An amount of money.
    Money,
    /// A date or a date with a time.
    Time,
    /// Several texts with `|` between them.
    List,
    /// `true` or `false`.
    Boolean,
    /// Any of them.
    Any,
}

impl FieldKind {
    /// The kind as text.
    pub fn as_str(self) -> &'static str {
        match self {
            FieldKind::Text => "text",
            FieldKind::Number => "number",
            FieldKind::Money => "money",
            FieldKind::Time => "time",
            FieldKind::List => "list",
            FieldKind::Boolean => "boolean",
            FieldKind::Any => "any",
        }
    }

    /// The kind of a field of our own format.
    pub(crate) fn of(code: &str) -> FieldKind {
        match code {
            "price" | "cost" | "unit_price" | "value" => FieldKind::Money,
            "stock" | "position" | "weight" | "quantity" | "pin" | "qty" => FieldKind::Number,
            "created_at" | "ordered_at" | "event_at" | "valid_from" | "valid_until" => FieldKind::Time,
            "categories" | "tags" | "channels" | "locales" | "segments" | "excluded" => FieldKind::List,
            "arranged" => FieldKind::Boolean,
            "fields" | "additional_attributes" => FieldKind::Any,
            _ if code.starts_with("attributes.") => FieldKind::Any,
            _ if code.starts_with("offers.") && code.ends_with(".price") => FieldKind::Money,
            _ if code.starts_with("offers.") && code.ends_with(".stock") => FieldKind::Number,
            _ => FieldKind::Text,
        }
    }
}

/// The fields of a content, in the order of our files; products also take `attributes.<name>`,
/// `names.<locale>` and `offers.<channel>.<price, currency or stock>`.
pub fn fields_of(profile: Profile, content: Content) -> Vec<Field> {
    let codes: Vec<&'static str> = match (profile, content) {
        (Profile::Magento, _) => magento::columns(),
        (Profile::Spryker, _) | (_, Content::RuleChannels) => spryker::columns(),
        (_, Content::Products | Content::Wide) => product::COLUMNS.into_iter().chain(["excluded"]).collect(),
        (_, Content::Relations) => {
            relation::COLUMNS.into_iter().chain(["pin", "fields", "arranged"]).collect()
        }
        (_, Content::Orders) => order::COLUMNS.to_vec(),
        (_, Content::Events) => {
            vec!["event", "event_at", "visitor_id", "sku", "placement", "request_id", "position", "value"]
        }
    };
    let required = required_columns(profile, content);
    let field = |code| Field { code, required: required.contains(&code), kind: FieldKind::of(code) };
    codes.into_iter().map(field).collect()
}

/// Whether a content of a format has a field.
pub(crate) fn is_field(profile: Profile, content: Content, code: &str) -> bool {
    match (profile, content) {
        (Profile::Magento, _) => magento::columns().contains(&code),
        (Profile::Spryker, _) | (_, Content::RuleChannels) => spryker::is_column(code),
        (_, Content::Products | Content::Wide) => Products::column(code).is_some(),
        (_, Content::Relations) => Relations::column(code).is_some(),
        (_, Content::Orders) => Orders::column(code).is_some(),
        (_, Content::Events) => Events::column(code).is_some(),
    }
}

/// The format and content that a mapping names, or what is wrong with its words.
pub fn target_of(mapping: &Mapping) -> Result<(Profile, Content), Vec<Problem>> {
    let mut problems = Vec::new();
    let profile = Profile::parse(&mapping.profile).map_err(|invalid| {
        problems.push(Problem::invalid(ProblemCode::UnknownProfile, invalid).at("/profile"));
    });
    let contents: &[Content] = match profile {
        Ok(Profile::Magento) => &[Content::Wide, Content::Relations, Content::Products],
        Ok(Profile::Spryker) => &[Content::Relations, Content::RuleChannels, Content::Products],
        _ => &[Content::Products, Content::Relations, Content::Orders, Content::Events],
    };
    let content = contents.iter().copied().find(|content| content.as_str() == mapping.content);
    if content.is_none() {
        let known: Vec<&str> = contents.iter().map(|content| content.as_str()).collect();
        let message = format!("{} is nothing that a file holds", quoted(&mapping.content));
        let problem = Problem::error(ProblemCode::InvalidValue, message).at("/content");
        problems.push(problem.hint(format!("write one of {}", known.join(", "))));
    }
    match (profile, content) {
        (Ok(profile), Some(content)) => Ok((profile, content)),
        _ => Err(problems),
    }
}

/// Everything that is wrong with a mapping; with the names of a file's columns also whether it fits.
///
/// Problems point at `/columns/<name>`: the column of the file, or the field that nothing fills.
pub fn check_mapping(mapping: &Mapping, names: Option<&[String]>) -> Vec<Problem> {
    let (profile, content) = match target_of(mapping) {
        Ok(target) => target,
        Err(problems) => return problems,
    };
    let mut problems = Vec::new();
    let mut filled: HashMap<&str, &str> = HashMap::new();
    for (name, field) in &mapping.columns {
        let at = format!("/columns/{}", escaped(name));
        if names.is_some_and(|names| !names.contains(name)) {
            let message = format!("the file has no column {}", quoted(name));
            problems.push(
                Problem::error(ProblemCode::UnknownColumn, message)
                    .at(&at)
                    .hint("name the columns as the file does, with upper and lower case"),
            );
            continue;
        }
        let Some(field) = field else { continue };
        if !is_field(profile, content, field) {
            problems.push(unknown_field(profile, content, field).at(&at));
        } else if let Some(other) = filled.insert(field, name) {
            let message = format!("{field} is filled by the column {} already", quoted(other));
            problems.push(
                Problem::error(ProblemCode::DuplicateColumn, message)
                    .at(&at)
                    .hint("map one of the two to null"),
            );
        }
    }
    for missing in required_columns(profile, content).iter().filter(|field| !filled.contains_key(**field)) {
        let message = format!("no column fills {missing}, which {} need", content.as_str());
        problems.push(
            Problem::error(ProblemCode::MissingValue, message)
                .at(format!("/columns/{missing}"))
                .hint(format!("map a column to {missing}")),
        );
    }
    problems
}

fn unknown_field(profile: Profile, content: Content, field: &str) -> Problem {
    let known: Vec<&str> = fields_of(profile, content).iter().map(|field| field.code).collect();
    let mut hint = format!("the fields are {}", known.join(", "));
    if profile == Profile::Relata && content == Content::Products {
        hint.push_str("; anything else is attributes.<name>");
    }
    let message = format!("{} is no field of {}", quoted(field), content.as_str());
    Problem::error(ProblemCode::InvalidValue, message).hint(hint)
}

/// A name as a part of a JSON pointer (RFC 6901).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A number with a decimal comma as one with a point: `1.234,50` and `1 234,50` are `1234.50`.
///
/// What does not look like one stays as it is, so that the complaint quotes the file.
pub(crate) fn with_point(cell: &str) -> Option<String> {
    let cell = cell.trim();
    let (whole, part) = cell.split_once(',').unwrap_or((cell, ""));
    let grouped = whole.strip_prefix('-').unwrap_or(whole);
    let mut groups = grouped.split(['.', ' ', '\u{a0}', '\u{202f}', '\'']);
    let first = groups.next().unwrap_or_default();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let legal = !first.is_empty()
        && digits(first)
        && groups.all(|group| group.len() == 3 && digits(group))
        && digits(part)
        && (!part.is_empty() || !cell.contains(','));
    legal.then(|| {
        let whole: String = whole.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
        if part.is_empty() { whole } else { format!("{whole}.{part}") }
    })
}

/// A date with points, which always has the day first: `5.1.2026` is `2026-01-05`, and
/// `5.1.2026 09:30` that day at 09:30 UTC. What is no such date stays as it is.
pub(crate) fn with_year_first(cell: &str) -> Option<String> {
    let (date, time) = cell.trim().split_once(' ').unwrap_or((cell.trim(), ""));
    let mut parts = date.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let date = format!("{year}-{month:0>2}-{day:0>2}");
    let time = match time.trim().split(':').count() {
        _ if time.is_empty() => String::new(),
        2 => format!("T{:0>5}:00Z", time.trim()),
        _ => format!("T{:0>8}Z", time.trim()),
    };
    let moment = format!("{date}{time}");
    (parts.next().is_none() && Timestamp::parse(&moment).is_ok()).then_some(moment)
}

#[cfg(test)]
mod tests {
    use super::{with_point, with_year_first};

    #[test]
    fn a_date_with_points_has_the_day_first() {
        let date = |cell| with_year_first(cell);
        assert_eq!(date("5.1.2026").as_deref(), Some("2026-01-05"));
        assert_eq!(date("31.12.2026 9:30").as_deref(), Some("2026-12-31T09:30:00Z"));
        assert_eq!(date("31.12.2026 09:30:15").as_deref(), Some("2026-12-31T09:30:15Z"));
        for cell in ["31.13.2026", "2026-01-05", "1.2.26", "1.2.3.2026", "5/1/2026", "", "1.1.2026 soon"] {
            assert_eq!(date(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_decimal_comma_becomes_a_point_only_in_numbers() {
        let point = |cell| with_point(cell);
        assert_eq!(point("12,90").as_deref(), Some("12.90"));
        assert_eq!(point("-1.234.567,5").as_deref(), Some("-1234567.5"));
        assert_eq!(point("1 234").as_deref(), Some("1234"));
        assert_eq!(point("7").as_deref(), Some("7"));
        for cell in ["12.90", "1,234,567.00", "1,", "", "abc", "1.23", ",5"] {
            assert_eq!(point(cell), None, "{cell}");
        }
    }
}
