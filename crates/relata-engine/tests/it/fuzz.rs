//! Conditions changed at random, as texts and as trees: whatever comes of it is refused or read, and what
//! is read says the same as text, as tree and compiled. Nothing of it panics.
//!
//! ```sh
//! RELATA_FUZZ_SECONDS=600 RELATA_FUZZ_SEED=7 cargo test --release -p relata-engine --test it fuzz
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use relata_engine::{Snapshot, compile, recommend};
use relata_rules::{
    Field, Language, Usage, Vocabulary, check, from_tree, parse, print, rises, sentence, to_tree,
};
use serde_json::Value as Json;

use crate::phrase::{about_both, about_one, about_request};
use crate::proof::{say, wanted};
use crate::random::{CONDITIONS, Dice, World};
use crate::rules::rule;
use crate::shop::query;

/// Inputs of the usual run; the variable gives seconds instead.
const INPUTS: u64 = 1_000;
const SECONDS_VARIABLE: &str = "RELATA_FUZZ_SECONDS";
const SEED_VARIABLE: &str = "RELATA_FUZZ_SEED";
/// Texts that are kept to be changed again.
const CORPUS_MAX: usize = 4_000;

/// Pieces that texts are made of, whole and broken.
const PIECES: [&str; 64] = [
    "source",
    "target",
    "customer",
    "cart",
    "context",
    ".",
    "price",
    "tags",
    "attributes",
    "categories",
    "in_stock",
    "sku",
    "(",
    ")",
    "[",
    "]",
    ",",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "&&",
    "||",
    "!",
    "-",
    "+",
    "*",
    "/",
    " in ",
    "has(",
    "size(",
    "lower(",
    ".matches('",
    ".startsWith('",
    ".exists(x, ",
    ".all(x, ",
    "x",
    "'",
    "\"",
    "\\",
    "timestamp('",
    "duration('P1D')",
    "now",
    "true",
    "false",
    "null",
    "1",
    "0.1",
    "1e400",
    "-0",
    "79228162514264337593543950335",
    "a{50}{50}",
    "(?i)",
    "\u{1F600}",
    "\u{0}",
    "é",
    ".is('c0')",
    ".in_rule('rule-1')",
    "bought('x', 'P30D')",
    " ",
    "\n",
    "//",
];

/// Words that can stand for one another, so that what was a condition mostly stays one.
const ALIKE: [&[&str]; 5] = [
    &["==", "!=", "<=", ">=", " < ", " > "],
    &["&&", "||"],
    &["price", "cost", "stock", "popularity", "attributes.size", "margin"],
    &["brand", "category", "sku", "status", "attributes.color", "name"],
    &["source", "target"],
];

/// One word in the place of another.
fn exchanged(dice: &mut Dice, text: &str) -> String {
    let words = ALIKE[dice.below(ALIKE.len())];
    let places: Vec<(usize, &str)> = words.iter().flat_map(|word| text.match_indices(word)).collect();
    if places.is_empty() {
        return format!("!({text})");
    }
    let (at, word) = places[dice.below(places.len())];
    format!("{}{}{}", &text[..at], dice.pick(words), &text[at + word.len()..])
}

/// What every input is tried on.
struct Bench {
    snapshot: Snapshot,
    vocabulary: Vocabulary,
    sku: String,
}

impl Bench {
    fn new(seed: u64) -> Bench {
        let facts = World::with_rules(seed, 30).facts();
        let snapshot = compile(&facts, 1);
        let sku = facts.products[0].sku.to_string();
        Bench { vocabulary: snapshot.vocabulary(), snapshot, sku }
    }

    /// Holds everything that can be asked of a text against itself; whether it is a condition.
    fn text(&self, text: &str) -> bool {
        let condition = match parse(text) {
            Ok(condition) => condition,
            Err(problems) => {
                assert!(!problems.is_empty(), "refused without a reason");
                return false;
            }
        };
        let printed = print(&condition.root);
        let again = parse(&printed).unwrap_or_else(|problems| panic!("{printed} is not read: {problems:?}"));
        assert_eq!(again.root, condition.root, "printed as {printed}");
        assert_eq!(print(&again.root), printed);
        let tree = to_tree(&condition.root);
        if let Ok(back) = from_tree(&tree) {
            assert_eq!(back.root, condition.root, "as the tree {tree}");
        }
        for usage in [Usage::Match, Usage::Pair, Usage::When, Usage::Assortment, Usage::Named, Usage::Segment]
        {
            check(&condition, usage, &self.vocabulary);
        }
        for language in [Language::English, Language::German] {
            assert!(!sentence(&condition.root, language).is_empty());
        }
        rises(&Field::Price, &condition.root, &condition.root);
        self.compile(text);
        true
    }

    /// A rule is made of it and answers, or says why not.
    fn compile(&self, text: &str) {
        let draft = rule("draft", "related", "source.price > 0", text);
        let answers = |snapshot: &Snapshot| {
            let asked = query(&format!("{} types=related", self.sku));
            recommend(snapshot, &asked).map(|answer| answer.items.len())
        };
        match self.snapshot.with_rule(&draft) {
            Ok(next) => drop(answers(&next)),
            Err(problems) => assert!(!problems.is_empty(), "refused without a reason"),
        }
        let draft = rule("draft", "related", text, "target.in_stock");
        if let Ok(next) = self.snapshot.with_rule(&draft) {
            drop(answers(&next));
        }
    }

    fn tree(&self, tree: &Json) {
        match from_tree(tree) {
            Err(problems) => assert!(!problems.is_empty(), "refused without a reason"),
            Ok(condition) => {
                self.text(&condition.text);
                let again = from_tree(&to_tree(&condition.root));
                assert!(again.is_err() || again.is_ok_and(|again| again.root == condition.root), "{tree}");
            }
        }
    }
}

/// The nearest place at or before one where a text may be cut.
fn cut(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn changed(dice: &mut Dice, text: &str, other: &str) -> String {
    let mut text = text.to_string();
    if dice.one_in(2) {
        for _ in 0..=dice.below(3) {
            text = exchanged(dice, &text);
        }
        return if dice.one_in(3) {
            format!("({text}) {} ({other})", dice.pick(&["&&", "||"]))
        } else {
            text
        };
    }
    for _ in 0..=dice.below(4) {
        let (a, b) = (dice.below(text.len() + 1), dice.below(text.len() + 1));
        let (from, to) = (cut(&text, a.min(b)), cut(&text, a.max(b)));
        match dice.below(8) {
            0 => text.replace_range(from..to.min(cut(&text, from + 6)), ""),
            1..4 => text.insert_str(from, PIECES[dice.below(PIECES.len())]),
            4 => text.replace_range(from..to, PIECES[dice.below(PIECES.len())]),
            5 => {
                let part = text[from..to].to_string();
                text.insert_str(to, &part);
            }
            6 => {
                let (c, d) = (cut(other, dice.below(other.len() + 1)), other.len());
                text.replace_range(from.., &other[c..d]);
            }
            _ => text = format!("({text}) {} ({other})", dice.pick(&["&&", "||", "==", "in", "+"])),
        }
    }
    // Longer ones are refused for their length alone.
    let end = cut(&text, 4_000);
    text.truncate(end);
    text
}

/// Changes something somewhere in a tree.
fn shaken(dice: &mut Dice, tree: &mut Json, depth: usize) {
    let deeper = depth < 12 && !dice.one_in(4);
    match tree {
        Json::Array(items) if deeper && !items.is_empty() => {
            let at = dice.below(items.len());
            match dice.below(5) {
                0 => drop(items.remove(at)),
                1 => items.push(items[at].clone()),
                _ => shaken(dice, &mut items[at], depth + 1),
            }
        }
        Json::Object(members) if deeper && !members.is_empty() => {
            let names: Vec<String> = members.keys().cloned().collect();
            let name = &names[dice.below(names.len())];
            match dice.below(6) {
                0 => drop(members.remove(name)),
                1 => {
                    let known =
                        ["field", "operator", "value", "valueSource", "factor", "kind", "rules", "text"];
                    let value = members[name].clone();
                    members.insert(dice.pick(&known).to_string(), value);
                }
                _ => shaken(dice, members.get_mut(name).unwrap(), depth + 1),
            }
        }
        other => {
            *other = match dice.below(8) {
                0 => Json::Null,
                1 => Json::Bool(true),
                2 => serde_json::json!(1e308),
                3 => serde_json::json!([[], {}, "x", -1]),
                4 => serde_json::json!({ "combinator": "or", "not": true, "rules": [other.clone()] }),
                5 => Json::String(about_one(dice, "source", 2)),
                _ => Json::String(PIECES[dice.below(PIECES.len())].to_string()),
            }
        }
    }
}

fn corpus(dice: &mut Dice) -> Vec<String> {
    let mut texts: Vec<String> = CONDITIONS.iter().map(|text| text.replace("it.", "source.")).collect();
    for _ in 0..200 {
        texts.push(about_one(dice, "target", 3));
        texts.push(about_both(dice, 3));
        texts.push(about_request(dice, 2));
    }
    texts
}

#[test]
fn conditions_survive_what_is_done_to_them() {
    let seconds = wanted(SECONDS_VARIABLE, 0);
    let until = Instant::now() + Duration::from_secs(seconds);
    let seed = wanted(SEED_VARIABLE, 1);
    let mut dice = Dice(seed);
    let bench = Bench::new(seed);
    let mut texts = corpus(&mut dice);
    let (mut inputs, mut read, mut slowest) = (0_u64, 0_u64, (Duration::ZERO, String::new()));
    while if seconds > 0 { Instant::now() < until } else { inputs < INPUTS } {
        let (a, b) = (dice.below(texts.len()), dice.below(texts.len()));
        let text = changed(&mut dice, &texts[a], &texts[b]);
        let mut tree = parse(&texts[a]).map_or(Json::Null, |condition| to_tree(&condition.root));
        (0..=dice.below(3)).for_each(|_| shaken(&mut dice, &mut tree, 0));
        let start = Instant::now();
        let tried = catch_unwind(AssertUnwindSafe(|| {
            bench.tree(&tree);
            bench.text(&text)
        }));
        let took = start.elapsed();
        let Ok(is_condition) = tried else {
            panic!("seed {seed}, input {inputs}:\n{text:?}\n{tree}");
        };
        inputs += 1;
        if took > slowest.0 {
            slowest = (took, text.clone());
        }
        if is_condition {
            read += 1;
            match texts.len() < CORPUS_MAX {
                true => texts.push(text),
                false => texts[b] = text,
            }
        }
    }
    assert!(read * 5 > inputs, "only {read} of {inputs} changed texts are conditions");
    let (took, text) = slowest;
    let text: String = text.chars().take(80).collect();
    say(&format!(
        "{inputs} changed texts and trees, {read} of the texts conditions; slowest {took:?}: {text:?}"
    ));
}

#[test]
fn hostile_conditions_are_refused_or_compiled_and_take_so_long() {
    let list = |count: usize| {
        let values: Vec<String> = (0..count).map(|number| format!("'SKU-{number}'")).collect();
        format!("source.sku in [{}]", values.join(","))
    };
    let chain = |part: &str, count: usize, sign: &str| vec![part; count].join(sign);
    let matches = |pattern: &str| format!("source.name.matches('{pattern}')");
    let cases: Vec<(&str, String, bool)> = vec![
        ("17 levels", format!("{}true{}", "(".repeat(17), ")".repeat(17)), false),
        ("100,000 levels", format!("{}true{}", "(".repeat(100_000), ")".repeat(100_000)), false),
        ("100,000 brackets", "[".repeat(100_000), false),
        ("4,097 characters", format!("source.name == '{}'", "a".repeat(4_080)), false),
        ("10 million characters", "x".repeat(10_000_000), false),
        ("10,000 values", list(10_000), true),
        ("10,001 values", list(10_001), false),
        ("a million values", list(1_000_000), false),
        ("240 questions", chain("source.in_stock", 240, "||"), true),
        ("1,000 questions", chain("true", 1_000, "&&"), false),
        ("258 additions", format!("source.price > {}", chain("1", 259, "+")), false),
        ("4,000 negations", format!("{}true", "!".repeat(4_000)), false),
        ("nested repetition", matches("((((a{50}){50}){50}){50})"), false),
        ("counted letters", matches("\\\\pL{1000}{100}"), false),
        ("a thousand of a thousand", matches("(a{1000}){1000}"), false),
        ("257 bytes of pattern", matches(&"a".repeat(257)), false),
        ("what others go back over", matches("(a+)+$"), true),
        ("many ways", matches("(a|a|a|a)*b"), true),
        ("twenty letters of any script", matches("\\\\pL{20}"), false),
        (
            "40 macros inside one another",
            format!("{}true{}", "source.tags.all(t, ".repeat(40), ")".repeat(40)),
            false,
        ),
        ("nothing but signs", "&&||==".repeat(600), false),
    ];
    let bench = Bench::new(1);
    let mut lines = Vec::new();
    for (what, text, is_taken) in &cases {
        let draft = rule("draft", "related", text, "target.in_stock");
        let start = Instant::now();
        let is_read = parse(text).is_ok();
        let reading = start.elapsed();
        let start = Instant::now();
        let outcome = bench.snapshot.with_rule(&draft);
        let took = start.elapsed();
        assert_eq!(outcome.is_ok(), *is_taken, "{what}: {:?}", outcome.err());
        assert!(is_read || outcome.is_err(), "{what} is compiled and cannot be read");
        let end = if *is_taken { "compiled" } else { "refused" };
        let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
        lines.push(format!(
            "  read {:8.3} ms, rule {:8.3} ms  {what}, {end}",
            milliseconds(reading),
            milliseconds(took)
        ));
    }
    say(&lines.join("\n"));
}
