use std::sync::Arc;

use relata_model::RuleCode;
use relata_model::limits::CANDIDATES_MAX;

use super::Trial;
use super::example::TrialExample;
use super::shown::Case;
use crate::answer::Removal;
use crate::gather::ListReader;
use crate::recommend::Request;
use crate::rules::Ban;

impl Trial<'_> {
    /// Notes what guidelines took out of an answer, and names it while examples are wanted.
    pub(super) fn note_removed(&mut self, request: &Request<'_>, case: &Case, count: usize) {
        let before = self.removed.count;
        if self.removed.wants_more() {
            let mut reader = ListReader::new(self.snapshot, CANDIDATES_MAX);
            for slot in &request.slots {
                reader.read(case.source, slot.kind, request, |_| {});
                for row in reader.rows.iter().filter(|row| !row.shadowed) {
                    let target = row.edge.target;
                    if request.pair_refusal(case.source, target, slot.kind) != Some(Removal::Guideline) {
                        continue;
                    }
                    let forbids =
                        |ban: &&Arc<Ban>| ban.forbids_in(request, case.source, target, Some(slot.kind));
                    let Some(ban) = self.guidelines.iter().find(forbids) else { continue };
                    let origin = row.terms.origin.to_string();
                    let snapshot = self.snapshot;
                    self.removed.push(|| TrialExample {
                        product: Some(snapshot.sku(case.source).clone()),
                        ask: Some(case.ask as usize),
                        pick: Some(snapshot.sku(target).clone()),
                        type_code: Some(snapshot.words.types.value(slot.kind).clone()),
                        rule: origin.strip_prefix("rule:").and_then(|code| RuleCode::parse(code).ok()),
                        origin: Some(origin),
                        guideline: ban.guideline.clone(),
                        text: ban.text(),
                    });
                }
            }
        }
        // What no example names is counted all the same.
        self.removed.count = before + count;
    }
}
