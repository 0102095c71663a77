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
use relata_model::{Problem, RelationType, Sku, Timestamp, Window};
use rustc_hash::FxHashMap;

pub use facts::{BasePrice, ProductFacts, RelationFacts, TermsFacts};
pub use finding::{FINDINGS_PER_CODE_MAX, Finding, Findings, Repair};

/// Collects a shop's products and relations, in any order, and says what is wrong with them.
///
/// Takes 32 bytes a relation; [`Quality::finish`] takes time in proportion to products and
/// relations, and for types that refuse circles that of inserting their relations one by one.
#[derive(Debug)]
pub struct Quality {
    at: Timestamp,
    visits_max: usize,
    types: Vec<RelationType>,
    skus: Vec<Sku>,
    numbers: FxHashMap<Sku, u32>,
    facts: Vec<Option<ProductFacts>>,
    /// By number, once everything is collected.
    families: Vec<u32>,
    terms: Vec<TermsFacts>,
    links: Vec<RelationFacts>,
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
            families: Vec::new(),
            terms: Vec::new(),
            links: Vec::new(),
        }
    }

    /// The number by which relations name a product, whether or not it exists.
    pub fn number(&mut self, sku: &Sku) -> u32 {
        if let Some(&number) = self.numbers.get(sku) {
            return number;
        }
        let number = self.skus.len() as u32;
        self.skus.push(sku.clone());
        self.facts.push(None);
        self.numbers.insert(sku.clone(), number);
        number
    }

    /// Takes in what is known of a product.
    pub fn product(&mut self, sku: &Sku, facts: ProductFacts) {
        let number = self.number(sku);
        self.facts[number as usize] = Some(facts);
    }

    /// Takes in what relations share; gives the number by which they name it.
    pub fn terms(&mut self, terms: TermsFacts) -> u32 {
        self.terms.push(terms);
        self.terms.len() as u32 - 1
    }

    /// Takes in a stored relation. Its numbers have to be those of this collector.
    pub fn relation(&mut self, relation: RelationFacts) {
        debug_assert!(relation.source.max(relation.target) < self.skus.len() as u32, "{relation:?}");
        debug_assert!((relation.terms as usize) < self.terms.len(), "{relation:?}");
        debug_assert!((relation.type_number as usize) < self.types.len(), "{relation:?}");
        self.links.push(relation);
    }

    /// What is wrong.
    pub fn finish(mut self) -> Findings {
        self.links.sort_unstable_by_key(|link| link.id);
        self.families = (0..self.skus.len() as u32).map(|number| self.find_family(number)).collect();
        let mut findings = Findings::default();
        single::check(&self, &mut findings);
        let has_ended: Vec<bool> = self.terms.iter().map(|terms| terms.window.ended(self.at)).collect();
        self.links.retain(|link| !has_ended[link.terms as usize]);
        list::check(&self, &mut findings);
        let refused = circle::check(&mut self, &mut findings);
        contradiction::check(&self, &refused, &mut findings);
        findings
    }

    fn sku(&self, number: u32) -> &Sku {
        &self.skus[number as usize]
    }

    fn facts(&self, number: u32) -> Option<&ProductFacts> {
        self.facts[number as usize].as_ref()
    }

    /// The number of a product's family; a product that is not known is its own.
    fn family(&self, number: u32) -> u32 {
        self.families[number as usize]
    }

    fn find_family(&self, number: u32) -> u32 {
        let family = self.facts(number).and_then(|facts| self.numbers.get(&facts.family));
        family.copied().unwrap_or(number)
    }

    fn kind(&self, link: &RelationFacts) -> &RelationType {
        &self.types[link.type_number as usize]
    }

    fn terms_of(&self, link: &RelationFacts) -> &TermsFacts {
        &self.terms[link.terms as usize]
    }

    fn window(&self, link: &RelationFacts) -> Window {
        self.terms_of(link).window
    }

    /// A finding about one relation.
    fn finding(&self, link: &RelationFacts, problem: Problem, repair: Option<Repair>) -> Finding {
        Finding {
            problem,
            relation: Some(link.id),
            source: self.sku(link.source).clone(),
            type_code: Some(self.kind(link).code.clone()),
            target: Some(self.sku(link.target).clone()),
            repair,
        }
    }

    /// A relation in words: `A upsell B`.
    fn words(&self, link: &RelationFacts) -> String {
        format!("{} {} {}", self.sku(link.source), self.kind(link).code, self.sku(link.target))
    }
}
