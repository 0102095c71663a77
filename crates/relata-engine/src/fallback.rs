use relata_model::Fallback;
use relata_model::limits::CANDIDATES_MAX;

use crate::answer::{Pick, PickOrigin, Reason};
use crate::chunk::NONE;
use crate::ranking::Ranked;
use crate::reason::{bare_pick, newest_text, ordered_text};
use crate::recommend::Request;
use crate::select::Tally;

/// Fills an answer to which no relation gave anything.
///
/// Level by level: the main category of the product asked about, its ancestors, then the shop;
/// with several products their categories in turn. At each level the placement's fallbacks in
/// their order. Only what can be bought is shown, one of a family, under the caps of the
/// placement; at most `CANDIDATES_MAX` families are looked at.
pub(crate) fn fill<'s>(request: &Request<'s>) -> Vec<Pick<'s>> {
    let mut tally = Tally::new(request.snapshot, request.caps);
    let mut visits_left = CANDIDATES_MAX;
    let mut items = Vec::new();
    for level in levels(request) {
        let Some(ranking) = request.snapshot.rankings.of(level) else { continue };
        for &fallback in request.fallbacks {
            let families = match fallback {
                Fallback::CategoryPopularity => &ranking.popular,
                Fallback::Newest => &ranking.newest,
            };
            for family in families.iter() {
                if items.len() == request.limit || visits_left == 0 {
                    return items;
                }
                visits_left -= 1;
                if is_allowed(request, family.number) && tally.refusal(family.number).is_none() {
                    tally.enter(family.number);
                    items.push(pick(request, family, fallback, level, items.len()));
                }
            }
        }
    }
    items
}

/// Whether a product can be shown beside everything that is asked about. A fallback has no type, so
/// guidelines for all types alone speak against it.
fn is_allowed(request: &Request<'_>, number: u32) -> bool {
    request.refusal(number).is_none()
        && !request.sources.iter().any(|&source| request.is_forbidden(source, number, NONE))
}

/// The categories to look into, each once; `None` is the shop.
fn levels(request: &Request<'_>) -> Vec<Option<u32>> {
    let tree = &request.snapshot.words.categories;
    let mut levels = Vec::new();
    for &source in &request.sources {
        let category = request.snapshot.row(source).category;
        for node in tree.upward(category) {
            if !levels.contains(&Some(node)) {
                levels.push(Some(node));
            }
        }
    }
    levels.push(None);
    levels
}

fn pick<'s>(
    request: &Request<'s>,
    family: &Ranked,
    fallback: Fallback,
    level: Option<u32>,
    index: usize,
) -> Pick<'s> {
    let place = level.map(|node| request.snapshot.words.categories.path(node));
    let (factor, text) = match fallback {
        Fallback::CategoryPopularity => {
            (("orders", f64::from(family.orders)), ordered_text(family.orders, place))
        }
        Fallback::Newest => (("newest", 1.0), newest_text(family.created_at, place)),
    };
    let mut pick = bare_pick(request, family.number, index, PickOrigin::Fallback(fallback));
    pick.type_code = "fallback";
    pick.score = factor.1;
    if request.explain {
        pick.reason = Reason { text, factors: vec![factor], ..Reason::default() };
    }
    pick
}
