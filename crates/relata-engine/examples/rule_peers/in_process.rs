use std::time::{Duration, Instant};

use relata_engine::{ListedStatus, Snapshot, compile, rule_rows};
use relata_model::{CycleLaw, Delta, Product, RelationType, Rule, RuleCode, Sku, Timestamp, TypeCode};
use relata_testkit::synthetic::Shop;

use crate::cases::Case;
use crate::{Lists, halves};

/// This system, in this process.
pub(crate) struct InProcess {
    pub(crate) snapshot: Snapshot,
    pub(crate) heads: Vec<Sku>,
    at: Timestamp,
}

/// What applying took.
pub(crate) struct Applied {
    /// The index without rules.
    pub(crate) compile: Duration,
    /// All rules on an index that never had any: columns and shared lists are made as well.
    pub(crate) first: Duration,
    /// All rules once columns are there.
    pub(crate) again: Duration,
}

impl InProcess {
    /// Compiles the shop and applies all rules.
    pub(crate) fn start(shop: &Shop, cases: &[Case], at: Timestamp) -> (InProcess, Applied) {
        let mut facts = shop.catalogue();
        facts.types = types(cases);
        let heads = facts.products.iter().filter(|product| product.parent.is_none());
        let heads = heads.map(|product| product.sku.clone()).collect();
        let start = Instant::now();
        let bare = compile(&facts, 1);
        let compile = start.elapsed();
        drop(facts);
        let rules: Vec<Rule> = cases.iter().map(Case::rule).collect();
        let with = |rules: Vec<Rule>| Delta { revision: 1, rules: Some(rules), ..Delta::default() };
        let start = Instant::now();
        let ruled = bare.apply(&with(rules.clone()), 1);
        let first = start.elapsed();
        let empty = ruled.apply(&with(Vec::new()), 1);
        let start = Instant::now();
        let snapshot = empty.apply(&with(rules), 1);
        let again = start.elapsed();
        (InProcess { snapshot, heads, at }, Applied { compile, first, again })
    }

    /// Every list of every rule written out, by two threads, and how long each rule took; the index
    /// itself never does that.
    pub(crate) fn lists(&self, cases: &[Case]) -> (Lists, Vec<Duration>) {
        let (mut lists, mut each) = (Lists::new(), Vec::new());
        for (rule, case) in cases.iter().enumerate() {
            let start = Instant::now();
            let kind = code(case.kind);
            lists.append(&mut halves(|half| self.lists_of(rule as i32, &kind, half)));
            each.push(start.elapsed());
        }
        (lists, each)
    }

    fn lists_of(&self, rule: i32, kind: &TypeCode, half: usize) -> Lists {
        let mut lists = Lists::new();
        for (source, sku) in self.heads.iter().enumerate().skip(half).step_by(2) {
            let rows = rule_rows(&self.snapshot, sku, kind, self.at);
            let shown = rows.iter().filter(|row| row.status == ListedStatus::Active);
            let targets: Vec<i32> = shown.map(|row| self.id(row.target)).collect();
            if !targets.is_empty() {
                lists.insert((rule, source as i32), targets);
            }
        }
        lists
    }

    /// A changed price: until the next index is there.
    pub(crate) fn change(&mut self, product: Product) -> Duration {
        let products = vec![(product.sku.clone(), Some(product))];
        let delta = Delta { revision: 1, products, ..Delta::default() };
        let start = Instant::now();
        self.snapshot = self.snapshot.apply(&delta, 1);
        start.elapsed()
    }

    /// A draft with the conditions of a rule: sources, pairs, sources without anything to show.
    pub(crate) fn preview(&self, case: &Case) -> Duration {
        let rule = Rule { code: RuleCode::parse("draft").expect("a legal code"), ..case.rule() };
        let start = Instant::now();
        let preview = self.snapshot.preview(&rule, 10, self.at).expect("the rules of the table can be read");
        std::hint::black_box(preview);
        start.elapsed()
    }

    /// The number by which all peers know a product: its place among all families by SKU.
    fn id(&self, sku: &Sku) -> i32 {
        self.heads.binary_search(sku).expect("rules show families") as i32
    }
}

fn code(text: &str) -> TypeCode {
    TypeCode::parse(text).expect("a legal code")
}

/// The built-in types and one for each rule that has a type of its own.
fn types(cases: &[Case]) -> Vec<RelationType> {
    let mut types = RelationType::built_in();
    for case in cases {
        if !types.iter().any(|kind| kind.code.as_str() == case.kind) {
            let mut kind = types[0].clone();
            (kind.code, kind.cycle_law) = (code(case.kind), CycleLaw::Free);
            types.push(kind);
        }
    }
    types
}
