use std::cmp::Ordering;
use std::sync::Arc;

use relata_model::{Sku, Status, Timestamp};

use crate::Snapshot;
use crate::dictionary::Dictionary;
use crate::sorted_blocks::SortedBlocks;

/// Categories per shared group; one changed family copies the groups of its categories.
const GROUP: usize = 64;

/// A family in a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ranked {
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) orders: u32,
    /// The parent or the product that stands alone.
    pub(crate) number: u32,
}

impl Ranked {
    /// Most ordered first, then newest, then by SKU.
    fn order<'a>(skus: &'a Dictionary<Sku>) -> impl Fn(&Ranked, &Ranked) -> Ordering + Copy + 'a {
        |a, b| {
            let figures = (b.orders, b.created_at).cmp(&(a.orders, a.created_at));
            figures.then_with(|| skus.value(a.number).cmp(skus.value(b.number)))
        }
    }

    /// The same family where orders do not count.
    fn by_age(self) -> Ranked {
        Ranked { orders: 0, ..self }
    }
}

/// The families of one category, or of the shop.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ranking {
    /// Those that were ordered at all.
    pub(crate) popular: SortedBlocks<Ranked>,
    /// All of them, by age; their orders read 0 here.
    pub(crate) newest: SortedBlocks<Ranked>,
}

/// Where a family is ranked, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    ranked: Ranked,
    /// Category nodes, ascending.
    nodes: Vec<u32>,
}

/// The rankings of all categories and of the shop, of active families.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rankings {
    shop: Arc<Ranking>,
    groups: Vec<Arc<Vec<Ranking>>>,
}

impl Rankings {
    /// Ranks all families afresh. O(n log n) in their number times their categories.
    pub(crate) fn build(standings: Vec<Standing>, nodes: u32, skus: &Dictionary<Sku>) -> Rankings {
        let mut by_node = vec![Vec::new(); nodes as usize];
        let mut all = Vec::with_capacity(standings.len());
        for standing in standings {
            all.push(standing.ranked);
            standing.nodes.iter().for_each(|&node| by_node[node as usize].push(standing.ranked));
        }
        let rankings: Vec<Ranking> = by_node.into_iter().map(|ranked| Ranking::build(ranked, skus)).collect();
        Rankings {
            shop: Arc::new(Ranking::build(all, skus)),
            groups: rankings.chunks(GROUP).map(|group| Arc::new(group.to_vec())).collect(),
        }
    }

    /// The ranking of a category, or of the shop for `None`.
    pub(crate) fn of(&self, node: Option<u32>) -> Option<&Ranking> {
        match node {
            None => Some(&self.shop),
            Some(node) => self.groups.get(node as usize / GROUP)?.get(node as usize % GROUP),
        }
    }

    fn of_mut(&mut self, node: u32) -> &mut Ranking {
        let (group, place) = (node as usize / GROUP, node as usize % GROUP);
        while self.groups.len() <= group {
            self.groups.push(Arc::default());
        }
        let group = Arc::make_mut(&mut self.groups[group]);
        if group.len() <= place {
            group.resize_with(place + 1, Ranking::default);
        }
        &mut group[place]
    }

    /// Moves one family to where it stands now.
    pub(crate) fn rerank(
        &mut self,
        before: Option<Standing>,
        after: Option<Standing>,
        skus: &Dictionary<Sku>,
    ) {
        if before == after {
            return;
        }
        if let Some(Standing { ranked, nodes }) = before {
            Arc::make_mut(&mut self.shop).remove(ranked, skus);
            nodes.into_iter().for_each(|node| self.of_mut(node).remove(ranked, skus));
        }
        if let Some(Standing { ranked, nodes }) = after {
            Arc::make_mut(&mut self.shop).insert(ranked, skus);
            nodes.into_iter().for_each(|node| self.of_mut(node).insert(ranked, skus));
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        let rankings = self.groups.iter().flat_map(|group| group.iter()).chain([&*self.shop]);
        rankings.map(|ranking| size_of::<Ranking>() + ranking.popular.bytes() + ranking.newest.bytes()).sum()
    }
}

impl Ranking {
    fn build(mut ranked: Vec<Ranked>, skus: &Dictionary<Sku>) -> Ranking {
        ranked.sort_unstable_by(Ranked::order(skus));
        let ordered = ranked.partition_point(|family| family.orders > 0);
        let popular = SortedBlocks::from_sorted(&ranked[..ordered]);
        ranked.iter_mut().for_each(|family| *family = family.by_age());
        ranked.sort_unstable_by(Ranked::order(skus));
        Ranking { popular, newest: SortedBlocks::from_sorted(&ranked) }
    }

    fn insert(&mut self, ranked: Ranked, skus: &Dictionary<Sku>) {
        if ranked.orders > 0 {
            self.popular.insert(ranked, Ranked::order(skus));
        }
        self.newest.insert(ranked.by_age(), Ranked::order(skus));
    }

    fn remove(&mut self, ranked: Ranked, skus: &Dictionary<Sku>) {
        self.popular.remove(&ranked, Ranked::order(skus));
        self.newest.remove(&ranked.by_age(), Ranked::order(skus));
    }
}

impl Snapshot {
    /// Where a product is ranked; `None` for ghosts, variants and what is not sold.
    pub(crate) fn standing(&self, number: u32) -> Option<Standing> {
        let record = self.record(number)?;
        if record.status != Status::Active || self.parent(number).is_some() {
            return None;
        }
        let ranked = Ranked { created_at: record.created_at, orders: self.family_orders(number), number };
        Some(Standing { ranked, nodes: self.family_categories(number) })
    }

    /// Ranks all families afresh.
    pub(crate) fn rank_all(&mut self) {
        let standings = self.numbers().filter_map(|number| self.standing(number)).collect();
        self.rankings = Rankings::build(standings, self.words.categories.len(), &self.skus);
    }
}
