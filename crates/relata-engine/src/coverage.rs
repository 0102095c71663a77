use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use relata_model::limits::CANDIDATES_MAX;
use relata_model::{CategoryPath, Channel, ChannelCode, Sku, Timestamp, TypeCode};

use crate::Snapshot;
use crate::answer::Removal;
use crate::candidate::Candidate;
use crate::chunk::{NONE, State};
use crate::gather::{ListReader, ListRow};
use crate::recommend::{Request, Slot};
use crate::substitute::first_substitute;

/// For how many products is there something to show?
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageQuery {
    /// Of this type alone; `None` is any type.
    pub type_code: Option<TypeCode>,
    /// Products in this category and below; `None` is the shop.
    pub category: Option<CategoryPath>,
    /// In this channel; `None` is `web`.
    pub channel: Option<ChannelCode>,
    /// At this moment.
    pub at: Timestamp,
}

/// How much of a shop has relations that can be shown, to a customer without segments.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Coverage {
    /// Active products of the channel that are parents or stand alone.
    pub products: usize,
    /// Those that can show at least one relation.
    pub covered: usize,
    /// The share of those; 0 without products.
    pub rate: f64,
    /// Active products of the channel that can be bought: variants, and products without variants.
    pub skus: usize,
    /// Those that can show at least one relation, inherited ones included.
    pub skus_covered: usize,
    /// The share of those; 0 without any.
    pub sku_rate: f64,
    /// By type: (code, products, covered), by weight and code.
    pub by_type: Vec<(TypeCode, usize, usize)>,
    /// By category path, ancestors included: (path, products, covered), by path.
    pub by_category: Vec<(CategoryPath, usize, usize)>,
    /// By kind of origin: (kind, products that it covers), by kind.
    pub by_origin: Vec<(&'static str, usize)>,
    /// By brand, a variant's being its parent's where it has none: (brand, products, covered), most
    /// products first, then by brand; the first 50.
    pub by_brand: Vec<(Arc<str>, usize, usize)>,
    /// The first products without anything to show, by SKU.
    pub uncovered: Vec<Sku>,
}

/// Brands that are listed; a shop of spare parts has thousands.
const BRANDS_MAX: usize = 50;
/// Channels that [`coverage_by_channel`] measures; each costs a look at every product.
const CHANNELS_MAX: usize = 20;

/// Ranks of origins; see [`relata_model::Origin::rank`].
const ORIGINS_MAX: usize = 8;

/// Uncovered products that are listed; people mend a page at a time.
const UNCOVERED_MAX: usize = 200;

/// Measures the coverage of a shop by the rules of answers: windows, scopes, exclusions, status,
/// stock and substitutes count, limits and caps do not.
///
/// O(relations). A type or channel that does not exist covers nothing.
pub fn coverage(snapshot: &Snapshot, query: &CoverageQuery) -> Coverage {
    let channel = query.channel.clone().unwrap_or_else(|| Channel::web().code);
    let Some(channel) = snapshot.setup().channel(&channel) else { return Coverage::default() };
    let mut survey = Survey::new(snapshot, query, channel);
    each_product(snapshot, query, channel, |number, nodes| survey.product(number, nodes));
    survey.finish()
}

/// Products and covered ones of every channel, by code; the first 20. `found` is what [`coverage`]
/// gave for the same query, whose channel is not looked at again.
///
/// O(relations) for every other channel at most: of each product only as much is looked at as shows
/// that it is covered.
pub fn coverage_by_channel(
    snapshot: &Snapshot,
    query: &CoverageQuery,
    found: &Coverage,
) -> Vec<(ChannelCode, usize, usize)> {
    let known = query.channel.clone().unwrap_or_else(|| Channel::web().code);
    let mut codes: Vec<&ChannelCode> = snapshot.channels().iter().map(|channel| &channel.code).collect();
    codes.sort();
    let measured = codes.into_iter().take(CHANNELS_MAX).filter_map(|code| {
        if *code == known {
            return Some((known.clone(), found.products, found.covered));
        }
        let channel = snapshot.setup().channel(code)?;
        let mut survey = Survey::new(snapshot, query, channel);
        let (mut products, mut covered) = (0, 0);
        each_product(snapshot, query, channel, |number, _| {
            if snapshot.row(number).family == number {
                products += 1;
                covered += usize::from(survey.is_covered(number));
            }
        });
        Some((code.clone(), products, covered))
    });
    measured.collect()
}

/// Those of some products that can show something of a type in the channel `web`.
pub(crate) fn covered_heads(
    snapshot: &Snapshot,
    type_code: &TypeCode,
    at: Timestamp,
    mut numbers: Vec<u32>,
) -> Vec<u32> {
    let query = CoverageQuery { type_code: Some(type_code.clone()), category: None, channel: None, at };
    let Some(channel) = snapshot.setup().channel(&Channel::web().code) else { return Vec::new() };
    let mut survey = Survey::new(snapshot, &query, channel);
    numbers.retain(|&number| survey.is_covered(number));
    numbers
}

/// Hands over the active products of a channel and of the category asked for, with their categories.
fn each_product(
    snapshot: &Snapshot,
    query: &CoverageQuery,
    channel: usize,
    mut visit: impl FnMut(u32, &[u32]),
) {
    let within = query.category.as_ref().map(|path| snapshot.words.categories.get(path));
    for number in snapshot.numbers() {
        let row = snapshot.row(number);
        if row.state != State::Active || !snapshot.is_in_channel(number, channel) {
            continue;
        }
        let nodes = snapshot.family_categories(row.family);
        if within.is_some_and(|node| node.is_none_or(|node| nodes.binary_search(&node).is_err())) {
            continue;
        }
        visit(number, &nodes);
    }
}

impl Request<'_> {
    /// Asks about one product alone.
    pub(crate) fn ask_about(&mut self, number: u32) {
        self.sources.clear();
        self.sources.push(number);
        self.source_families.clear();
        self.source_families.push(self.snapshot.row(number).family);
    }

    /// Whether a relation of the product asked about can be shown, if only by a substitute.
    pub(crate) fn can_show(&self, slot: usize, row: &ListRow<'_>, visits_left: &mut usize) -> bool {
        match self.pair_refusal(self.sources[0], row.edge.target, row.edge.kind) {
            None => true,
            Some(Removal::OutOfStock) => {
                let wanted = Candidate { slot: slot as u32, ..row.candidate(0, self.slots[slot].weight) };
                first_substitute(self, &wanted, visits_left, |_| true).is_some()
            }
            Some(_) => false,
        }
    }
}

struct Survey<'s> {
    snapshot: &'s Snapshot,
    request: Request<'s>,
    reader: ListReader<'s>,
    coverage: Coverage,
    by_type: Vec<usize>,
    by_category: Vec<(usize, usize)>,
    /// By rank: the kind, and how many products it covers.
    by_origin: [(&'static str, usize); ORIGINS_MAX],
    /// What the product at hand can show, by slot.
    slots: Vec<bool>,
    by_brand: BTreeMap<u32, (usize, usize)>,
    uncovered: BTreeSet<Sku>,
}

impl<'s> Survey<'s> {
    fn new(snapshot: &'s Snapshot, query: &CoverageQuery, channel: usize) -> Self {
        let all = 0..snapshot.types().len();
        let is_wanted = |place: &usize| {
            query.type_code.as_ref().is_none_or(|code| snapshot.types()[*place].code == *code)
        };
        let request = Request::survey(snapshot, all.filter(is_wanted).collect(), channel, query.at);
        Survey {
            by_type: vec![0; request.slots.len()],
            slots: vec![false; request.slots.len()],
            request,
            snapshot,
            reader: ListReader::new(snapshot, 0),
            coverage: Coverage::default(),
            by_category: vec![(0, 0); snapshot.words.categories.len() as usize],
            by_origin: [("", 0); ORIGINS_MAX],
            by_brand: BTreeMap::new(),
            uncovered: BTreeSet::new(),
        }
    }

    fn product(&mut self, number: u32, nodes: &[u32]) {
        let origins = self.showable(number);
        let is_covered = self.slots.contains(&true);
        if self.snapshot.variants(number).is_empty() {
            self.coverage.skus += 1;
            self.coverage.skus_covered += usize::from(is_covered);
        }
        if self.snapshot.row(number).family != number {
            return;
        }
        self.coverage.products += 1;
        self.coverage.covered += usize::from(is_covered);
        for (count, covered) in self.by_type.iter_mut().zip(&self.slots) {
            *count += usize::from(*covered);
        }
        for (rank, (_, products)) in self.by_origin.iter_mut().enumerate() {
            *products += usize::from(origins >> rank & 1 == 1);
        }
        let brand = self.snapshot.row(number).brand;
        if brand != NONE {
            let (products, covered) = self.by_brand.entry(brand).or_default();
            *products += 1;
            *covered += usize::from(is_covered);
        }
        for &node in nodes {
            let (products, covered) = &mut self.by_category[node as usize];
            *products += 1;
            *covered += usize::from(is_covered);
        }
        if !is_covered {
            self.uncovered.insert(self.snapshot.sku(number).clone());
            if self.uncovered.len() > UNCOVERED_MAX {
                self.uncovered.pop_last();
            }
        }
    }

    /// Notes per type whether a product can show anything; gives the origins of what it can, a bit
    /// per rank. What would add nothing to either is not looked at.
    fn showable(&mut self, number: u32) -> u32 {
        let mut slots = std::mem::take(&mut self.slots);
        slots.fill(false);
        let mut origins = 0;
        self.request.ask_about(number);
        self.reader.allow(CANDIDATES_MAX);
        let mut visits_left = CANDIDATES_MAX;
        for (slot, &Slot { kind, .. }) in self.request.slots.iter().enumerate() {
            self.reader.read(number, kind, &self.request, |_| {});
            for row in self.reader.rows.iter().filter(|row| !row.shadowed) {
                let origin = &row.terms.origin;
                let rank = usize::from(origin.rank());
                let is_news = !slots[slot] || origins >> rank & 1 == 0;
                if is_news && self.request.can_show(slot, row, &mut visits_left) {
                    slots[slot] = true;
                    origins |= 1 << rank;
                    self.by_origin[rank].0 = origin.kind();
                }
            }
        }
        self.slots = slots;
        origins
    }

    /// Whether a product can show anything of the types asked for.
    fn is_covered(&mut self, number: u32) -> bool {
        self.request.ask_about(number);
        self.reader.allow(CANDIDATES_MAX);
        let mut visits_left = CANDIDATES_MAX;
        self.request.slots.iter().enumerate().any(|(slot, &Slot { kind, .. })| {
            self.reader.read(number, kind, &self.request, |_| {});
            let mut rows = self.reader.rows.iter().filter(|row| !row.shadowed);
            rows.any(|row| self.request.can_show(slot, row, &mut visits_left))
        })
    }

    fn finish(self) -> Coverage {
        let rate = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let mut coverage = self.coverage;
        coverage.rate = rate(coverage.covered, coverage.products);
        coverage.sku_rate = rate(coverage.skus_covered, coverage.skus);
        let types = self.request.slots.iter().map(|slot| self.snapshot.types()[slot.place].code.clone());
        coverage.by_type =
            types.zip(self.by_type).map(|(code, covered)| (code, coverage.products, covered)).collect();
        let tree = &self.snapshot.words.categories;
        let counted = tree.iter().zip(self.by_category).filter(|(_, (products, _))| *products > 0);
        coverage.by_category = counted
            .map(|((_, path), (products, covered))| {
                (CategoryPath::parse(path).expect("paths in the tree were parsed"), products, covered)
            })
            .collect();
        coverage.by_category.sort();
        coverage.by_origin = self.by_origin.into_iter().filter(|(_, products)| *products > 0).collect();
        coverage.by_origin.sort_unstable();
        let brands = self.by_brand.into_iter();
        let named = brands.map(|(brand, (products, covered))| {
            (self.snapshot.words.brands.value(brand).clone(), products, covered)
        });
        coverage.by_brand = named.collect();
        coverage.by_brand.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        coverage.by_brand.truncate(BRANDS_MAX);
        coverage.uncovered = self.uncovered.into_iter().collect();
        coverage
    }
}
