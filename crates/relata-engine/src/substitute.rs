use relata_model::limits::{SUBSTITUTE_DEPTH_MAX, SUBSTITUTE_VISITS_MAX};

use crate::candidate::{Candidate, arrange};
use crate::gather::ListReader;
use crate::recommend::Request;
use crate::select::Selection;

impl Selection<'_, '_> {
    /// The product to show in the place of a sold-out one: the first that can be bought and fits
    /// the answer along the `substitute` relations.
    pub(crate) fn find_substitute(&mut self, wanted: &Candidate<'_>) -> Option<u32> {
        let tally = &self.tally;
        let fits = |number| tally.refusal(number).is_none();
        first_substitute(self.request, wanted, &mut self.visits_left, fits)
    }
}

/// Searches breadth first, each list in served order, three steps deep.
///
/// Terminates on any graph: every product is looked at once, at most 200 for one target and
/// `visits_left` for the request. What the source excludes under the wanted type is no substitute.
pub(crate) fn first_substitute(
    request: &Request<'_>,
    wanted: &Candidate<'_>,
    visits_left: &mut usize,
    fits: impl Fn(u32) -> bool,
) -> Option<u32> {
    let snapshot = request.snapshot;
    let exclusions = snapshot.exclusions(request.sources[wanted.source as usize]);
    let kind = request.slots[wanted.slot as usize].kind;
    let is_excluded = |number: u32| exclusions.iter().any(|list| list.contains(&(kind, number)));
    let mut reader = ListReader::new(snapshot, SUBSTITUTE_VISITS_MAX * SUBSTITUTE_DEPTH_MAX);
    let mut seen = vec![(wanted.edge.target, 0)];
    let mut next = 0;
    while let Some(&(number, depth)) = seen.get(next) {
        next += 1;
        if depth == SUBSTITUTE_DEPTH_MAX {
            break;
        }
        for found in substitutes(request, &mut reader, number) {
            if seen.iter().any(|(other, _)| *other == found) {
                continue;
            }
            if seen.len() > SUBSTITUTE_VISITS_MAX || *visits_left == 0 {
                return None;
            }
            *visits_left -= 1;
            let source = request.sources[wanted.source as usize];
            if request.pair_refusal(source, found, kind).is_none() && !is_excluded(found) && fits(found) {
                return Some(found);
            }
            seen.push((found, depth + 1));
        }
    }
    None
}

/// The substitutes of one product, in served order.
fn substitutes<'r>(request: &Request<'r>, reader: &mut ListReader<'r>, number: u32) -> Vec<u32> {
    reader.read(number, request.snapshot.setup().substitute, request, |_| {});
    let rows = reader.rows.iter().filter(|row| !row.shadowed);
    let mut list: Vec<Candidate<'_>> =
        (0..).zip(rows).map(|(place, row)| row.candidate(place, row.edge.weight)).collect();
    arrange(&mut list, request.arrangement);
    list.into_iter().map(|candidate| candidate.edge.target).collect()
}
