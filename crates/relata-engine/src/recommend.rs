use std::sync::Arc;

use relata_model::limits::{ANSWER_ITEMS_MAX, QUERY_PRODUCTS_MAX};
use relata_model::{
    Arrangement, Block, Caps, Fallback, Locale, PlacementCode, Problem, SegmentCode, Sku, Timestamp,
};

use crate::answer::Answer;
use crate::candidate::arrange;
use crate::gather::gather;
use crate::query::Query;
use crate::rules::FactTable;
use crate::select::Selection;
use crate::setup::Part;
use crate::terms::Circumstances;
use crate::{Snapshot, fallback, reason};

/// Answers a query from a snapshot.
///
/// Resolve, gather, arrange, select, and where no relation gave anything, fall back. The same
/// arguments give the same answer. O(c log c) in the c relations considered, of which there are at
/// most 5,000; strings are hashed while the query is resolved and nowhere else.
///
/// # Errors
/// Every problem of the query: an unknown placement, type or channel, a limit outside 1 to 50, too
/// many products, cart lines, segments or types. An unknown product is none; the answer names it.
pub fn recommend<'s>(snapshot: &'s Snapshot, query: &Query) -> Result<Answer<'s>, Vec<Problem>> {
    let (request, unknown_products) = Request::resolve(snapshot, query)?;
    let mut gathered = gather(&request);
    arrange(&mut gathered.candidates, request.arrangement);
    let mut selection = Selection::new(&request, gathered.candidates, gathered.removed);
    selection.fill();
    let (picks, removed) = selection.finish();
    let mut items: Vec<_> =
        picks.iter().enumerate().map(|(index, pick)| reason::describe(&request, pick, index)).collect();
    let nothing_found = items.is_empty() && !request.types_named;
    if nothing_found {
        items = fallback::fill(&request);
    }
    Ok(Answer {
        generation: snapshot.generation,
        revision: snapshot.revision,
        placement: query.placement.clone(),
        channel: query.channel.clone(),
        fallback: nothing_found && !items.is_empty(),
        items,
        considered: gathered.considered,
        removed: removed.into_list(),
        unknown_products,
    })
}

/// A query in the numbers and codes of one snapshot.
#[derive(Debug)]
pub(crate) struct Request<'s> {
    pub(crate) snapshot: &'s Snapshot,
    /// What rules read of its products.
    pub(crate) table: Arc<FactTable>,
    pub(crate) arrangement: Arrangement,
    pub(crate) caps: Caps,
    pub(crate) blocks: &'s [Block],
    pub(crate) fallbacks: &'s [Fallback],
    pub(crate) circumstances: Circumstances,
    /// The place of the channel in the setup.
    pub(crate) channel: usize,
    pub(crate) locale: Option<Locale>,
    /// The place that the answer is shown at; `None` where a whole shop is looked at.
    pub(crate) placement: Option<PlacementCode>,
    pub(crate) customer: Option<String>,
    pub(crate) segments: Vec<SegmentCode>,
    pub(crate) cart: Vec<Sku>,
    /// The wanted types in the order in which ties are broken.
    pub(crate) slots: Vec<Slot>,
    /// What is merged into one list each; their types are places in `slots`, ascending.
    pub(crate) parts: Vec<Part>,
    pub(crate) limit: usize,
    /// The products asked about that exist, each once, in the order of the query.
    pub(crate) sources: Vec<u32>,
    /// Their families, ascending.
    pub(crate) source_families: Vec<u32>,
    /// The families in the cart, ascending.
    pub(crate) cart_families: Vec<u32>,
    pub(crate) types_named: bool,
    pub(crate) explain: bool,
}

/// A wanted type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    /// Its place in the setup.
    pub(crate) place: usize,
    pub(crate) kind: u32,
    pub(crate) weight: f64,
}

impl<'s> Request<'s> {
    /// Looks up everything that the query names; also returns the products that do not exist.
    pub(crate) fn resolve(
        snapshot: &'s Snapshot,
        query: &Query,
    ) -> Result<(Request<'s>, Vec<Sku>), Vec<Problem>> {
        let setup = snapshot.setup();
        let (Some((placement, parts)), Some(channel), true) = (
            setup.placement(&query.placement),
            setup.channel(&query.channel),
            query.problems(snapshot).is_empty(),
        ) else {
            return Err(query.problems(snapshot));
        };
        let asked = if query.products.is_empty() { &query.cart } else { &query.products };
        let (mut sources, mut unknown) = (Vec::new(), Vec::new());
        for sku in asked.iter().take(QUERY_PRODUCTS_MAX) {
            match snapshot.number(sku).filter(|&number| snapshot.record(number).is_some()) {
                Some(number) if !sources.contains(&number) => sources.push(number),
                None if !unknown.contains(sku) => unknown.push(sku.clone()),
                _ => {}
            }
        }
        let types: Vec<&_> = query.types.iter().flatten().collect();
        let parts = if types.is_empty() {
            parts.to_vec()
        } else {
            let mut types: Vec<usize> = types.iter().filter_map(|code| setup.type_by_code(code)).collect();
            types.sort_unstable();
            types.dedup();
            vec![Part { block: None, types, limit: usize::MAX }]
        };
        let limit = query.limit.unwrap_or(placement.limit).min(ANSWER_ITEMS_MAX as u32) as usize;
        let locale = query.locale.clone().or_else(|| setup.channels()[channel].locale.clone());
        let segments =
            query.segments.iter().filter_map(|segment| snapshot.words.segments.get(segment)).collect();
        let circumstances = circumstances(snapshot, query.at, channel, locale.as_ref(), segments);
        let request = Request {
            snapshot,
            table: snapshot.facts.table(),
            arrangement: placement.arrangement,
            caps: placement.caps,
            blocks: &placement.blocks,
            fallbacks: &placement.fallbacks,
            circumstances,
            channel,
            locale,
            placement: Some(query.placement.clone()),
            customer: query.customer.clone(),
            segments: query.segments.iter().cloned().collect(),
            cart: query.cart.clone(),
            slots: Vec::new(),
            parts,
            limit,
            source_families: families(snapshot, sources.iter().copied()),
            cart_families: families(snapshot, query.cart.iter().filter_map(|sku| snapshot.number(sku))),
            sources,
            types_named: query.types.iter().flatten().next().is_some(),
            explain: query.explain,
        };
        Ok((request.with_slots(), unknown))
    }

    /// A request for anything that types show in a channel, to a customer of whom nothing is
    /// known; the products asked about are to be filled in.
    pub(crate) fn survey(
        snapshot: &'s Snapshot,
        types: Vec<usize>,
        channel: usize,
        at: Timestamp,
    ) -> Request<'s> {
        let locale = snapshot.channels()[channel].locale.clone();
        let request = Request {
            snapshot,
            table: snapshot.facts.table(),
            arrangement: Arrangement::ManualFirst,
            caps: Caps::default(),
            blocks: &[],
            fallbacks: &[],
            circumstances: circumstances(snapshot, at, channel, locale.as_ref(), Vec::new()),
            channel,
            locale,
            placement: None,
            customer: None,
            segments: Vec::new(),
            cart: Vec::new(),
            slots: Vec::new(),
            parts: vec![Part { block: None, types, limit: usize::MAX }],
            limit: ANSWER_ITEMS_MAX,
            sources: Vec::new(),
            source_families: Vec::new(),
            cart_families: Vec::new(),
            types_named: true,
            explain: false,
        };
        request.with_slots()
    }

    /// Numbers the types of all parts.
    fn with_slots(mut self) -> Self {
        let setup = self.snapshot.setup();
        let mut places: Vec<usize> = self.parts.iter().flat_map(|part| part.types.iter().copied()).collect();
        places.sort_unstable();
        places.dedup();
        for place in self.parts.iter_mut().flat_map(|part| &mut part.types) {
            *place = places.partition_point(|other| other < place);
        }
        let slot = |&place: &usize| Slot {
            place,
            kind: setup.kinds()[place],
            weight: setup.types()[place].default_weight,
        };
        self.slots = places.iter().map(slot).collect();
        self
    }
}

fn families(snapshot: &Snapshot, numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut families: Vec<u32> = numbers.map(|number| snapshot.row(number).family).collect();
    families.sort_unstable();
    families.dedup();
    families
}

fn circumstances(
    snapshot: &Snapshot,
    at: Timestamp,
    channel: usize,
    locale: Option<&Locale>,
    segments: Vec<u32>,
) -> Circumstances {
    let covers = |known: &Locale| locale.is_some_and(|locale| known.covers(locale));
    let locales =
        snapshot.words.locales.iter().filter(|(_, known)| covers(known)).map(|(code, _)| code).collect();
    Circumstances { at, channel: snapshot.setup().channel_codes()[channel], locales, segments }
}
