use relata_model::{Origin, Timestamp};

use crate::answer::{Pick, PickOrigin, Reason};
use crate::candidate::Candidate;
use crate::edge::Edge;
use crate::recommend::Request;
use crate::select::Picked;
use crate::terms::Terms;

/// A pick as it is shown, with its reason.
pub(crate) fn describe<'s>(request: &Request<'s>, picked: &Picked<'s>, index: usize) -> Pick<'s> {
    let candidate = &picked.candidate;
    let snapshot = request.snapshot;
    let slot = &request.slots[candidate.slot as usize];
    let origin = &candidate.terms.origin;
    let mut pick = bare_pick(request, picked.number, index, PickOrigin::Relation(origin));
    pick.type_code = snapshot.types()[slot.place].code.as_str();
    pick.score = candidate.score;
    pick.source = Some(snapshot.sku(request.sources[candidate.source as usize]).as_str());
    pick.block = picked.block.map(|block| request.blocks[block].code.as_str());
    pick.substitute_for = candidate.sold_out.then(|| snapshot.sku(candidate.edge.target).as_str());
    pick.reason.relation = Some(candidate.edge.id);
    match origin {
        Origin::Rule(code) => {
            let rule = snapshot.rules.rule(code);
            pick.offer = rule.and_then(|rule| rule.offer.as_ref());
            pick.reason.rule = Some(code.clone());
            if candidate.edge.id == Edge::DERIVED {
                pick.reason.relation = None;
            }
        }
        Origin::Campaign(code) => pick.reason.campaign = Some(code.clone()),
        Origin::Manual | Origin::Import(_) | Origin::Learned(_) => {}
    }
    if request.explain {
        pick.reason.factors = vec![("type_weight", slot.weight), ("relation_weight", candidate.edge.weight)];
        pick.reason.text = match pick.substitute_for {
            Some(wanted) => format!("instead of {wanted}, which is sold out"),
            None => relation_text(request, candidate),
        };
        if candidate.boost != 1.0 {
            pick.reason.factors.push(("rule_boost", candidate.boost));
            let source = request.sources[candidate.source as usize];
            for rule in request.boosts(source, candidate.edge.target, slot.kind) {
                pick.reason.text += &format!(", boosted by rule {}", rule.name);
            }
        }
    }
    pick
}

/// A pick that says what the product is, not yet why it is shown.
pub(crate) fn bare_pick<'s>(
    request: &Request<'s>,
    number: u32,
    index: usize,
    origin: PickOrigin<'s>,
) -> Pick<'s> {
    let snapshot = request.snapshot;
    let record = snapshot.record(number).expect("only products are picked");
    Pick {
        sku: snapshot.sku(number).as_str(),
        name: record.name_in(request.locale.as_ref()),
        type_code: "",
        position: index as u32 + 1,
        score: 0.0,
        price: snapshot.price(number, request.channel),
        image_url: record.image_url.as_deref(),
        url: record.url.as_deref(),
        source: None,
        block: None,
        origin,
        offer: None,
        substitute_for: None,
        reason: Reason::default(),
    }
}

fn relation_text(request: &Request<'_>, candidate: &Candidate<'_>) -> String {
    let Candidate { edge, terms, via, .. } = candidate;
    if let (Origin::Rule(code), Edge::DERIVED) = (&terms.origin, edge.id) {
        let name = request.snapshot.rules.rule(code).map_or(code.as_str(), |rule| rule.name.as_str());
        return format!("rule {name}");
    }
    let mut text = match &terms.origin {
        Origin::Manual => "linked by hand".to_string(),
        Origin::Campaign(code) => format!("campaign {code}"),
        Origin::Import(source) => format!("imported from {source}"),
        Origin::Rule(code) => format!("rule {code}"),
        Origin::Learned(model) => format!("learned by {model}"),
    };
    if terms.pin == Terms::UNPINNED {
        text += &format!(", position {}", edge.position);
    } else {
        text += &format!(", pinned at {}", terms.pin);
    }
    let snapshot = request.snapshot;
    if via.mirrored {
        text += &format!(" at {}", snapshot.sku(edge.target));
    }
    if via.inherited {
        let family = snapshot.row(request.sources[candidate.source as usize]).family;
        text += &format!(", inherited from {}", snapshot.sku(family));
    }
    text
}

/// Why a popular family is shown.
pub(crate) fn ordered_text(orders: u32, category: Option<&str>) -> String {
    let times = if orders == 1 { "once".to_string() } else { format!("{orders} times") };
    format!("ordered {times} in {}", category.unwrap_or("the shop"))
}

/// Why a new family is shown.
pub(crate) fn newest_text(created_at: Option<Timestamp>, category: Option<&str>) -> String {
    let place = category.unwrap_or("the shop");
    match created_at {
        // An RFC 3339 time starts with its date.
        Some(moment) => {
            format!("in {place} since {}", moment.to_string().chars().take(10).collect::<String>())
        }
        None => format!("one of the products in {place}"),
    }
}
