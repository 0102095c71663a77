use std::collections::BTreeMap;

use relata_model::Problem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ProblemDetail;

/// What is wrong with the stored relations, with proposed repairs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Quality, example = json!({
    "problems": [{"code": "stale-relation", "severity": "warning", "subject": "A -> B", "message": "the window has ended"}],
    "counts": {"stale-relation": 1}, "truncated": false
}))]
pub struct QualityDocument {
    /// The problems found, up to a named number.
    pub problems: Vec<ProblemDetail>,
    /// How many there are of each code, all counted.
    pub counts: BTreeMap<String, u64>,
    /// Whether there are more than listed.
    pub truncated: bool,
}

impl QualityDocument {
    /// All problems counted, the first `listed_max` listed.
    pub fn from_problems(problems: &[Problem], listed_max: usize) -> QualityDocument {
        let mut counts = BTreeMap::new();
        for problem in problems {
            *counts.entry(problem.code.as_str().to_string()).or_default() += 1;
        }
        QualityDocument {
            problems: problems.iter().take(listed_max).map(ProblemDetail::from).collect(),
            counts,
            truncated: problems.len() > listed_max,
        }
    }
}
