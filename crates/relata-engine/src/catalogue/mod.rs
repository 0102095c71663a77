//! Lists of products from memory: selection, facets, order, search.
//!
//! ```text
//!   Snapshot --+--> Columns     per channel: bits of filters, text, orders; made when first needed
//!              |       |
//!              +-------+--> View ----- select, facets, page, search, candidates, neighbourhood
//! ```
//!
//! Columns belong to one snapshot, channel and stretch of time in which no window opens or closes;
//! what did not change since the columns before is taken over from them. They are kept beside the
//! snapshot, not in it, so that neither answers nor the way of a change into them wait for lists.

mod bits;
mod carried;
mod facet;
mod facts;
mod filter;
mod incoming;
mod page;
mod search;
mod selected;
mod shown;
mod sku_order;
mod summary;
mod text;

use std::sync::{Arc, OnceLock};

use relata_model::{ChannelCode, Timestamp};

pub use facet::{Facets, TypeFacet};
pub use page::{Placed, SortValue};
pub use search::Found;
pub use selected::Selected;
pub use summary::RelationSummary;

use crate::Snapshot;
use crate::graph::Groups;
use carried::Carried;
use facts::Facts;
use incoming::Incoming;
use shown::Shown;
pub(crate) use sku_order::SkuOrder;
use text::SearchText;

/// What lists of products are filtered, counted and sorted by, of one snapshot and channel.
#[derive(Debug)]
pub struct Columns {
    generation: u64,
    channel: usize,
    at: Timestamp,
    until: Option<Timestamp>,
    facts: OnceLock<Facts>,
    shown: OnceLock<Shown>,
    groups: OnceLock<Groups>,
    text: Carried<SearchText>,
    order: Carried<SkuOrder>,
    incoming: Carried<Incoming>,
}

impl Columns {
    /// Columns for a moment; `None` if there is no such channel. Nothing is calculated yet.
    ///
    /// `before` are columns of any channel of an older snapshot.
    pub fn new(
        snapshot: &Snapshot,
        channel: &ChannelCode,
        at: Timestamp,
        before: Option<&Columns>,
    ) -> Option<Columns> {
        Some(Columns {
            generation: snapshot.generation(),
            channel: snapshot.setup().channel(channel)?,
            at,
            until: snapshot.next_turn(at),
            facts: OnceLock::new(),
            shown: OnceLock::new(),
            groups: OnceLock::new(),
            text: Carried::after(before.map(|before| &before.text)),
            order: Carried::after(before.map(|before| &before.order)),
            incoming: Carried::after(before.map(|before| &before.incoming)),
        })
    }

    /// Whether they are those of a snapshot at a moment.
    pub fn fits(&self, snapshot: &Snapshot, at: Timestamp) -> bool {
        self.generation == snapshot.generation() && self.at <= at && self.until.is_none_or(|until| at < until)
    }
}

/// A snapshot with columns made of it.
#[derive(Debug, Clone, Copy)]
pub struct View<'s> {
    pub(crate) snapshot: &'s Snapshot,
    columns: &'s Columns,
}

impl<'s> View<'s> {
    /// The view of a snapshot; the columns have to be its own.
    pub fn new(snapshot: &'s Snapshot, columns: &'s Columns) -> View<'s> {
        debug_assert_eq!(snapshot.generation(), columns.generation, "columns of another snapshot");
        View { snapshot, columns }
    }

    /// The place of the channel in the setup.
    pub(crate) fn channel(&self) -> usize {
        self.columns.channel
    }

    pub(crate) fn at(&self) -> Timestamp {
        self.columns.at
    }

    pub(crate) fn facts(&self) -> &'s Facts {
        self.columns.facts.get_or_init(|| Facts::new(self.snapshot, self.columns.channel))
    }

    pub(crate) fn shown(&self) -> &'s Shown {
        let Columns { channel, at, .. } = self.columns;
        self.columns.shown.get_or_init(|| Shown::new(self.snapshot, *channel, *at))
    }

    pub(crate) fn groups(&self) -> &'s Groups {
        self.columns.groups.get_or_init(|| self.find_groups())
    }

    pub(crate) fn text(&self) -> &'s SearchText {
        let make =
            |before: Option<Arc<SearchText>>| Arc::new(SearchText::new(self.snapshot, before.as_deref()));
        self.columns.text.get(make)
    }

    pub(crate) fn order(&self) -> &'s SkuOrder {
        self.columns.order.get(|before| SkuOrder::after(self.snapshot, before))
    }

    pub(crate) fn incoming(&self) -> &'s Incoming {
        self.columns.incoming.get(|before| Incoming::after(self.snapshot, before))
    }
}
