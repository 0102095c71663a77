//! What is wrong with a shop's relations, for people to mend.
//!
//! ```text
//!   product facts ─┐
//!                  ├─► Quality ─► finish ─► one relation alone: dangling, stale, unreachable, not rising
//!   relations ─────┘                        a list: overfull
//!                                           a pair: contradictory
//!                                           a type: circular
//! ```

mod circle;
mod contradiction;
mod facts;
mod finding;
mod list;
mod single;

use relata_model::limits::CYCLE_VISITS_MAX;
use relata_model::{Problem, Relation, RelationId, RelationType, Scope, Sku, Timestamp, TypeCode, Window};
use rustc_hash::FxHashMap;

pub use facts::{BasePrice, ProductFacts};
pub use finding::{FINDINGS_PER_CODE_MAX, Finding, Findings, Repair};

/// Collects a shop's products and relations, in any order, and says what is wrong with them.
///
/// Takes about 100 bytes a relation; [`Quality::finish`] takes time in proportion to products and
/// relations, and for types that refuse circles that of inserting their relations one by one.
#[derive(Debug)]
pub struct Quality {
    at: Timestamp,
    visits_max: usize,
    types: Vec<RelationType>,
    skus: Vec<Sku>,
    numbers: FxHashMap<Sku, u32>,
    facts: Vec<Option<ProductFacts>>,
    links: Vec<Link>,
}

/// A relation as the checks need it, its products and type as numbers.
#[derive(Debug, Clone)]
struct Link {
    id: RelationId,
    type_number: usize,
    source: u32,
    target: u32,
    rank: u8,
    position: u32,
    scope: Scope,
    window: Window,
}

impl Quality {
    /// An empty collector for a shop's types that looks at windows as of a moment.
    pub fn new(types: Vec<RelationType>, at: Timestamp) -> Quality {
        Quality {
            at,
            visits_max: CYCLE_VISITS_MAX,
            types,
            skus: Vec::new(),
            numbers: FxHashMap::default(),
            facts: Vec::new(),
            links: Vec::new(),
        }
    }

    /// Takes in what is known of a product.
    pub fn product(&mut self, sku: &Sku, facts: ProductFacts) {
        let number = self.number(sku);
        self.facts[number as usize] = Some(facts);
    }

    /// Takes in a stored relation; one of a type that the shop does not have is passed over.
    pub fn relation(&mut self, relation: &Relation) {
        let Some(type_number) = self.types.iter().position(|known| known.code == relation.type_code) else {
            return;
        };
        let link = Link {
            id: relation.id,
            type_number,
            source: self.number(&relation.source),
            target: self.number(&relation.target),
            rank: relation.origin.rank(),
            position: relation.position,
            scope: relation.scope.clone(),
            window: relation.window,
        };
        self.links.push(link);
    }

    /// What is wrong.
    pub fn finish(mut self) -> Findings {
        let mut findings = Findings::default();
        single::check(&self, &mut findings);
        let at = self.at;
        self.links.retain(|link| !link.window.ended(at));
        list::check(&self, &mut findings);
        let refused = circle::check(&mut self, &mut findings);
        contradiction::check(&self, &refused, &mut findings);
        findings
    }

    fn number(&mut self, sku: &Sku) -> u32 {
        if let Some(&number) = self.numbers.get(sku) {
            return number;
        }
        let number = self.skus.len() as u32;
        self.skus.push(sku.clone());
        self.facts.push(None);
        self.numbers.insert(sku.clone(), number);
        number
    }

    fn sku(&self, number: u32) -> &Sku {
        &self.skus[number as usize]
    }

    fn facts(&self, number: u32) -> Option<&ProductFacts> {
        self.facts[number as usize].as_ref()
    }

    /// The number of a product's family; a product that is not known is its own.
    fn family(&self, number: u32) -> u32 {
        let family = self.facts(number).and_then(|facts| self.numbers.get(&facts.family));
        family.copied().unwrap_or(number)
    }

    fn type_code(&self, link: &Link) -> &TypeCode {
        &self.types[link.type_number].code
    }

    /// A finding about one relation.
    fn finding(&self, link: &Link, problem: Problem, repair: Option<Repair>) -> Finding {
        Finding {
            problem,
            relation: Some(link.id),
            source: self.sku(link.source).clone(),
            type_code: Some(self.type_code(link).clone()),
            target: Some(self.sku(link.target).clone()),
            repair,
        }
    }

    /// A relation in words: `A upsell B`.
    fn words(&self, link: &Link) -> String {
        format!("{} {} {}", self.sku(link.source), self.type_code(link), self.sku(link.target))
    }
}
