//! Lists that are longer than their type allows.

use relata_model::{Problem, ProblemCode};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Finding, Findings, Quality, Repair};

/// Counts different targets: several relations of one pair are shown as one.
pub(super) fn check(quality: &Quality, findings: &mut Findings) {
    let mut seen = FxHashSet::default();
    let mut lengths: FxHashMap<(u32, usize), u32> = FxHashMap::default();
    for link in &quality.links {
        if seen.insert((link.source, link.type_number, link.target)) {
            *lengths.entry((link.source, link.type_number)).or_default() += 1;
        }
    }
    let mut overfull: Vec<((u32, usize), u32)> = lengths
        .into_iter()
        .filter(|((_, type_number), length)| *length > quality.types[*type_number].max_per_product)
        .collect();
    overfull.sort_unstable();
    for ((source, type_number), length) in overfull {
        findings.push(ProblemCode::Overfull, || {
            let kind = &quality.types[type_number];
            let (source, keep) = (quality.sku(source).clone(), kind.max_per_product);
            let message = format!("{source} has {length} targets under {}, which allows {keep}", kind.code);
            let problem = Problem::warning(ProblemCode::Overfull, message)
                .hint("remove the last of the list, or raise max_per_product of the type")
                .about(&source);
            let repair = Repair::Shorten { source: source.clone(), type_code: kind.code.clone(), keep };
            Finding {
                problem,
                relation: None,
                source,
                type_code: Some(kind.code.clone()),
                target: None,
                repair: Some(repair),
            }
        });
    }
}
