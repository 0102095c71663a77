//! Random conditions, drawn from a grammar rather than from a list.

use crate::random::Dice;

/// Regular expressions beside the pattern of SQLite's `GLOB` that says the same.
pub const PATTERNS: [(&str, &str); 6] = [
    ("^S1", "S1*"),
    ("[12]$", "*[12]"),
    ("ac.e", "*ac?e*"),
    ("^(?s:.)ed$", "?ed"),
    ("^.*/running$", "*/running"),
    ("[A-Z]", "*[A-Z]*"),
];

/// Amounts whose products with the factors meet prices exactly, and some that no binary fraction is.
const NUMBERS: [&str; 12] =
    ["0", "0.1", "0.10", "0.11", "0.3", "1", "1.0", "1.1", "2", "2.5", "25.50", "0.0001"];
const FACTORS: [&str; 7] = ["1.1", "0.9", "2", "0.5", "1.0", "0.333", "-1"];
/// Divisors whose quotients have an end, and one that has none.
const DIVISORS: [&str; 5] = ["2", "4", "5", "10", "0"];
/// The same moments in several time zones, around a change of the clocks.
pub const MOMENTS: [&str; 8] = [
    "2026-03-29T00:30:00Z",
    "2026-03-29T01:30:00+01:00",
    "2026-03-29T03:30:00+02:00",
    "2026-03-28T19:30:00-05:00",
    "2026-03-29T01:30:00Z",
    "2026-10-25T02:30:00+02:00",
    "2026-10-25T02:30:00+01:00",
    "1970-01-01T00:00:01Z",
];
const SPANS: [&str; 4] = ["PT1H", "P1D", "PT30M", "P200D"];
const TEXTS: [&str; 12] =
    ["acme", "Acme", "bolt", "red", "Red", "Ärmel", "ärmel", "shoes", "shoes/running", "new", "S1", ""];
const SIGNS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];
const NUMERIC: [&str; 7] =
    ["price", "cost", "margin", "stock", "popularity", "attributes.size", "attributes.weight"];
const TEXTUAL: [&str; 6] = ["sku", "name", "brand", "category", "status", "attributes.color"];
const ANY: [&str; 12] = [
    "price",
    "cost",
    "margin",
    "stock",
    "brand",
    "category",
    "created_at",
    "attributes.color",
    "attributes.size",
    "attributes.fits",
    "attributes.waterproof",
    "parent",
];

/// A condition over one variable.
pub fn about_one(dice: &mut Dice, it: &str, depth: usize) -> String {
    joined(dice, depth, &mut |dice| question(dice, it))
}

/// A condition over source and target.
pub fn about_both(dice: &mut Dice, depth: usize) -> String {
    joined(dice, depth, &mut |dice| match dice.below(5) {
        0 => question(dice, "target"),
        1 => question(dice, "source"),
        _ => comparison(dice),
    })
}

fn joined(dice: &mut Dice, depth: usize, ask: &mut dyn FnMut(&mut Dice) -> String) -> String {
    if depth == 0 || dice.one_in(3) {
        return ask(dice);
    }
    match dice.below(5) {
        0 => format!("!({})", joined(dice, depth - 1, ask)),
        at => {
            let sign = if at % 2 == 0 { " && " } else { " || " };
            let parts: Vec<String> =
                (0..2 + dice.below(2)).map(|_| format!("({})", joined(dice, depth - 1, ask))).collect();
            parts.join(sign)
        }
    }
}

fn number(dice: &mut Dice, it: &str) -> String {
    let field = format!("{it}.{}", dice.pick(&NUMERIC));
    match dice.below(10) {
        0 | 1 => format!("{field} * {}", dice.pick(&FACTORS)),
        2 => format!("{field} + {}", dice.pick(&NUMBERS)),
        3 => format!("{field} - {it}.{}", dice.pick(&NUMERIC)),
        4 => format!("{field} / {}", dice.pick(&DIVISORS)),
        5 => format!("-{field}"),
        6 => format!("({field} + {}) * {}", dice.pick(&NUMBERS), dice.pick(&FACTORS)),
        _ => field,
    }
}

fn question(dice: &mut Dice, it: &str) -> String {
    let sign = dice.pick(&SIGNS);
    let word = dice.pick(&TEXTS);
    let text = format!("{it}.{}", dice.pick(&TEXTUAL));
    match dice.below(22) {
        0..=3 => format!("{} {sign} {}", number(dice, it), dice.pick(&NUMBERS)),
        4 => format!("{} {sign} {}", number(dice, it), number(dice, it)),
        5 | 6 => format!("{text} {sign} '{word}'"),
        7 => format!("{text} in ['{word}', '{}', '{}']", dice.pick(&TEXTS), dice.pick(&TEXTS)),
        8 => {
            let test = dice.pick(&["startsWith", "endsWith", "contains"]);
            format!("{text}.{test}('{word}')")
        }
        9 => format!("{text}.matches('{}')", PATTERNS[dice.below(PATTERNS.len())].0),
        10 => format!("lower({it}.attributes.color) {sign} '{}'", dice.pick(&["red", "blue", "Red"])),
        11 => format!("size({text}) {sign} {}", dice.below(8)),
        12 => format!("'{word}' in {it}.{}", dice.pick(&["tags", "categories"])),
        13 => format!("{} in {it}.attributes.fits", dice.pick(&NUMBERS)),
        14 => format!(
            "size({it}.{}) {sign} {}",
            dice.pick(&["tags", "categories", "attributes.fits"]),
            dice.below(4)
        ),
        15 => quantified(dice, it),
        16 => format!("has({it}.{})", dice.pick(&ANY)),
        17 => format!("{it}.in_stock"),
        18 => format!("{it}.attributes.waterproof == {}", dice.one_in(2)),
        19 => format!("{it}.created_at {sign} timestamp('{}')", dice.pick(&MOMENTS)),
        20 => {
            let (span, moment) = (dice.pick(&SPANS), dice.pick(&MOMENTS));
            format!("{it}.created_at + duration('{span}') {sign} timestamp('{moment}')")
        }
        _ => format!("{} in [{}, {}]", number(dice, it), dice.pick(&NUMBERS), dice.pick(&NUMBERS)),
    }
}

fn quantified(dice: &mut Dice, it: &str) -> String {
    let some = dice.pick(&["exists", "all"]);
    let sign = dice.pick(&SIGNS);
    match dice.below(5) {
        0 => format!("{it}.tags.{some}(t, t {sign} '{}')", dice.pick(&TEXTS)),
        1 => format!("{it}.categories.{some}(c, c.startsWith('{}'))", dice.pick(&TEXTS)),
        2 => format!("{it}.attributes.fits.{some}(f, f {sign} {})", dice.pick(&NUMBERS)),
        3 => format!("{it}.tags.{some}(t, t in {it}.categories || t == {it}.attributes.color)"),
        _ => format!(
            "{it}.attributes.fits.{some}(f, {it}.attributes.fits.{}(g, f {sign} g + {}))",
            dice.pick(&["exists", "all"]),
            dice.pick(&NUMBERS)
        ),
    }
}

/// A question that compares the two products.
fn comparison(dice: &mut Dice) -> String {
    let sign = dice.pick(&SIGNS);
    let (one, other) = if dice.one_in(2) { ("source", "target") } else { ("target", "source") };
    let text = dice.pick(&TEXTUAL);
    match dice.below(12) {
        0..=2 => format!("{} {sign} {}", number(dice, one), number(dice, other)),
        3 => {
            let field = dice.pick(&NUMERIC);
            format!("{one}.{field} {sign} {other}.{field} * {}", dice.pick(&FACTORS))
        }
        4 | 5 => format!("{one}.{text} {sign} {other}.{text}"),
        6 => format!("{one}.{text} in {other}.{}", dice.pick(&["tags", "categories"])),
        7 => format!("{one}.attributes.size in {other}.attributes.fits"),
        8 => format!("{one}.attributes.waterproof == {other}.attributes.waterproof"),
        9 => format!("{one}.created_at {sign} {other}.created_at"),
        10 => format!("{one}.created_at - {other}.created_at {sign} duration('{}')", dice.pick(&SPANS)),
        _ => {
            let some = dice.pick(&["exists", "all"]);
            format!("{one}.attributes.fits.{some}(f, f {sign} {other}.attributes.size)")
        }
    }
}

/// A condition over the request.
pub fn about_request(dice: &mut Dice, depth: usize) -> String {
    joined(dice, depth, &mut |dice| {
        let sign = dice.pick(&SIGNS);
        let sku = dice.below(8);
        match dice.below(9) {
            0 => format!("context.channel {sign} 'app'"),
            1 => format!("context.locale {sign} '{}'", dice.pick(&["de", "de-AT"])),
            2 => format!("context.placement == '{}'", dice.pick(&["product_page", "cart"])),
            3 => format!("context.date {sign} timestamp('{}')", dice.pick(&MOMENTS)),
            4 => format!("now {sign} timestamp('{}')", dice.pick(&MOMENTS)),
            5 => format!("cart.size {sign} {}", dice.below(3)),
            6 => format!("cart.total {sign} {}", dice.pick(&NUMBERS)),
            7 => format!("'S{sku}' in cart.skus || 'shoes' in cart.categories"),
            _ => "customer.segments.exists(s, s == 'vip') || customer.orders > 3".to_string(),
        }
    })
}
