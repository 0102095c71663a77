//! A rule in words.

use relata_model::{Rotation, Rule, RuleEffect, RuleOrder, SortDirection};
use relata_rules::{Expr, Language, parse, sentence};

/// The whole rule in words; what is no condition is left out.
pub(crate) fn sentence_of(rule: &Rule, language: Language) -> String {
    let say = |english: &'static str, german: &'static str| match language {
        Language::English => english,
        Language::German => german,
    };
    let words = |text: &str| parse(text).ok().map(|condition| sentence(&condition.root, language));
    let is_all = |text: &str| text.trim() == "true";
    let mut text = match words(&rule.matching) {
        Some(words) if !is_all(&rule.matching) => {
            format!("{} {words}: ", say("For each product where", "Für jedes Produkt, für das gilt:"))
        }
        _ => format!("{} ", say("For every product:", "Für jedes Produkt:")),
    };
    text += &match rule.effect {
        RuleEffect::Add => {
            format!("{} {} {}", say("show up to", "zeige bis zu"), rule.limit, say("products", "Produkte"))
        }
        RuleEffect::Remove => say("never show products", "zeige nie Produkte").to_string(),
        RuleEffect::Boost => format!(
            "{} {} {}",
            say("multiply by", "vervielfache mit"),
            rule.weight,
            say("the score of products", "die Wertung von Produkten")
        ),
    };
    if let Some(words) = words(&rule.show).filter(|_| !is_all(&rule.show)) {
        text += &format!("{} {words}", say(" where", ", für die gilt:"));
    }
    for (at, key) in rule.order_by.iter().enumerate() {
        text += &match (key.is_random(), at) {
            (true, _) => rotation(key, language),
            (false, 0) => {
                format!("{}{}", say(", ordered by ", ", geordnet nach "), order_label(key, language))
            }
            (false, _) => format!(", {}", order_label(key, language)),
        };
    }
    if rule.minimum > 1 {
        let (unless, are) =
            (say(", none if fewer than", ", keines, wenn es weniger als"), say("are there", "sind"));
        text += &format!("{unless} {} {are}", rule.minimum);
    }
    if let Some(words) = rule.when.as_deref().and_then(words) {
        text += &format!(", {} {words}", say("when", "wenn gilt:"));
    }
    text + "."
}

fn rotation(key: &RuleOrder, language: Language) -> String {
    let words = match (key.every.unwrap_or_default(), language) {
        (Rotation::Hour, Language::English) => ", at random, others each hour",
        (Rotation::Day, Language::English) => ", at random, others each day",
        (Rotation::Week, Language::English) => ", at random, others each week",
        (Rotation::Never, Language::English) => ", at random",
        (Rotation::Hour, Language::German) => ", zufällig, jede Stunde andere",
        (Rotation::Day, Language::German) => ", zufällig, jeden Tag andere",
        (Rotation::Week, Language::German) => ", zufällig, jede Woche andere",
        (Rotation::Never, Language::German) => ", zufällig",
    };
    words.to_string()
}

/// A key of an order, and what comes first.
fn order_label(key: &RuleOrder, language: Language) -> String {
    let label = match parse(&key.field).map(|condition| condition.root.expr) {
        Ok(Expr::Field(_, field)) => match (field.declaration(), &field) {
            (Some(declaration), _) => declaration.label(language).to_string(),
            (None, relata_rules::Field::Attribute(name)) => name.to_string(),
            (None, _) => String::new(),
        },
        _ => key.field.trim_start_matches("target.").to_string(),
    };
    let first = match (key.direction, language) {
        (SortDirection::Ascending, Language::English) => "smallest first",
        (SortDirection::Ascending, Language::German) => "kleinste zuerst",
        (SortDirection::Descending, Language::English) => "largest first",
        (SortDirection::Descending, Language::German) => "größte zuerst",
    };
    format!("{label} ({first})")
}
