//! Lists of products from the index, caught up with every write acknowledged before.

use std::sync::{Arc, Mutex};

use relata_engine::{Columns, Snapshot, View};
use relata_model::{Channel, ChannelCode, ProductSelection, Sku, TypeCode};

use crate::coverage::check_known;
use crate::{App, AppError};

/// Channels whose columns are kept; a fifth one takes the place of the one that was made first.
const CHANNELS_MAX: usize = 4;

/// The columns of the newest snapshot that lists asked for, by channel.
#[derive(Default)]
pub(crate) struct ColumnsCache {
    made: Mutex<Vec<(ChannelCode, Arc<Columns>)>>,
}

/// A snapshot with columns of its own.
pub(crate) struct Products {
    pub(crate) snapshot: Arc<Snapshot>,
    columns: Arc<Columns>,
}

impl Products {
    /// The products as lists see them.
    pub(crate) fn view(&self) -> View<'_> {
        View::new(&self.snapshot, &self.columns)
    }
}

impl App {
    /// The SKUs of a selection, ascending, as of all writes acknowledged before.
    ///
    /// A type or channel that does not exist is refused. A few milliseconds at 100,000 products, once
    /// the columns of the snapshot are there.
    pub fn select_products(&self, selection: &ProductSelection) -> Result<Vec<Sku>, AppError> {
        let products = self.products(selection)?;
        Ok(products.view().selected(selection).skus())
    }

    /// The newest products as the channel of a selection has them; refuses names that do not exist.
    pub(crate) fn products(&self, selection: &ProductSelection) -> Result<Products, AppError> {
        self.catch_up_for_readers()?;
        let snapshot = self.snapshot()?;
        let named = named_at("/with", &selection.with).chain(named_at("/without", &selection.without));
        check_known(&snapshot, named, selection.channel.as_ref())?;
        Ok(self.products_of(snapshot, selection.channel.as_ref()))
    }

    /// The newest products as a channel has them, `web` where none is named.
    pub(crate) fn products_in(&self, channel: Option<&ChannelCode>) -> Result<Products, AppError> {
        let selection = ProductSelection { channel: channel.cloned(), ..ProductSelection::default() };
        self.products(&selection)
    }

    fn products_of(&self, snapshot: Arc<Snapshot>, channel: Option<&ChannelCode>) -> Products {
        let channel = channel.cloned().unwrap_or_else(|| Channel::web().code);
        let at = self.now();
        let mut made = self.inner.columns.made.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let fitting = made.iter().find(|(code, columns)| *code == channel && columns.fits(&snapshot, at));
        if let Some((_, columns)) = fitting {
            return Products { columns: columns.clone(), snapshot };
        }
        let before = made.last().map(|(_, columns)| columns.clone());
        let columns = Columns::new(&snapshot, &channel, at, before.as_deref());
        let columns = Arc::new(columns.expect("the channel was looked up in this snapshot"));
        made.retain(|(code, other)| *code != channel && other.fits(&snapshot, at));
        if made.len() == CHANNELS_MAX {
            made.remove(0);
        }
        made.push((channel, columns.clone()));
        Products { snapshot, columns }
    }
}

/// Codes with the place in the request where each stands.
pub(crate) fn named_at<'a>(
    at: &'static str,
    codes: &'a [TypeCode],
) -> impl Iterator<Item = (&'static str, &'a TypeCode)> {
    codes.iter().map(move |code| (at, code))
}
