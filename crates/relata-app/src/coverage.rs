use relata_api::{
    BrandCoverage, CategoryCoverage, ChannelCoverage, CoverageDocument, CoverageRate, UNCOVERED_MAX,
};
use relata_engine::{Snapshot, coverage, coverage_by_channel};
use relata_model::{CategoryPath, ChannelCode, Problem, ProblemCode, TypeCode};

use crate::{App, AppError};

/// The share of products that have something to show which shops aim for.
const TARGET: f64 = 0.85;

/// Which products and relations to count.
#[derive(Debug, Clone, Default)]
pub struct CoverageQuery {
    /// Relations of this type alone.
    pub type_code: Option<TypeCode>,
    /// Products of this category and below.
    pub category: Option<CategoryPath>,
    /// As seen in this channel.
    pub channel: Option<ChannelCode>,
}

impl App {
    /// How many products have something to show, as the live answers have it.
    pub fn coverage(&self, query: CoverageQuery) -> Result<CoverageDocument, AppError> {
        let snapshot = self.snapshot()?;
        let CoverageQuery { type_code, category, channel } = query;
        check_known(&snapshot, type_code.iter().map(|code| ("/type", code)), channel.as_ref())?;
        let query = relata_engine::CoverageQuery { type_code, category, channel, at: self.now() };
        let found = coverage(&snapshot, &query);
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
            coverage_by_channel(&snapshot, &query).into_iter().map(|(channel, products, covered)| {
                let CoverageRate { products, covered, rate } = rate(covered, products);
                ChannelCoverage { channel: channel.to_string(), products, covered, rate }
            });
        let by_brand = found.by_brand.iter().map(|(brand, products, covered)| {
            let CoverageRate { products, covered, rate } = rate(*covered, *products);
            BrandCoverage { brand: brand.to_string(), products, covered, rate }
        });
        let by_origin = found.by_origin.iter();
        let by_origin = by_origin.map(|row| (row.0.to_string(), rate(row.1, found.products))).collect();
        Ok(CoverageDocument {
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
        })
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
