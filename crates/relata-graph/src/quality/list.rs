//! Lists that are longer than their type allows.

use relata_model::{Problem, ProblemCode};

use super::{Finding, Findings, Quality, Repair};

/// Counts different targets: several relations of one pair are shown as one.
pub(super) fn check(quality: &Quality, findings: &mut Findings) {
    let ends = quality.links.iter().map(|link| (link.source, link.type_number, link.target));
    let mut ends: Vec<(u32, u32, u32)> = ends.collect();
    ends.sort_unstable();
    ends.dedup();
    for list in ends.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let (source, type_number, _) = list[0];
        let (kind, length) = (&quality.types[type_number as usize], list.len());
        if length <= kind.max_per_product as usize {
            continue;
        }
        findings.push(ProblemCode::Overfull, || {
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
