use std::collections::BTreeMap;

use crate::Snapshot;
use crate::chunk::{NONE, State};
use crate::edge::Edge;
use crate::rules::{LiveRule, WithheldPair};

/// Everything that a snapshot says, without the codes and numbers that its history gave it.
///
/// Two snapshots of the same facts have equal dumps, however they came about. For tests.
#[derive(Debug, Clone, PartialEq)]
pub struct Dump {
    /// Products and relations.
    pub counts: (usize, usize),
    /// Types, channels and placements.
    pub setup: String,
    /// By SKU: facts, derived columns, relations.
    pub products: BTreeMap<String, Vec<String>>,
    /// By category path, the shop being empty: families by orders, then families by age.
    pub rankings: BTreeMap<String, (Vec<String>, Vec<String>)>,
    /// Active rules in their order: code, sources by SKU, targets in the rule's order.
    pub rules: Vec<(String, Vec<String>, Vec<String>)>,
    /// Pairs of rules that are withheld: type, rule, source and target.
    pub withheld: Vec<(String, String, String, String)>,
}

impl Snapshot {
    /// The content in comparable form. O(n log n), and large.
    pub fn dump(&self) -> Dump {
        Dump {
            counts: (self.product_count, self.relation_count),
            setup: format!("{:?} {:?} {:?}", self.types(), self.channels(), self.placements()),
            products: self.numbers().filter_map(|number| self.dump_product(number)).collect(),
            rankings: self.dump_rankings(),
            rules: self.rules.live.iter().map(|rule| self.dump_rule(rule)).collect(),
            withheld: self.dump_withheld(),
        }
    }

    fn dump_rule(&self, rule: &LiveRule) -> (String, Vec<String>, Vec<String>) {
        let mut sources: Vec<String> =
            rule.sources.iter().map(|number| self.name(number).to_owned()).collect();
        sources.sort_unstable();
        let table = self.facts.table();
        let mut targets: Vec<String> =
            rule.all_targets(&table).map(|number| self.name(number).to_owned()).collect();
        if !rule.plan.rule.effect.adds() {
            targets.sort_unstable();
        }
        (rule.plan.rule.code.to_string(), sources, targets)
    }

    fn dump_withheld(&self) -> Vec<(String, String, String, String)> {
        let line = |pair: &WithheldPair| {
            let end = |at: usize| pair.path.get(at).map(ToString::to_string).unwrap_or_default();
            (pair.type_code.to_string(), pair.rule.to_string(), end(0), end(1))
        };
        let mut lines: Vec<_> = self.withheld_pairs().map(line).collect();
        lines.sort_unstable();
        lines
    }

    fn name(&self, number: u32) -> &str {
        if number == NONE { "-" } else { self.sku(number).as_str() }
    }

    fn dump_product(&self, number: u32) -> Option<(String, Vec<String>)> {
        let row = self.row(number);
        let brand = if row.brand == NONE { "-" } else { self.words.brands.value(row.brand) };
        let category = if row.category == NONE { "-" } else { self.words.categories.path(row.category) };
        let mut lines = vec![format!("{:?} {} {brand} {category}", row.state, self.name(row.family))];
        lines.extend((row.state != State::Ghost).then(|| self.dump_facts(number)));
        for (channel, code) in self.channels().iter().enumerate() {
            let offered = self.is_in_channel(number, channel);
            let stocked = self.has_stock(number, channel);
            lines.push(format!("{} {offered} {stocked} {:?}", code.code, self.price(number, channel)));
        }
        let mut variants: Vec<&str> =
            self.variants(number).iter().map(|&variant| self.name(variant)).collect();
        variants.sort_unstable();
        lines.push(format!("{} {} {variants:?}", self.orders(number), self.family_orders(number)));
        let is_plain_ghost = row.state == State::Ghost && self.orders(number) == 0 && variants.is_empty();
        let edges = self.dump_edges(self.edges(number));
        let mirrors = self.dump_edges(self.mirrors(number));
        if is_plain_ghost && edges.is_empty() && mirrors.is_empty() {
            return None;
        }
        lines.extend(edges);
        lines.extend(mirrors.into_iter().map(|line| format!("mirror {line}")));
        Some((self.name(number).to_owned(), lines))
    }

    fn dump_facts(&self, number: u32) -> String {
        let Some(record) = self.record(number) else { return String::new() };
        let words = &self.words;
        let categories: Vec<&str> =
            record.categories.iter().map(|&node| words.categories.path(node)).collect();
        let offers: Vec<_> =
            record.offers.iter().map(|(code, offer)| (words.channels.value(*code), offer)).collect();
        let excluded: Vec<_> = record
            .excluded
            .iter()
            .map(|&(kind, target)| (words.types.value(kind), self.name(target)))
            .collect();
        format!(
            "{:?} {:?} {:?} {:?} {} {:?} {:?} {:?} {:?} {:?} {categories:?} {offers:?} {excluded:?}",
            record.name,
            record.names,
            record.url,
            record.image_url,
            self.name(record.parent),
            record.status,
            record.stock,
            record.price,
            record.currency,
            record.created_at,
        )
    }

    /// The edges by type, within a type in stored order.
    fn dump_edges(&self, edges: &[Edge]) -> Vec<String> {
        let mut lines: Vec<(&str, String)> = Vec::new();
        for edge in edges {
            let terms = self.words.terms.value(edge.terms);
            let kind = self.words.types.value(edge.kind).as_str();
            let line = format!(
                "{kind} {} {} {:?} {} {} {:?} {:?} {}",
                self.name(edge.target),
                edge.position,
                edge.id,
                edge.weight,
                terms.origin,
                terms.scope,
                terms.window,
                terms.pin
            );
            lines.push((kind, line));
        }
        lines.sort_by_key(|(kind, _)| *kind);
        lines.into_iter().map(|(_, line)| line).collect()
    }

    fn dump_rankings(&self) -> BTreeMap<String, (Vec<String>, Vec<String>)> {
        let nodes = self.words.categories.iter().map(|(node, path)| (Some(node), path)).chain([(None, "")]);
        let mut rankings = BTreeMap::new();
        for (node, path) in nodes {
            let Some(ranking) = self.rankings.of(node) else { continue };
            let name = |ranked: &crate::ranking::Ranked| {
                format!("{} {} {:?}", self.name(ranked.number), ranked.orders, ranked.created_at)
            };
            let popular: Vec<String> = ranking.popular.iter().map(name).collect();
            let newest: Vec<String> = ranking.newest.iter().map(name).collect();
            if !newest.is_empty() {
                rankings.insert(path.to_owned(), (popular, newest));
            }
        }
        rankings
    }
}
