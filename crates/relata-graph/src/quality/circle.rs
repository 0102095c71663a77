//! Circles: reported for `warn` types, wrong for `order` and `strict` types.

use relata_model::{CycleLaw, Problem, ProblemCode, RelationId, Sku};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Finding, Findings, Quality, RelationFacts, Repair};
use crate::{Edge, TypeGraph, Verdict, shortest_circle, strongly_connected};

/// Gives the relations that stand against their type's law.
pub(super) fn check(quality: &mut Quality, findings: &mut Findings) -> FxHashSet<RelationId> {
    let mut refused = FxHashSet::default();
    for type_number in 0..quality.types.len() {
        match quality.types[type_number].cycle_law {
            CycleLaw::Free => {}
            CycleLaw::Warn => report_groups(quality, type_number, findings),
            CycleLaw::Order | CycleLaw::Strict => {
                refused.extend(report_refused(quality, type_number, findings))
            }
        }
    }
    refused
}

/// The relations of a type between different families, with the families.
fn edges(quality: &Quality, type_number: usize) -> impl Iterator<Item = (u32, u32, &RelationFacts)> {
    let of_type = quality.links.iter().filter(move |link| link.type_number as usize == type_number);
    of_type
        .map(|link| (quality.family(link.source), quality.family(link.target), link))
        .filter(|(source, target, _)| source != target)
}

fn report_groups(quality: &Quality, type_number: usize, findings: &mut Findings) {
    let pairs: Vec<(u32, u32)> =
        edges(quality, type_number).map(|(source, target, _)| (source, target)).collect();
    let groups = strongly_connected(quality.skus.len() as u32, &pairs);
    let group_of: FxHashMap<u32, usize> =
        groups.iter().enumerate().flat_map(|(at, group)| group.iter().map(move |&node| (node, at))).collect();
    let mut within: Vec<Vec<(u32, u32)>> = vec![Vec::new(); groups.len()];
    for &(source, target) in &pairs {
        if let (Some(at), Some(other)) = (group_of.get(&source), group_of.get(&target))
            && at == other
        {
            within[*at].push((source, target));
        }
    }
    for (group, pairs) in groups.iter().zip(&within) {
        findings.push(ProblemCode::Cycle, || {
            let path = shortest_circle(group[0], pairs).unwrap_or_default();
            let closing = closing_relation(quality, type_number, &path);
            let code = &quality.types[type_number].code;
            let problem = Problem::warning(
                ProblemCode::Cycle,
                format!("{} products are each other's {code} in a circle", group.len()),
            )
            .hint("check which of them is really the other's; remove the relation that points the wrong way")
            .about(quality.sku(group[0]))
            .along(skus(quality, &path));
            Finding {
                problem,
                relation: closing,
                source: quality.sku(group[0]).clone(),
                type_code: Some(code.clone()),
                target: None,
                repair: closing.map(Repair::Remove),
            }
        });
    }
}

/// Of the relations along a path, the one furthest down its list: the one that is missed least.
fn closing_relation(quality: &Quality, type_number: usize, path: &[u32]) -> Option<RelationId> {
    let steps: FxHashSet<(u32, u32)> = path.windows(2).map(|step| (step[0], step[1])).collect();
    let along = edges(quality, type_number).filter(|(source, target, _)| steps.contains(&(*source, *target)));
    along.max_by_key(|(_, _, link)| (link.position, link.id)).map(|(_, _, link)| link.id)
}

/// Takes the relations one by one in the order in which they were made; those that the law would
/// have refused are the findings. There are none unless the database was changed by other hands.
fn report_refused(quality: &Quality, type_number: usize, findings: &mut Findings) -> Vec<RelationId> {
    let kind = &quality.types[type_number];
    let mut graph = TypeGraph::new(kind.cycle_law, quality.visits_max);
    let mut in_order: Vec<(u32, u32, &RelationFacts)> = edges(quality, type_number).collect();
    in_order.sort_by_key(|(_, _, link)| link.id);
    let mut refused = Vec::new();
    for (source, target, link) in in_order {
        let edge = Edge {
            source,
            target,
            scope: quality.terms_of(link).scope.clone(),
            window: quality.window(link),
        };
        let (code, path) = match graph.add_edge(&edge) {
            Verdict::Sound => continue,
            Verdict::Cycle(path) => (ProblemCode::Cycle, Some(path)),
            Verdict::Unproven => (ProblemCode::CycleUnproven, None),
        };
        refused.push(link.id);
        findings.push(code, || {
            let words = quality.words(link);
            let message = match path {
                Some(_) => format!("{words} closes a circle, which {} does not allow", kind.code),
                None => format!(
                    "whether {words} closes a circle could not be told within {} visits",
                    quality.visits_max
                ),
            };
            let mut problem =
                Problem::error(code, message).hint("remove the relation").about(quality.sku(link.source));
            if let Some(path) = &path {
                problem = problem.along(skus(quality, path));
            }
            quality.finding(link, problem, Some(Repair::Remove(link.id)))
        });
    }
    refused
}

fn skus(quality: &Quality, path: &[u32]) -> Vec<Sku> {
    path.iter().map(|&number| quality.sku(number).clone()).collect()
}
