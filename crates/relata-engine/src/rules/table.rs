use std::sync::{Arc, Mutex, PoisonError, RwLock};

use relata_rules::Field;
use rustc_hash::FxHashMap;

use super::column::{FactColumn, ReadChunk, SharedColumn, has_column};
use super::order::{Order, Shop};
use super::parallel::map_parallel;
use super::ranked::{Ranked, RankedKey};
use super::reading::Reading;
use super::set::ProductSet;
use crate::Snapshot;
use crate::catalogue::SkuOrder;

/// Columns that one shop keeps; conditions over further fields are asked product by product.
const COLUMNS_MAX: usize = 256;
/// Ranked lists that one shop keeps; rules that would want more walk their own lists.
const RANKED_MAX: usize = 64;

/// The facts that rules read, in columns, and families in the orders that rules want.
///
/// A part is made when a rule first needs it and then follows every change.
#[derive(Debug, Clone, Default)]
pub(crate) struct FactTable {
    /// Whether any rule ever needed it.
    is_made: bool,
    heads: ProductSet,
    fields: FxHashMap<Field, usize>,
    columns: Vec<SharedColumn>,
    ranked: Vec<Arc<Ranked>>,
    /// Each category with those below it.
    subtrees: Arc<Vec<Vec<u32>>>,
    /// The place of each number by SKU among those that were there when this was made.
    sku_rank: Arc<Vec<u32>>,
}

/// The table of one snapshot, to which previews may add.
#[derive(Debug, Default)]
pub(crate) struct FactStore {
    table: RwLock<Arc<FactTable>>,
    /// Held while something is added, so that answers wait for nothing that is being made.
    adding: Mutex<()>,
}

/// What changed in a table.
pub(crate) struct Moved {
    /// By column.
    pub(crate) columns: Vec<bool>,
    /// Some product became or ceased to be a family.
    pub(crate) heads: bool,
}

impl FactStore {
    pub(crate) fn of(table: FactTable) -> FactStore {
        FactStore { table: RwLock::new(Arc::new(table)), adding: Mutex::default() }
    }

    pub(crate) fn table(&self) -> Arc<FactTable> {
        self.table.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The table with columns of the fields given; those that are not there yet are made.
    ///
    /// O(products) for each that is new.
    pub(crate) fn with_columns(&self, snapshot: &Snapshot, fields: &[Field]) -> Arc<FactTable> {
        let known = self.table();
        if known.is_made && fields.iter().all(|field| known.has(field)) {
            return known;
        }
        let _adding = self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        let mut table = (*self.table()).clone();
        table.add_columns(snapshot, fields);
        self.put(table)
    }

    fn put(&self, table: FactTable) -> Arc<FactTable> {
        let table = Arc::new(table);
        *self.table.write().unwrap_or_else(PoisonError::into_inner) = table.clone();
        table
    }

    /// Where a ranked list stands, which is made if it is not there; `None` past the bound. `further`
    /// is an order by which it is walked, too.
    pub(crate) fn with_ranked(
        &self,
        snapshot: &Snapshot,
        key: RankedKey,
        further: Option<&Order>,
    ) -> Option<usize> {
        let is_there = |table: &FactTable| {
            let place = table.place_of(&key)?;
            let ranked = &table.ranked[place];
            further.is_none_or(|order| ranked.place_of_order(order).is_some()).then_some(place)
        };
        if let Some(place) = is_there(&self.table()) {
            return Some(place);
        }
        let _adding = self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.table();
        if let Some(place) = is_there(&known) {
            return Some(place);
        }
        let mut table = (*known).clone();
        let shop = Shop { snapshot, table: &known };
        let place = match table.place_of(&key) {
            Some(place) => place,
            None if table.ranked.len() >= RANKED_MAX => return None,
            None => {
                let made = Ranked::of(shop, key.clone(), table.base(&key));
                table.ranked.push(Arc::new(made));
                table.ranked.len() - 1
            }
        };
        if let Some(order) = further {
            Arc::make_mut(&mut table.ranked[place]).add_order(shop, order);
        }
        self.put(table);
        Some(place)
    }
}

impl FactTable {
    pub(crate) fn is_made(&self) -> bool {
        self.is_made
    }

    pub(crate) fn heads(&self) -> &ProductSet {
        &self.heads
    }

    pub(crate) fn columns(&self) -> &[SharedColumn] {
        &self.columns
    }

    pub(crate) fn place(&self, field: &Field) -> Option<usize> {
        self.fields.get(field).copied()
    }

    pub(crate) fn column(&self, field: &Field) -> Option<&FactColumn> {
        Some(&self.columns[self.place(field)?])
    }

    /// The field of a column.
    pub(crate) fn field(&self, place: usize) -> Option<&Field> {
        self.fields.iter().find(|(_, other)| **other == place).map(|(field, _)| field)
    }

    pub(crate) fn ranked(&self, place: usize) -> &Ranked {
        &self.ranked[place]
    }

    /// The list of all families in the order of another list.
    fn base(&self, key: &RankedKey) -> Option<&Ranked> {
        let whole = RankedKey { column: None, order: key.order.clone() };
        self.place_of(&whole).filter(|_| key.column.is_some()).map(|place| &*self.ranked[place])
    }

    fn place_of(&self, key: &RankedKey) -> Option<usize> {
        self.ranked.iter().position(|ranked| ranked.key == *key)
    }

    /// A category and those below it.
    pub(crate) fn subtree(&self, node: u32) -> &[u32] {
        self.subtrees.get(node as usize).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn sku_rank(&self, number: u32) -> Option<u32> {
        self.sku_rank.get(number as usize).copied()
    }

    fn has(&self, field: &Field) -> bool {
        !has_column(field) || self.fields.contains_key(field) || self.columns.len() >= COLUMNS_MAX
    }

    fn add_columns(&mut self, snapshot: &Snapshot, fields: &[Field]) {
        if !self.is_made {
            self.is_made = true;
            let numbers: Vec<u32> = snapshot.numbers().filter(|&number| snapshot.is_head(number)).collect();
            self.heads = ProductSet::of_sorted(&numbers);
            self.sku_rank = Arc::new(SkuOrder::new(snapshot).rank);
            self.subtrees = Arc::new(snapshot.words.categories.subtrees());
        }
        let mut new: Vec<Field> = Vec::new();
        for field in fields {
            if !self.has(field) && !new.contains(field) && self.columns.len() + new.len() < COLUMNS_MAX {
                new.push(field.clone());
            }
        }
        for (field, column) in new.iter().zip(read_columns(snapshot, &new)) {
            self.fields.insert(field.clone(), self.columns.len());
            self.columns.push(Arc::new(column));
        }
    }

    /// The same table for a snapshot in which the families given may have changed.
    pub(crate) fn follow(&self, before: &Snapshot, after: &Snapshot, changed: &[u32]) -> (FactTable, Moved) {
        let mut next = self.clone();
        let mut moved = Moved { columns: vec![false; self.columns.len()], heads: false };
        if after.words.categories.len() as usize != self.subtrees.len() {
            next.subtrees = Arc::new(after.words.categories.subtrees());
        }
        for &number in changed {
            let is_head = after.is_head(number);
            moved.heads |= is_head != self.heads.contains(number);
            next.heads.set(number, is_head);
        }
        let mut found = Reading::default();
        for (field, &place) in &self.fields {
            let column = &mut next.columns[place];
            for &number in changed {
                // Most changes leave most columns as they are; these are not to be copied.
                let mut probe = Probe { column, moved: &mut moved.columns[place] };
                probe.follow(after, number, field, &mut found);
            }
        }
        let (old, new) = (Shop { snapshot: before, table: self }, next.clone());
        let new = Shop { snapshot: after, table: &new };
        for ranked in &mut next.ranked {
            follow_ranked(ranked, old, new, changed, &moved);
        }
        (next, moved)
    }

    /// The same columns read anew, as after a change of the shop's currency.
    pub(crate) fn made_anew(&self, snapshot: &Snapshot) -> FactTable {
        let mut fields: Vec<(&Field, &usize)> = self.fields.iter().collect();
        fields.sort_by_key(|(_, place)| **place);
        let fields: Vec<Field> = fields.into_iter().map(|(field, _)| field.clone()).collect();
        let mut next = FactTable::default();
        if self.is_made {
            next.add_columns(snapshot, &fields);
        }
        for ranked in &self.ranked {
            let made = ranked.made_anew(Shop { snapshot, table: &next }, next.base(&ranked.key));
            next.ranked.push(Arc::new(made));
        }
        next
    }

    pub(crate) fn bytes(&self) -> usize {
        let columns: usize = self.columns.iter().map(|column| column.bytes()).sum();
        let ranked: usize = self.ranked.iter().map(|ranked| ranked.bytes()).sum();
        columns + ranked + self.heads.bytes() + self.sku_rank.len() * 4 + self.subtrees.len() * 40
    }
}

/// Changes a shared column only where something is to be changed.
struct Probe<'c> {
    column: &'c mut SharedColumn,
    moved: &'c mut bool,
}

impl Probe<'_> {
    fn follow(&mut self, snapshot: &Snapshot, number: u32, field: &Field, found: &mut Reading) {
        if self.column.differs(snapshot, number, field, found) {
            *self.moved = true;
            Arc::make_mut(self.column).enter(number, found);
        }
    }
}

fn follow_ranked(ranked: &mut Arc<Ranked>, old: Shop<'_>, new: Shop<'_>, changed: &[u32], moved: &Moved) {
    let keys = || ranked.orders().flat_map(|order| &order.keys);
    let ordered = keys().filter_map(|(field, _)| old.table.place(field));
    let depends: Vec<usize> = ordered.chain(ranked.key.column).collect();
    let by_text = keys().any(|(field, _)| old.table.place(field).is_none());
    if !moved.heads && !by_text && depends.iter().all(|&place| !moved.columns[place]) {
        return;
    }
    let kind_changed = |&place: &usize| {
        matches!(*new.table.columns[place], FactColumn::Odd)
            && !matches!(*old.table.columns[place], FactColumn::Odd)
    };
    if depends.iter().any(kind_changed) || changed.len() * 5 > new.table.heads.len() {
        *ranked = Arc::new(ranked.made_anew(new, None));
        return;
    }
    Arc::make_mut(ranked).follow(old, new, changed);
}

/// Reads columns chunk by chunk, so that each record is fetched once for all of them.
fn read_columns(snapshot: &Snapshot, fields: &[Field]) -> Vec<FactColumn> {
    let chunks: Vec<usize> = (0..snapshot.chunks.len()).collect();
    let read = map_parallel(&chunks, |&chunk| {
        fields.iter().map(|field| ReadChunk::of(snapshot, chunk, field)).collect::<Vec<_>>()
    });
    let mut by_field: Vec<Vec<ReadChunk>> = fields.iter().map(|_| Vec::with_capacity(read.len())).collect();
    for chunk in read {
        by_field.iter_mut().zip(chunk).for_each(|(chunks, chunk)| chunks.push(chunk));
    }
    let columns: Vec<(usize, Mutex<Vec<ReadChunk>>)> =
        by_field.into_iter().map(Mutex::new).enumerate().collect();
    map_parallel(&columns, |(place, chunks)| {
        let chunks = std::mem::take(&mut *chunks.lock().unwrap_or_else(PoisonError::into_inner));
        FactColumn::of(&fields[*place], chunks)
    })
}
