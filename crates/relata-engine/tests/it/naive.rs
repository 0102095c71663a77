//! Answers by reading all facts again for every question: slow, plain, and nothing shared with
//! the engine. What it says is what the engine has to say.

mod facts;
pub mod products;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use relata_engine::{Answer, Query};
use relata_model::limits::SUBSTITUTE_DEPTH_MAX;
use relata_model::{
    Arrangement, Catalogue, Channel, Fallback, Money, Origin, Placement, Product, Relation, RelationType,
};

/// An answer without its texts.
#[derive(Debug, Default, PartialEq)]
pub struct Plain {
    pub items: Vec<PlainPick>,
    pub considered: u32,
    pub removed: BTreeMap<&'static str, u32>,
    pub fallback: bool,
    pub unknown: Vec<String>,
}

#[derive(Debug, Default, PartialEq)]
pub struct PlainPick {
    pub sku: String,
    pub name: String,
    pub type_code: String,
    pub score: f64,
    pub price: Option<Money>,
    pub source: Option<String>,
    pub block: Option<String>,
    pub origin: String,
    pub substitute_for: Option<String>,
    pub relation: Option<i64>,
}

impl Plain {
    pub fn of(answer: &Answer<'_>) -> Plain {
        let own = |text: Option<&str>| text.map(str::to_string);
        let pick = |pick: &relata_engine::Pick<'_>| PlainPick {
            sku: pick.sku.into(),
            name: pick.name.into(),
            type_code: pick.type_code.into(),
            score: pick.score,
            price: pick.price,
            source: own(pick.source),
            block: own(pick.block),
            origin: pick.origin.to_string(),
            substitute_for: own(pick.substitute_for),
            relation: pick.reason.relation.map(|id| id.0),
        };
        assert!(answer.items.iter().zip(1..).all(|(pick, place)| pick.position == place));
        Plain {
            items: answer.items.iter().map(pick).collect(),
            considered: answer.considered,
            removed: answer.removed.iter().map(|(reason, count)| (reason.as_str(), *count)).collect(),
            fallback: answer.fallback,
            unknown: answer.unknown_products.iter().map(|sku| sku.to_string()).collect(),
        }
    }
}

#[derive(Clone, Copy)]
struct Row<'a> {
    relation: &'a Relation,
    target: &'a str,
    pin: Option<u32>,
}

#[derive(Clone)]
struct Candidate<'a> {
    row: Row<'a>,
    source: usize,
    place: usize,
    score: f64,
    sold_out: bool,
}

pub struct Naive<'a> {
    facts: &'a Catalogue,
    query: &'a Query,
    products: BTreeMap<&'a str, &'a Product>,
    channel: &'a Channel,
    placement: &'a Placement,
}

impl<'a> Naive<'a> {
    pub fn new(facts: &'a Catalogue, query: &'a Query) -> Naive<'a> {
        Naive {
            facts,
            query,
            products: facts.products.iter().map(|product| (product.sku.as_str(), product)).collect(),
            channel: facts.channels.iter().find(|channel| channel.code == query.channel).unwrap(),
            placement: facts.placements.iter().find(|placement| placement.code == query.placement).unwrap(),
        }
    }

    pub fn answer(&self) -> Plain {
        let mut plain = Plain::default();
        let asked = if self.query.products.is_empty() { &self.query.cart } else { &self.query.products };
        let mut sources: Vec<&'a str> = Vec::new();
        for sku in asked.iter().map(|sku| sku.as_str()) {
            if !self.products.contains_key(sku) {
                if !plain.unknown.iter().any(|other| other == sku) {
                    plain.unknown.push(sku.to_string());
                }
            } else if !sources.contains(&sku) {
                sources.push(sku);
            }
        }
        let parts = self.parts();
        let types: BTreeSet<&str> = parts.iter().flat_map(|(_, types, _)| types.iter().copied()).collect();
        let mut lists: BTreeMap<&str, Vec<Candidate<'a>>> = BTreeMap::new();
        for code in types {
            lists.insert(code, self.candidates(code, &sources, &mut plain));
        }
        let limit = self.query.limit.unwrap_or(self.placement.limit) as usize;
        for (block, types, part_limit) in parts {
            let room = part_limit.min(limit - plain.items.len());
            self.fill_part(block, &types, room, &sources, &mut lists, &mut plain);
        }
        let types_named = self.query.types.as_ref().is_some_and(|types| !types.is_empty());
        if plain.items.is_empty() && !types_named {
            self.fall_back(&sources, limit, &mut plain);
        }
        plain
    }

    /// (block, types by weight and code, limit)
    fn parts(&self) -> Vec<(Option<&'a str>, Vec<&'a str>, usize)> {
        let mut types: Vec<&RelationType> = self.facts.types.iter().collect();
        types.sort_by(|a, b| b.default_weight.total_cmp(&a.default_weight).then(a.code.cmp(&b.code)));
        let named = |wanted: &dyn Fn(&RelationType) -> bool| -> Vec<&'a str> {
            types.iter().filter(|kind| wanted(kind)).map(|kind| kind.code.as_str()).collect()
        };
        match &self.query.types {
            Some(wanted) if !wanted.is_empty() => {
                vec![(None, named(&|kind| wanted.contains(&kind.code)), usize::MAX)]
            }
            _ if self.placement.blocks.is_empty() => {
                vec![(None, named(&|kind| kind.placements.contains(&self.placement.code)), usize::MAX)]
            }
            _ => {
                let blocks = self.placement.blocks.iter();
                blocks
                    .map(|block| {
                        let types = named(&|kind| block.types.contains(&kind.code));
                        (Some(block.code.as_str()), types, block.limit as usize)
                    })
                    .collect()
            }
        }
    }

    fn candidates(&self, code: &str, sources: &[&'a str], plain: &mut Plain) -> Vec<Candidate<'a>> {
        let weight = self.kind(code).default_weight;
        let mut candidates = Vec::new();
        for (source, sku) in sources.iter().enumerate() {
            let (rows, considered, mut removed) = self.list(sku, code);
            plain.considered += considered;
            let mut place = 0;
            for row in rows {
                let refusal = self.refusal_of_target(row.target, sources);
                removed.extend(refusal);
                if matches!(refusal, None | Some("out_of_stock")) {
                    let score = weight * row.relation.weight;
                    candidates.push(Candidate { row, source, place, score, sold_out: refusal.is_some() });
                    place += 1;
                }
            }
            for reason in removed {
                *plain.removed.entry(reason).or_default() += 1;
            }
        }
        candidates.sort_by_key(|one| self.sort_key(&one.row, one.score, (one.place, one.source)));
        candidates
    }

    fn is_learned(candidate: &Candidate<'_>) -> bool {
        candidate.row.pin.is_none() && matches!(candidate.row.relation.origin, Origin::Learned(_))
    }

    fn fill_part(
        &self,
        block: Option<&'a str>,
        types: &[&'a str],
        room: usize,
        sources: &[&'a str],
        lists: &mut BTreeMap<&str, Vec<Candidate<'a>>>,
        plain: &mut Plain,
    ) {
        let mut kept =
            if let Arrangement::Reserve(places) = self.placement.arrangement { places as usize } else { 0 };
        for left in (1..=room).rev() {
            let mut best = None;
            if left <= kept {
                best = self.best(types.to_vec(), true, sources, lists, plain);
            }
            let best = best.or_else(|| self.best(types.to_vec(), false, sources, lists, plain));
            let Some((code, at, shown)) = best else { return };
            let candidate = lists.get_mut(code).unwrap().remove(at);
            if Self::is_learned(&candidate) {
                kept = kept.saturating_sub(1);
            }
            plain.items.push(PlainPick {
                sku: shown.to_string(),
                name: self.name(shown),
                type_code: code.to_string(),
                score: candidate.score,
                price: self.price(shown),
                source: Some(sources[candidate.source].to_string()),
                block: block.map(str::to_string),
                origin: candidate.row.relation.origin.to_string(),
                substitute_for: candidate.sold_out.then(|| candidate.row.target.to_string()),
                relation: Some(candidate.row.relation.id.0),
            });
        }
    }

    /// (type, place in its list, product to show) of the best head; heads that do not fit go.
    fn best(
        &self,
        types: Vec<&'a str>,
        learned_only: bool,
        sources: &[&'a str],
        lists: &mut BTreeMap<&str, Vec<Candidate<'a>>>,
        plain: &mut Plain,
    ) -> Option<(&'a str, usize, &'a str)> {
        let mut best: Option<(&str, usize, &str, f64)> = None;
        let keeps_places = self.placement.arrangement != Arrangement::PinsThenScore;
        for code in types {
            let list = lists.get_mut(code).unwrap();
            loop {
                let skipped = |one: &&Candidate<'_>| learned_only && !(keeps_places && Self::is_learned(one));
                let at = list.iter().take_while(skipped).count();
                let Some(candidate) = list.get(at) else { break };
                match self.shown_for(candidate, code, sources, plain) {
                    Ok(shown) => {
                        if best.is_none_or(|(.., score)| candidate.score > score) {
                            best = Some((code, at, shown, candidate.score));
                        }
                        break;
                    }
                    Err(reason) => {
                        if let Some(reason) = reason {
                            *plain.removed.entry(reason).or_default() += 1;
                        }
                        list.remove(at);
                    }
                }
            }
        }
        best.map(|(code, at, shown, _)| (code, at, shown))
    }

    fn misfit(&self, sku: &'a str, plain: &Plain) -> Option<&'static str> {
        let count =
            |same: &dyn Fn(&str) -> bool| plain.items.iter().filter(|pick| same(&pick.sku)).count() as u32;
        let shown = |other: &str| self.products.get_key_value(other).map(|(sku, _)| *sku).unwrap();
        if count(&|other| self.family(shown(other)) == self.family(sku)) > 0 {
            return Some("duplicate");
        }
        let caps = self.placement.caps;
        let brand = self.brand(sku).is_some()
            && caps.brand.is_some_and(|cap| count(&|other| self.brand(other) == self.brand(sku)) >= cap);
        let category = self.category(sku).is_some()
            && caps
                .category
                .is_some_and(|cap| count(&|other| self.category(other) == self.category(sku)) >= cap);
        (brand || category).then_some("cap")
    }

    fn shown_for(
        &self,
        candidate: &Candidate<'a>,
        code: &str,
        sources: &[&'a str],
        plain: &Plain,
    ) -> Result<&'a str, Option<&'static str>> {
        if !candidate.sold_out {
            return self
                .misfit(candidate.row.target, plain)
                .map_or(Ok(candidate.row.target), |reason| Err(Some(reason)));
        }
        let mut seen = BTreeSet::from([candidate.row.target]);
        let mut queue = VecDeque::from([(candidate.row.target, 0)]);
        while let Some((sku, depth)) = queue.pop_front() {
            if depth == SUBSTITUTE_DEPTH_MAX {
                continue;
            }
            let mut rows: Vec<(usize, Row<'a>)> =
                self.list(sku, "substitute").0.into_iter().enumerate().collect();
            rows.sort_by_key(|(place, row)| self.sort_key(row, row.relation.weight, (*place, 0)));
            for (_, row) in rows {
                if !seen.insert(row.target) {
                    continue;
                }
                let excluded = self.is_excluded(sources[candidate.source], code, row.target);
                if self.refusal_of_target(row.target, sources).is_none()
                    && !excluded
                    && self.misfit(row.target, plain).is_none()
                {
                    return Ok(row.target);
                }
                queue.push_back((row.target, depth + 1));
            }
        }
        Err(None)
    }

    fn fall_back(&self, sources: &[&'a str], limit: usize, plain: &mut Plain) {
        let mut levels: Vec<Option<String>> = Vec::new();
        for source in sources {
            let mut path = self.category(source).map(str::to_string);
            while let Some(level) = path {
                if !levels.contains(&Some(level.clone())) {
                    levels.push(Some(level.clone()));
                }
                path = level.rsplit_once('/').map(|(parent, _)| parent.to_string());
            }
        }
        levels.push(None);
        for level in levels {
            for fallback in &self.placement.fallbacks {
                for (orders, sku) in self.ranked(level.as_deref(), *fallback) {
                    let fits =
                        self.refusal_of_target(sku, sources).is_none() && self.misfit(sku, plain).is_none();
                    if fits && plain.items.len() < limit {
                        let (origin, score) = match fallback {
                            Fallback::CategoryPopularity => {
                                ("fallback:category_popularity", f64::from(orders))
                            }
                            Fallback::Newest => ("fallback:newest", 1.0),
                        };
                        plain.items.push(PlainPick {
                            sku: sku.to_string(),
                            name: self.name(sku),
                            type_code: "fallback".into(),
                            score,
                            price: self.price(sku),
                            origin: origin.into(),
                            ..PlainPick::default()
                        });
                    }
                }
            }
        }
        plain.fallback = !plain.items.is_empty();
    }
}
