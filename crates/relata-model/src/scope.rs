use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{ChannelCode, Locale, SegmentCode};

/// Where and for whom something applies. An empty set means everywhere or everyone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Scope {
    /// Channels; any of them.
    pub channels: BTreeSet<ChannelCode>,
    /// Locales; any of them. `de` also covers `de-AT`.
    pub locales: BTreeSet<Locale>,
    /// Customer segments; any of them.
    pub segments: BTreeSet<SegmentCode>,
}

impl Scope {
    /// Whether it applies everywhere and to everyone.
    pub fn is_everywhere(&self) -> bool {
        self.channels.is_empty() && self.locales.is_empty() && self.segments.is_empty()
    }

    /// What two scopes share, if anything.
    ///
    /// Segments never exclude each other, since a customer can be in several: two scopes with
    /// different segments overlap, and the union of both sets is carried on.
    pub fn intersection(&self, other: &Scope) -> Option<Scope> {
        Some(Scope {
            channels: common(&self.channels, &other.channels)?,
            locales: common_locales(&self.locales, &other.locales)?,
            segments: self.segments.union(&other.segments).cloned().collect(),
        })
    }

    /// Whether this scope is at least as wide as the other.
    pub fn covers(&self, other: &Scope) -> bool {
        let wider = |all: bool, subset: bool| all || subset;
        wider(
            self.channels.is_empty(),
            !other.channels.is_empty() && other.channels.is_subset(&self.channels),
        ) && wider(
            self.locales.is_empty(),
            !other.locales.is_empty() && other.locales.is_subset(&self.locales),
        ) && self.segments.is_subset(&other.segments)
    }

    /// Whether whoever is shown something with the other scope would be shown it with this one, too.
    ///
    /// Unlike [`Scope::covers`], which follows one customer along a chain of relations and so
    /// gathers segments, this looks at one relation alone: any one of its segments is enough.
    pub fn shows_wherever(&self, other: &Scope) -> bool {
        let placed = |scope: &Scope| Scope { segments: BTreeSet::new(), ..scope.clone() };
        let everyone = self.segments.is_empty();
        (everyone || (!other.segments.is_empty() && other.segments.is_subset(&self.segments)))
            && placed(self).covers(&placed(other))
    }
}

fn common<T: Ord + Clone>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> Option<BTreeSet<T>> {
    if a.is_empty() || b.is_empty() {
        return Some(if a.is_empty() { b.clone() } else { a.clone() });
    }
    let both: BTreeSet<T> = a.intersection(b).cloned().collect();
    (!both.is_empty()).then_some(both)
}

fn common_locales(a: &BTreeSet<Locale>, b: &BTreeSet<Locale>) -> Option<BTreeSet<Locale>> {
    if a.is_empty() || b.is_empty() {
        return Some(if a.is_empty() { b.clone() } else { a.clone() });
    }
    let narrower = |x: &Locale, y: &Locale| {
        if covers_locale(x, y) { Some(y.clone()) } else { covers_locale(y, x).then(|| x.clone()) }
    };
    let both: BTreeSet<Locale> =
        a.iter().flat_map(|x| b.iter().filter_map(move |y| narrower(x, y))).collect();
    (!both.is_empty()).then_some(both)
}

/// Whether a locale of a scope takes in a locale of a request: itself, or the language of a region.
pub(crate) fn covers_locale(scope: &Locale, request: &Locale) -> bool {
    let (scope, request) = (scope.as_str(), request.as_str());
    request == scope || (request.starts_with(scope) && request[scope.len()..].starts_with(['-', '_']))
}

impl Locale {
    /// Whether this locale takes in another: itself, or a region of its language.
    pub fn covers(&self, other: &Locale) -> bool {
        covers_locale(self, other)
    }
}
