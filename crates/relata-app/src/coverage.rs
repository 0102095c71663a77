use std::sync::{Arc, Mutex, PoisonError};

use relata_api::{
    BrandCoverage, CategoryCoverage, ChannelCoverage, CoverageDocument, CoverageRate, UNCOVERED_MAX,
};
use relata_engine::{Snapshot, coverage, coverage_by_channel};
use relata_model::{CategoryPath, ChannelCode, Problem, ProblemCode, Timestamp, TypeCode};

use crate::{App, AppError};

/// The share of products that have something to show which shops aim for.
const TARGET: f64 = 0.85;

/// Which products and relations to count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CoverageQuery {
    /// Relations of this type alone.
    pub type_code: Option<TypeCode>,
    /// Products of this category and below.
    pub category: Option<CategoryPath>,
    /// As seen in this channel.
    pub channel: Option<ChannelCode>,
}

/// Questions whose answers are kept; one past them takes the place of the oldest. A shop's screens
/// ask for the whole, and for each type, channel or main category.
const KEPT_MAX: usize = 64;

/// What was asked of the newest index, as long as time changes nothing about it.
#[derive(Default)]
pub(crate) struct CoverageCache {
    kept: Mutex<Vec<Kept>>,
    /// Held while something is counted, so that many who ask the same at once count it once.
    counting: Mutex<()>,
}

struct Kept {
    generation: u64,
    query: CoverageQuery,
    from: Timestamp,
    until: Option<Timestamp>,
    document: Arc<CoverageDocument>,
}

impl Kept {
    fn holds(&self, snapshot: &Snapshot, at: Timestamp) -> bool {
        self.generation == snapshot.generation()
            && self.from <= at
            && self.until.is_none_or(|until| at < until)
    }
}

impl CoverageCache {
    fn find(
        &self,
        snapshot: &Snapshot,
        query: &CoverageQuery,
        at: Timestamp,
    ) -> Option<Arc<CoverageDocument>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|kept| kept.query == *query && kept.holds(snapshot, at))?;
        Some(found.document.clone())
    }

    fn keep(
        &self,
        snapshot: &Snapshot,
        query: CoverageQuery,
        at: Timestamp,
        document: &Arc<CoverageDocument>,
    ) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| one.holds(snapshot, at));
        if kept.len() == KEPT_MAX {
            kept.remove(0);
        }
        kept.push(Kept {
            generation: snapshot.generation(),
            query,
            from: at,
            until: snapshot.next_turn(at),
            document: document.clone(),
        });
    }
}

impl App {
    /// How many products have something to show, as the live answers have it.
    ///
    /// Counted once an index; after that it takes microseconds until a window opens or closes.
    pub fn coverage(&self, query: CoverageQuery) -> Result<Arc<CoverageDocument>, AppError> {
        let snapshot = self.snapshot()?;
        let CoverageQuery { type_code, channel, .. } = &query;
        check_known(&snapshot, type_code.iter().map(|code| ("/type", code)), channel.as_ref())?;
        let at = self.now();
        let cache = &self.inner.coverage;
        if let Some(known) = cache.find(&snapshot, &query, at) {
            return Ok(known);
        }
        let _counting = cache.counting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = cache.find(&snapshot, &query, at) {
            return Ok(known);
        }
        let document = Arc::new(count(&snapshot, &query, at));
        cache.keep(&snapshot, query, at, &document);
        Ok(document)
    }
}

fn count(snapshot: &Snapshot, query: &CoverageQuery, at: Timestamp) -> CoverageDocument {
    let CoverageQuery { type_code, category, channel } = query.clone();
    let query = relata_engine::CoverageQuery { type_code, category, channel, at };
    let found = coverage(snapshot, &query);
    let by_type = found.by_type.iter();
    let by_type = by_type.map(|row| (row.0.to_string(), rate(row.2, row.1))).collect();
    let by_category = found.by_category.iter().map(|row| {
        let rate = rate(row.2, row.1);
        CategoryCoverage {
            category: row.0.to_string(),
            products: rate.products,
            covered: rate.covered,
            rate: rate.rate,
        }
    });
    let by_channel =
        coverage_by_channel(snapshot, &query, &found).into_iter().map(|(channel, products, covered)| {
            let CoverageRate { products, covered, rate } = rate(covered, products);
            ChannelCoverage { channel: channel.to_string(), products, covered, rate }
        });
    let by_brand = found.by_brand.iter().map(|(brand, products, covered)| {
        let CoverageRate { products, covered, rate } = rate(*covered, *products);
        BrandCoverage { brand: brand.to_string(), products, covered, rate }
    });
    let by_origin = found.by_origin.iter();
    let by_origin = by_origin.map(|row| (row.0.to_string(), rate(row.1, found.products))).collect();
    CoverageDocument {
        products: found.products as u64,
        covered: found.covered as u64,
        rate: found.rate,
        sku_rate: found.sku_rate,
        target: TARGET,
        by_type,
        by_category: by_category.collect(),
        by_origin,
        by_channel: by_channel.collect(),
        by_brand: by_brand.collect(),
        uncovered: found.uncovered.iter().take(UNCOVERED_MAX).map(ToString::to_string).collect(),
    }
}

/// A type or channel that does not exist would count as nothing covered; it is a mistake instead.
///
/// Each type comes with the place in the request where it stands.
pub(crate) fn check_known<'a>(
    snapshot: &Snapshot,
    types: impl Iterator<Item = (&'static str, &'a TypeCode)>,
    channel: Option<&ChannelCode>,
) -> Result<(), AppError> {
    let mut problems = Vec::new();
    for (at, code) in types.filter(|(_, code)| snapshot.types().iter().all(|kind| kind.code != **code)) {
        let problem = Problem::error(ProblemCode::UnknownType, format!("there is no relation type {code}"));
        problems.push(problem.at(at).hint("GET /v1/relation-types lists them"));
    }
    if let Some(code) =
        channel.filter(|code| snapshot.channels().iter().all(|channel| channel.code != **code))
    {
        let problem = Problem::error(ProblemCode::UnknownChannel, format!("there is no channel {code}"));
        problems.push(problem.at("/channel").hint("GET /v1/channels lists them"));
    }
    if problems.is_empty() { Ok(()) } else { Err(AppError::invalid(problems)) }
}

fn rate(covered: usize, products: usize) -> CoverageRate {
    CoverageRate::of(covered as u64, products as u64)
}
