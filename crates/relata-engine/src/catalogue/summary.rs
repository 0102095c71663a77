use std::collections::BTreeMap;

use relata_model::limits::CANDIDATES_MAX;
use relata_model::{ProductState, Sku, TypeCode};

use crate::catalogue::View;
use crate::gather::ListReader;
use crate::recommend::Request;

/// The relations of one product in figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationSummary<'s> {
    /// How many products it can show, of every type in the order of the setup.
    pub shown: Vec<(&'s TypeCode, usize)>,
    /// How many relations are stored for it, of the types that occur.
    pub stored: BTreeMap<&'s TypeCode, usize>,
    /// How many stored relations point to it.
    pub incoming: usize,
    /// Its stored relations by the kind of their origin.
    pub origins: BTreeMap<&'static str, usize>,
    /// What there is to mend: the states `uncovered`, `points_out`, `pending` and `expired` that hold.
    pub issues: Vec<ProductState>,
}

const ISSUES: [ProductState; 4] =
    [ProductState::Uncovered, ProductState::PointsOut, ProductState::Pending, ProductState::Expired];

impl<'s> View<'s> {
    /// The figures of some products; those that no product has are left out.
    pub fn summaries(&self, skus: &[Sku]) -> Vec<(Sku, RelationSummary<'s>)> {
        let types = self.snapshot.types().len();
        let mut request = Request::survey(self.snapshot, (0..types).collect(), self.channel(), self.at());
        let mut reader = ListReader::new(self.snapshot, 0);
        let known = skus.iter().filter_map(|sku| Some((sku, self.snapshot.number(sku)?)));
        let products = known.filter(|(_, number)| self.snapshot.record(*number).is_some());
        products.map(|(sku, number)| (sku.clone(), self.summary(number, &mut request, &mut reader))).collect()
    }

    fn summary(
        &self,
        number: u32,
        request: &mut Request<'s>,
        reader: &mut ListReader<'s>,
    ) -> RelationSummary<'s> {
        let snapshot = self.snapshot;
        request.ask_about(number);
        reader.allow(CANDIDATES_MAX);
        let mut visits_left = CANDIDATES_MAX;
        let mut shown = Vec::with_capacity(request.slots.len());
        for (slot, wanted) in request.slots.iter().enumerate() {
            reader.read(number, wanted.kind, request, |_| {});
            let rows = reader.rows.iter().filter(|row| !row.shadowed);
            let count = rows.filter(|row| request.can_show(slot, row, &mut visits_left)).count();
            shown.push((&snapshot.types()[wanted.place].code, count));
        }
        let mut stored = BTreeMap::new();
        let mut origins = BTreeMap::new();
        for edge in snapshot.edges(number) {
            *stored.entry(snapshot.words.types.value(edge.kind)).or_default() += 1;
            *origins.entry(snapshot.words.terms.value(edge.terms).origin.kind()).or_default() += 1;
        }
        let holds = |state: &ProductState| self.shown().states[*state as usize].contains(number);
        RelationSummary {
            shown,
            stored,
            incoming: self.incoming().count(number),
            origins,
            issues: ISSUES.into_iter().filter(holds).collect(),
        }
    }

    /// Every category with its ancestors, by path: the active families of the channel in it or
    /// below, and those of them that can show something.
    pub fn categories(&self) -> Vec<(&'s str, usize, usize)> {
        let (snapshot, facts) = (self.snapshot, self.facts());
        let uncovered = &self.shown().states[ProductState::Uncovered as usize];
        let tree = &snapshot.words.categories;
        let mut counts = vec![(0, 0); tree.len() as usize];
        for number in facts.top.iter() {
            let is_active = snapshot.row(number).state == crate::chunk::State::Active;
            if !is_active || !snapshot.is_in_channel(number, self.channel()) {
                continue;
            }
            for &node in facts.categories(number) {
                let (products, covered) = &mut counts[node as usize];
                *products += 1;
                *covered += usize::from(!uncovered.contains(number));
            }
        }
        let nodes = tree.iter().map(|(node, path)| (path, counts[node as usize]));
        let mut categories: Vec<_> = nodes
            .filter(|(_, (products, _))| *products > 0)
            .map(|(path, (products, covered))| (path, products, covered))
            .collect();
        categories.sort_unstable();
        categories
    }
}
