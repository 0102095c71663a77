use std::cmp::Reverse;

use relata_model::limits::SIBLINGS_MAX;
use relata_model::{Money, Potential, RelationType, Sku, Timestamp, TypeCode};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::card::Card;
use crate::catalogue::View;
use crate::chunk::{NONE, State};
use crate::edge::of_kind;

/// A product that somebody may want to relate to another one, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal<'s> {
    /// The product.
    pub card: Card<'s>,
    /// Why it is proposed.
    pub evidence: Evidence<'s>,
}

/// Why a product is proposed; drawn from stored facts, nothing of it is stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Evidence<'s> {
    /// Other products of the same main category have it in their lists of the type.
    Siblings {
        /// How many have it.
        count: usize,
        /// How many there are.
        of: usize,
        /// The category.
        category: &'s str,
    },
    /// Its own list of the type has the product asked about.
    Reverse,
    /// The product asked about has it in lists of other types.
    OtherType {
        /// In how many.
        count: usize,
        /// One of them, the weightiest.
        type_code: &'s TypeCode,
    },
    /// It lies in the same main category and costs more, or about the same.
    Price {
        /// The category.
        category: &'s str,
        /// By how many hundredths it is dearer; negative is cheaper.
        percent: i64,
    },
    /// It lies in the same main category and is newer.
    Newer {
        /// The category.
        category: &'s str,
        /// When it came into the shop.
        since: Timestamp,
    },
    /// It matches the text that was searched for.
    Search,
}

/// Which products of the same category a type asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kin {
    /// Dearer, up to twice the price.
    Dearer,
    /// About the same price, and in stock.
    Alike,
    /// Newer.
    Newer,
}

impl Kin {
    fn of(kind: &RelationType) -> Option<Kin> {
        match (kind.code.as_str(), &kind.potential) {
            ("upsell", _) | (_, Some(Potential::Price)) => Some(Kin::Dearer),
            ("substitute", _) => Some(Kin::Alike),
            ("successor", _) => Some(Kin::Newer),
            _ => None,
        }
    }
}

/// A proposal before it is cut to the limit.
type Proposed<'s> = (u32, Evidence<'s>);

impl<'s> View<'s> {
    /// Products that may go into the list of a product and type.
    ///
    /// First what the type asks for in the same main category: of `upsell` and types whose potential
    /// is the price what is dearer, up to twice the price, the nearest price first; of `substitute`
    /// what is in stock within a quarter of the price; of `successor` what is newer, the next one
    /// first. Then what other products of the category have in their lists, what has the product in
    /// its own list, and what the product has under other types.
    ///
    /// With a text the products that it finds, the best match first, each with its evidence if it has
    /// any. Never what is in the list or excluded from it, the product's own family, or what is not
    /// sold in the channel. `None` if there is no such product or type. O(products).
    pub fn proposals(
        &self,
        sku: &Sku,
        type_code: &TypeCode,
        text: Option<&str>,
        limit: usize,
    ) -> Option<Vec<Proposal<'s>>> {
        let number = self.snapshot.number(sku).filter(|&number| self.snapshot.record(number).is_some())?;
        let place = self.snapshot.setup().type_by_code(type_code)?;
        let proposer = Proposer::new(*self, number, place);
        let proposed = proposer.proposed();
        let chosen: Vec<Proposed<'s>> = match text {
            None => proposer.distinct(proposed, limit),
            Some(text) => {
                let mut evidence: FxHashMap<u32, Evidence<'s>> = FxHashMap::default();
                for (number, why) in proposed {
                    evidence.entry(number).or_insert(why);
                }
                let (found, _) = self.ranked(text, limit, |number| proposer.admits(number));
                found
                    .into_iter()
                    .map(|number| (number, evidence.get(&number).copied().unwrap_or(Evidence::Search)))
                    .collect()
            }
        };
        let card =
            |(number, evidence)| Proposal { card: self.snapshot.card(number, self.channel()), evidence };
        Some(chosen.into_iter().map(card).collect())
    }
}

struct Proposer<'s> {
    view: View<'s>,
    number: u32,
    family: u32,
    kind: &'s RelationType,
    /// The code of the type.
    code: u32,
    /// The families that are in the list, excluded from it, or the product's own.
    taken: FxHashSet<u32>,
}

impl<'s> Proposer<'s> {
    fn new(view: View<'s>, number: u32, place: usize) -> Proposer<'s> {
        let snapshot = view.snapshot;
        let code = snapshot.setup().kinds()[place];
        let family = snapshot.row(number).family;
        let listed = snapshot.list(number, code).map(|(edge, _)| edge.target);
        let excluded = snapshot.exclusions(number).into_iter().flatten();
        let excluded = excluded.filter(|(kind, _)| *kind == code).map(|(_, target)| *target);
        let named = listed.chain(excluded).map(|target| snapshot.row(target).family);
        let taken = named.chain([family]).collect();
        Proposer { view, number, family, kind: &snapshot.types()[place], code, taken }
    }

    fn admits(&self, number: u32) -> bool {
        let row = self.view.snapshot.row(number);
        row.state == State::Active
            && self.view.snapshot.is_in_channel(number, self.view.channel())
            && !self.taken.contains(&row.family)
    }

    /// The first so many, one of each family.
    fn distinct(&self, proposed: Vec<Proposed<'s>>, limit: usize) -> Vec<Proposed<'s>> {
        let mut families: FxHashSet<u32> = FxHashSet::default();
        let is_first = |(number, _): &Proposed<'s>| families.insert(self.view.snapshot.row(*number).family);
        proposed.into_iter().filter(is_first).take(limit).collect()
    }

    /// Everything that speaks for any product, the best first.
    fn proposed(&self) -> Vec<Proposed<'s>> {
        let mut proposed = Vec::new();
        let kin = self.kin();
        let wanted = Kin::of(self.kind);
        proposed.extend(wanted.map(|wanted| self.of_category(&kin, wanted)).unwrap_or_default());
        proposed.extend(self.by_siblings(&kin));
        proposed.extend(self.pointing_here());
        if wanted.is_none() {
            // What goes with a product is no better, newer or other one of its kind.
            proposed.extend(self.under_other_types());
        }
        proposed.retain(|(number, _)| self.admits(*number));
        proposed
    }

    /// The other active families of the same main category, by SKU, at most a named number.
    fn kin(&self) -> Vec<u32> {
        let snapshot = self.view.snapshot;
        let category = snapshot.row(self.number).category;
        if category == NONE {
            return Vec::new();
        }
        let is_kin = |number: &u32| {
            let row = snapshot.row(*number);
            row.category == category
                && row.family == *number
                && row.family != self.family
                && row.state == State::Active
                && snapshot.is_in_channel(*number, self.view.channel())
        };
        self.view.order().numbers.iter().copied().filter(is_kin).take(SIBLINGS_MAX).collect()
    }

    fn category(&self) -> &'s str {
        self.view.snapshot.main_category(self.number).unwrap_or_default()
    }

    fn price(&self, number: u32) -> Option<Money> {
        self.view.snapshot.price(number, self.view.channel()).filter(|price| price.minor > 0)
    }

    fn of_category(&self, kin: &[u32], wanted: Kin) -> Vec<Proposed<'s>> {
        let mut keyed: Vec<(i64, u32, Proposed<'s>)> = kin
            .iter()
            .filter_map(|&number| {
                let (distance, evidence) = match wanted {
                    Kin::Newer => self.newer(number)?,
                    Kin::Dearer | Kin::Alike => self.by_price(number, wanted)?,
                };
                Some((distance, self.view.order().rank[number as usize], (number, evidence)))
            })
            .collect();
        keyed.sort_by_key(|(distance, rank, _)| (*distance, *rank));
        keyed.into_iter().map(|(_, _, proposed)| proposed).collect()
    }

    fn by_price(&self, number: u32, wanted: Kin) -> Option<(i64, Evidence<'s>)> {
        let (own, other) = (self.price(self.number)?, self.price(number)?);
        let fits = match wanted {
            Kin::Dearer => other.minor > own.minor && other.minor <= own.minor.saturating_mul(2),
            _ => {
                (other.minor - own.minor).saturating_mul(4).abs() <= own.minor
                    && self.view.snapshot.has_stock(number, self.view.channel())
            }
        };
        if !fits || own.currency != other.currency {
            return None;
        }
        let percent = ((other.minor - own.minor) as f64 / own.minor as f64 * 100.0).round() as i64;
        let evidence = Evidence::Price { category: self.category(), percent };
        Some(((other.minor - own.minor).abs(), evidence))
    }

    fn newer(&self, number: u32) -> Option<(i64, Evidence<'s>)> {
        let created_at = |number: u32| self.view.snapshot.record(number)?.created_at;
        let (own, since) = (created_at(self.number)?, created_at(number)?);
        (since > own)
            .then(|| (since.micros() - own.micros(), Evidence::Newer { category: self.category(), since }))
    }

    /// What the others of the category have in their own lists, the most frequent first, then what
    /// was ordered most, then by SKU.
    fn by_siblings(&self, kin: &[u32]) -> Vec<Proposed<'s>> {
        let snapshot = self.view.snapshot;
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        let mut targets: Vec<u32> = Vec::new();
        for &sibling in kin {
            let list = of_kind(snapshot.edges(sibling), self.code).iter();
            let applies = |edge: &&crate::edge::Edge| {
                !snapshot.words.terms.value(edge.terms).window.ended(self.view.at())
            };
            targets.clear();
            targets.extend(list.filter(applies).map(|edge| edge.target));
            targets.sort_unstable();
            targets.dedup();
            targets.iter().for_each(|&target| *counts.entry(target).or_default() += 1);
        }
        let mut counts: Vec<(u32, usize)> = counts.into_iter().collect();
        let rank = &self.view.order().rank;
        counts.sort_by_key(|&(number, count)| {
            (Reverse(count), Reverse(snapshot.family_orders(number)), rank[number as usize])
        });
        let evidence = |count| Evidence::Siblings { count, of: kin.len(), category: self.category() };
        counts.into_iter().map(|(number, count)| (number, evidence(count))).collect()
    }

    /// Products whose lists of the type have this one, by SKU.
    fn pointing_here(&self) -> Vec<Proposed<'s>> {
        let incoming = self.view.incoming().of(self.view.snapshot, self.number);
        let mut sources: Vec<u32> =
            incoming.filter(|(_, edge)| edge.kind == self.code).map(|(source, _)| source).collect();
        let rank = &self.view.order().rank;
        sources.sort_unstable_by_key(|&source| rank[source as usize]);
        sources.dedup();
        sources.into_iter().map(|source| (source, Evidence::Reverse)).collect()
    }

    /// What the product or its parent has under other types: in most of them first, then by SKU.
    fn under_other_types(&self) -> Vec<Proposed<'s>> {
        let snapshot = self.view.snapshot;
        let mut found: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for (place, &code) in snapshot.setup().kinds().iter().enumerate() {
            if code == self.code {
                continue;
            }
            for (edge, _) in snapshot.list(self.number, code) {
                let places = found.entry(edge.target).or_default();
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
        }
        let rank = &self.view.order().rank;
        let mut found: Vec<(u32, Vec<usize>)> = found.into_iter().collect();
        found.sort_by_key(|(number, places)| (Reverse(places.len()), rank[*number as usize]));
        let evidence = |places: &[usize]| Evidence::OtherType {
            count: places.len(),
            type_code: &snapshot.types()[places[0]].code,
        };
        found.into_iter().map(|(number, places)| (number, evidence(&places))).collect()
    }
}

impl Evidence<'_> {
    /// The kind of evidence as programs read it.
    pub fn kind(&self) -> &'static str {
        match self {
            Evidence::Siblings { .. } => "siblings",
            Evidence::Reverse => "reverse",
            Evidence::OtherType { .. } => "other_type",
            Evidence::Price { .. } | Evidence::Newer { .. } => "same_category",
            Evidence::Search => "search",
        }
    }

    /// The evidence in words.
    pub fn text(&self) -> String {
        match self {
            Evidence::Siblings { count, of, category } => {
                format!("{count} of {of} products in {category} have it")
            }
            Evidence::Reverse => "has this product in its own list".to_string(),
            Evidence::OtherType { count: 1, type_code } => format!("linked already as {type_code}"),
            Evidence::OtherType { count: 2, type_code } => {
                format!("linked already as {type_code} and as another type")
            }
            Evidence::OtherType { count, type_code } => {
                format!("linked already as {type_code} and as {} other types", count - 1)
            }
            Evidence::Price { category, percent: 0 } => format!("in {category} at about the same price"),
            Evidence::Price { category, percent } if *percent > 0 => {
                format!("in {category}, {percent} % dearer")
            }
            Evidence::Price { category, percent } => format!("in {category}, {} % cheaper", -percent),
            // An RFC 3339 time starts with its date.
            Evidence::Newer { category, since } => {
                format!("in {category} since {}", since.to_string().chars().take(10).collect::<String>())
            }
            Evidence::Search => "matches the search".to_string(),
        }
    }
}
