//! Pairs of relations that say opposite things.

use relata_model::{CycleLaw, Problem, ProblemCode, RelationId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Findings, Quality, RelationFacts, Repair};

/// What a relation claims of its two products, where another one can claim the opposite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Claim {
    /// One is taken in place of the other.
    Instead,
    /// One is taken together with the other.
    Together,
    /// The target is above the source, under an `order` type.
    Above { type_number: u32, target: u32 },
}

/// Looks at each pair of families once. Several relations that claim the same of a pair, such as
/// a manual and an imported one, are shadowed and no contradiction.
pub(super) fn check(quality: &Quality, refused: &FxHashSet<RelationId>, findings: &mut Findings) {
    let mut claims: FxHashMap<(u32, u32), Vec<(Claim, &RelationFacts)>> = FxHashMap::default();
    for link in quality.links.iter().filter(|link| !refused.contains(&link.id)) {
        let (source, target) = (quality.family(link.source), quality.family(link.target));
        let Some(claim) = claim_of(quality, link, target).filter(|_| source != target) else { continue };
        let earlier = claims.entry((source.min(target), source.max(target))).or_default();
        if earlier.iter().any(|(same, _)| *same == claim) {
            continue;
        }
        for (_, other) in earlier.iter().filter(|(other, _)| opposite(*other, claim)) {
            report(quality, other, link, findings);
        }
        earlier.push((claim, link));
    }
}

fn claim_of(quality: &Quality, link: &RelationFacts, target: u32) -> Option<Claim> {
    let kind = quality.kind(link);
    match kind.code.as_str() {
        "substitute" | "successor" => Some(Claim::Instead),
        "accessory" | "spare_part" => Some(Claim::Together),
        _ if kind.cycle_law == CycleLaw::Order => {
            Some(Claim::Above { type_number: link.type_number, target })
        }
        _ => None,
    }
}

fn opposite(a: Claim, b: Claim) -> bool {
    match (a, b) {
        (Claim::Instead, Claim::Together) | (Claim::Together, Claim::Instead) => true,
        (Claim::Above { type_number: a, .. }, Claim::Above { type_number: b, .. }) => a == b,
        _ => false,
    }
}

/// Proposes to remove the one whose maker gives way to the other's, if there is such a one.
fn report(quality: &Quality, earlier: &RelationFacts, later: &RelationFacts, findings: &mut Findings) {
    findings.push(ProblemCode::Contradiction, || {
        let message =
            format!("{} and {} contradict each other", quality.words(earlier), quality.words(later));
        let problem = Problem::warning(ProblemCode::Contradiction, message)
            .hint("decide which of the two holds and remove the other")
            .about(quality.sku(later.source));
        let weaker = match quality.terms_of(earlier).rank.cmp(&quality.terms_of(later).rank) {
            std::cmp::Ordering::Less => Some(later.id),
            std::cmp::Ordering::Greater => Some(earlier.id),
            std::cmp::Ordering::Equal => None,
        };
        quality.finding(later, problem, weaker.map(Repair::Remove))
    });
}
