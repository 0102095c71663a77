use super::Content;
use super::gram::{Weighting, weights};
use super::rows::Rows;
use crate::basket::Baskets;
use crate::work::in_blocks;

/// How linear models, content and the course of sales become one table of weights.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MergeSettings {
    /// Weight of the model with the short memory, where that of the long memory is one.
    pub fast: f32,
    /// Weight of resemblance; it counts less the more baskets a product was in.
    pub alike: f32,
    /// The power of a product's count by which its score is divided: how much popular products give way.
    pub popularity: f32,
    /// The power of a product's recent sales against earlier ones by which its score is multiplied.
    pub trend: f32,
}

/// Recent sales are those of about this many days.
const RECENT_DAYS: f64 = 14.0;
/// Earlier sales are those of about this many days.
const EARLIER_DAYS: f64 = 90.0;
/// Baskets a day that are added to both sides of a trend, so that few sales make no trend.
const TREND_PRIOR: f64 = 0.02;
/// Baskets after which resemblance says half of what it says of a product that nobody bought.
const KNOWN_BY_HALF: f32 = 30.0;
/// Products that one product speaks for at most, after all is merged.
const TARGETS_MAX: usize = 3_000;
/// Products that one thread takes at a time.
const BLOCK: usize = 64;

/// What is merged.
pub(super) struct Parts<'a> {
    /// The model with the long memory.
    pub slow: &'a Rows,
    /// The model with the short memory, where there is one.
    pub fast: Option<&'a Rows>,
    /// Resemblance.
    pub content: &'a Content,
    /// The course of sales.
    pub sales: &'a Sales,
}

/// One table of weights; O(weights) over all cores.
pub(super) fn merge(parts: &Parts<'_>, settings: &MergeSettings) -> Rows {
    let factors = parts.sales.factors(settings);
    let blocks = in_blocks(parts.slow.len(), BLOCK, Vec::new, |row, sources| {
        let mut rows = Rows::none();
        for source in sources {
            add(row, parts.slow.of(source), 1.0);
            if let Some(fast) = parts.fast {
                add(row, fast.of(source), settings.fast);
            }
            if settings.alike > 0.0 {
                let alike = parts.content.alike.get(source).map_or(&[][..], Vec::as_slice);
                let unknown = |target: u32| parts.sales.unknown(target);
                let alike = alike.iter().map(|(target, how_much)| (*target, how_much * unknown(*target)));
                add(row, alike, settings.alike);
            }
            row.sort_by_key(|(target, _): &(u32, f32)| *target);
            row.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 += next.1;
                }
                same
            });
            row.iter_mut().for_each(|(target, weight)| *weight *= factors[*target as usize]);
            rows.push(row.iter().copied(), TARGETS_MAX);
            row.clear();
        }
        rows
    });
    Rows::joined(blocks)
}

fn add(row: &mut Vec<(u32, f32)>, part: impl Iterator<Item = (u32, f32)>, share: f32) {
    row.extend(part.map(|(target, weight)| (target, weight * share)));
}

/// How each product sold, lately and before.
pub(super) struct Sales {
    recent: Vec<f64>,
    earlier: Vec<f64>,
    counts: Vec<u32>,
}

impl Sales {
    /// The sales in baskets; O(their lines).
    pub(super) fn of(baskets: &Baskets) -> Sales {
        let per_day = |days: f64| {
            let weights = weights(baskets, Weighting { half_life_days: days, size_power: 0.0 });
            let mut sales = vec![0.0f64; baskets.products()];
            for (basket, weight) in baskets.iter().zip(&weights) {
                basket.products.iter().for_each(|product| sales[*product as usize] += f64::from(*weight));
            }
            // A sum that halves every d days is that of d / ln 2 days.
            sales.iter_mut().for_each(|sum| *sum *= std::f64::consts::LN_2 / days);
            sales
        };
        Sales { recent: per_day(RECENT_DAYS), earlier: per_day(EARLIER_DAYS), counts: baskets.counts() }
    }

    /// How little is known of a product from baskets: from 1, nothing, down to 0.
    fn unknown(&self, product: u32) -> f32 {
        KNOWN_BY_HALF / (KNOWN_BY_HALF + self.counts[product as usize] as f32)
    }

    /// What each product's score is multiplied by.
    fn factors(&self, settings: &MergeSettings) -> Vec<f32> {
        let sold = self.recent.iter().zip(&self.earlier).zip(&self.counts);
        let factor = |((recent, earlier), count): ((&f64, &f64), &u32)| {
            let trend = ((recent + TREND_PRIOR) / (earlier + TREND_PRIOR)).powf(f64::from(settings.trend));
            (trend / (f64::from(*count) + 1.0).powf(f64::from(settings.popularity))) as f32
        };
        sold.map(factor).collect()
    }
}
