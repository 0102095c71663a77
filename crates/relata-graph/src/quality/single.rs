//! What is wrong with one relation or one product alone.

use std::collections::VecDeque;

use relata_model::limits::{SUBSTITUTE_DEPTH_MAX, SUBSTITUTE_VISITS_MAX};
use relata_model::{Problem, ProblemCode};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{BasePrice, Finding, Findings, Quality, RelationFacts, Repair};

pub(super) fn check(quality: &Quality, findings: &mut Findings) {
    for (number, facts) in quality.facts.iter().enumerate() {
        if let Some(BasePrice::Foreign(currency)) = facts.as_ref().map(|facts| facts.price) {
            findings.push(ProblemCode::ForeignCurrency, || {
                let sku = &quality.skus[number];
                let message = format!("the price of {sku} is in {currency}, for which there is no rate");
                let hint = "give the price in the shop's own currency; until then it counts as absent";
                let problem = Problem::warning(ProblemCode::ForeignCurrency, message).hint(hint).about(sku);
                Finding {
                    problem,
                    relation: None,
                    source: sku.clone(),
                    type_code: None,
                    target: None,
                    repair: None,
                }
            });
        }
    }
    let substitutes = Substitutes::new(quality);
    for link in &quality.links {
        if quality.window(link).ended(quality.at) {
            stale(quality, link, findings);
        } else if quality.facts(link.source).is_none() || quality.facts(link.target).is_none() {
            dangling(quality, link, findings);
        } else {
            unreachable(quality, link, &substitutes, findings);
            not_rising(quality, link, findings);
        }
    }
}

fn stale(quality: &Quality, link: &RelationFacts, findings: &mut Findings) {
    findings.push(ProblemCode::Stale, || {
        let until = quality.window(link).until.map(|until| until.to_string()).unwrap_or_default();
        let message = format!("the window of {} ended at {until}", quality.words(link));
        let problem = Problem::warning(ProblemCode::Stale, message)
            .hint("remove the relation, or set a later end")
            .about(quality.sku(link.source));
        quality.finding(link, problem, Some(Repair::Remove(link.id)))
    });
}

fn dangling(quality: &Quality, link: &RelationFacts, findings: &mut Findings) {
    findings.push(ProblemCode::Dangling, || {
        let missing = if quality.facts(link.source).is_none() { link.source } else { link.target };
        let message = format!("{} names {}, which does not exist", quality.words(link), quality.sku(missing));
        let problem = Problem::warning(ProblemCode::Dangling, message)
            .hint("import the product, or remove the relation")
            .about(quality.sku(link.source));
        quality.finding(link, problem, Some(Repair::Remove(link.id)))
    });
}

/// A target that cannot be shown. One that is only sold out is served by its substitute, which is
/// no finding; one that is not sold any more should give way to its substitute for good.
fn unreachable(quality: &Quality, link: &RelationFacts, substitutes: &Substitutes, findings: &mut Findings) {
    let Some(facts) = quality.facts(link.target) else { return };
    if facts.is_available() {
        return;
    }
    // Answers follow substitutes alone; a successor is what to change a stored relation to.
    let stand_ins = if facts.sold { StandIns::Substitutes } else { StandIns::SuccessorsToo };
    let substitute = substitutes.available(quality, link, stand_ins);
    if facts.sold && substitute.is_some() {
        return;
    }
    findings.push(ProblemCode::Unreachable, || {
        let state = if facts.sold { "is sold out" } else { "is not sold" };
        let message = format!("the target of {} {state}", quality.words(link));
        let target = substitute.map(|number| quality.sku(number).clone());
        let (hint, repair) = match target {
            Some(target) => (
                format!("point the relation to its substitute {target}"),
                Some(Repair::Retarget { relation: link.id, target }),
            ),
            None if facts.sold => ("restock it or give it a substitute".to_string(), None),
            None => (
                "remove the relation or give the target a substitute".to_string(),
                Some(Repair::Remove(link.id)),
            ),
        };
        let problem =
            Problem::warning(ProblemCode::Unreachable, message).hint(hint).about(quality.sku(link.source));
        quality.finding(link, problem, repair)
    });
}

fn not_rising(quality: &Quality, link: &RelationFacts, findings: &mut Findings) {
    let Some(potential) = &quality.kind(link).potential else { return };
    let value = |number| quality.facts(number).and_then(|facts| facts.potential(potential));
    let (Some(source), Some(target)) = (value(link.source), value(link.target)) else { return };
    if source < target {
        return;
    }
    findings.push(ProblemCode::NotRising, || {
        let name = match potential {
            relata_model::Potential::Price => "price",
            relata_model::Potential::Attribute(name) => name,
        };
        let message = format!("the {name} does not rise along {}", quality.words(link));
        let problem = Problem::warning(ProblemCode::NotRising, message)
            .hint("turn the relation around, or take another type such as related")
            .about(quality.sku(link.source));
        quality.finding(link, problem, None)
    });
}

/// Which relations name what stands in for a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StandIns {
    Substitutes,
    SuccessorsToo,
}

/// What stands in for a product, best first, and by which relation.
struct Substitutes {
    by_source: FxHashMap<u32, Vec<(StandIns, u32)>>,
}

impl Substitutes {
    /// Substitutes by position, then successors.
    fn new(quality: &Quality) -> Substitutes {
        let mut open: Vec<(StandIns, &RelationFacts)> = Vec::new();
        for link in quality.links.iter().filter(|link| quality.window(link).contains(quality.at)) {
            match quality.kind(link).code.as_str() {
                "substitute" => open.push((StandIns::Substitutes, link)),
                "successor" => open.push((StandIns::SuccessorsToo, link)),
                _ => {}
            }
        }
        open.sort_by_key(|(kind, link)| (*kind == StandIns::SuccessorsToo, link.position, link.target));
        let mut by_source: FxHashMap<u32, Vec<(StandIns, u32)>> = FxHashMap::default();
        for (kind, link) in open {
            by_source.entry(link.source).or_default().push((kind, link.target));
        }
        Substitutes { by_source }
    }

    /// The nearest one that can be shown in place of a relation's target, and is not its source.
    fn available(&self, quality: &Quality, link: &RelationFacts, allowed: StandIns) -> Option<u32> {
        let source_family = quality.family(link.source);
        let mut seen = FxHashSet::from_iter([link.target]);
        let mut queue = VecDeque::from([(link.target, 0)]);
        while let Some((number, depth)) = queue.pop_front() {
            if depth == SUBSTITUTE_DEPTH_MAX || seen.len() > SUBSTITUTE_VISITS_MAX {
                continue;
            }
            for &(kind, next) in self.by_source.get(&number).into_iter().flatten() {
                if (kind == StandIns::SuccessorsToo && allowed == StandIns::Substitutes) || !seen.insert(next)
                {
                    continue;
                }
                let available = quality.facts(next).is_some_and(|facts| facts.is_available());
                if available && quality.family(next) != source_family {
                    return Some(next);
                }
                queue.push_back((next, depth + 1));
            }
        }
        None
    }
}
