use std::sync::Arc;

use relata_model::{Origin, Relation, Rule, Scope, Window};

use crate::answer::Removal;
use crate::words::Words;

/// What many relations have in common: who made them, where, for whom and when they apply, their pin.
///
/// Relations name their terms by number. Few terms occur, so those of a list lie in the cache.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct Terms {
    pub(crate) origin: Origin,
    pub(crate) scope: Scope,
    pub(crate) window: Window,
    /// The fixed place; [`Terms::UNPINNED`] without one.
    pub(crate) pin: u32,
    channels: Box<[u32]>,
    locales: Box<[u32]>,
    segments: Box<[u32]>,
}

impl Terms {
    /// Sorts behind every pin.
    pub(crate) const UNPINNED: u32 = u32::MAX;

    pub(crate) fn of(relation: &Relation, words: &mut Words) -> Arc<Terms> {
        let pin = relation.pin.unwrap_or(Terms::UNPINNED);
        Arc::new(Terms::new(relation.origin.clone(), &relation.scope, relation.window, pin, words))
    }

    /// The terms of all that a rule shows.
    pub(crate) fn of_rule(rule: &Rule, words: &mut Words) -> Terms {
        let origin = Origin::Rule(rule.code.to_string());
        Terms::new(origin, &rule.scope, rule.window, Terms::UNPINNED, words)
    }

    fn new(origin: Origin, scope: &Scope, window: Window, pin: u32, words: &mut Words) -> Terms {
        Terms {
            origin,
            window,
            pin,
            channels: scope.channels.iter().map(|code| words.channels.intern(code)).collect(),
            locales: scope.locales.iter().map(|code| words.locales.intern(code)).collect(),
            segments: scope.segments.iter().map(|code| words.segments.intern(code)).collect(),
            scope: scope.clone(),
        }
    }

    /// The terms under which the target of a symmetric relation shows its source: a pin holds
    /// for the list in which it was set, not for the other one.
    pub(crate) fn unpinned(&self) -> Terms {
        Terms {
            origin: self.origin.clone(),
            scope: self.scope.clone(),
            window: self.window,
            pin: Terms::UNPINNED,
            channels: self.channels.clone(),
            locales: self.locales.clone(),
            segments: self.segments.clone(),
        }
    }

    /// Why relations under these terms do not apply, if they do not.
    pub(crate) fn refusal(&self, circumstances: &Circumstances) -> Option<Removal> {
        let meets = |wanted: &[u32], given: &[u32]| {
            wanted.is_empty() || wanted.iter().any(|code| given.contains(code))
        };
        if !self.window.contains(circumstances.at) {
            Some(Removal::OutsideWindow)
        } else if !meets(&self.channels, &[circumstances.channel])
            || !meets(&self.locales, &circumstances.locales)
        {
            Some(Removal::NotInChannel)
        } else if !meets(&self.segments, &circumstances.segments) {
            Some(Removal::Segment)
        } else {
            None
        }
    }

    /// In which part of a list arranged by hand the relation stands: 0 what people and feeds
    /// put at a position, 1 rules, 2 learned.
    pub(crate) fn tier(&self) -> u8 {
        match self.origin {
            Origin::Manual | Origin::Campaign(_) | Origin::Import(_) => 0,
            Origin::Rule(_) => 1,
            Origin::Learned(_) => 2,
        }
    }
}

/// The moment, place and customer of a request, in codes.
#[derive(Debug, Clone)]
pub(crate) struct Circumstances {
    pub(crate) at: relata_model::Timestamp,
    pub(crate) channel: u32,
    /// The locales that take in the one of the request.
    pub(crate) locales: Vec<u32>,
    pub(crate) segments: Vec<u32>,
}
