use std::ops::Range;

/// The number of a customer that is not known.
pub const NOBODY: u32 = u32::MAX;

/// Baskets in time order: what was bought together, by whom, when.
///
/// Products and customers are dense numbers that the caller gives out.
/// Memory: 4 bytes a line and 20 bytes a basket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baskets {
    products: usize,
    starts: Vec<usize>,
    items: Vec<u32>,
    times: Vec<i64>,
    customers: Vec<u32>,
}

/// One basket, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basket<'a> {
    /// Its products, ascending, each once.
    pub products: &'a [u32],
    /// When it was bought, in seconds since 1970; of orders without a time their place in the file.
    pub time: i64,
    /// Who bought it, or [`NOBODY`].
    pub customer: u32,
}

impl Baskets {
    /// No baskets over a number of products.
    pub fn none(products: usize) -> Baskets {
        Baskets { products, starts: vec![0], items: Vec::new(), times: Vec::new(), customers: Vec::new() }
    }

    /// Puts a basket behind the others; its products are sorted and repeated ones dropped.
    ///
    /// # Panics
    /// When a product is not below the number of products, or the time is before the last basket's.
    pub fn push(&mut self, mut products: Vec<u32>, time: i64, customer: u32) {
        products.sort_unstable();
        products.dedup();
        assert!(
            products.last().is_none_or(|last| (*last as usize) < self.products),
            "a product out of range"
        );
        assert!(self.times.last().is_none_or(|last| *last <= time), "baskets come in time order");
        self.items.extend(products);
        self.starts.push(self.items.len());
        self.times.push(time);
        self.customers.push(customer);
    }

    /// How many baskets.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// How many products the numbers stand for, bought or not.
    pub fn products(&self) -> usize {
        self.products
    }

    /// Products in all baskets together.
    pub fn lines(&self) -> usize {
        self.items.len()
    }

    /// One basket by its number.
    pub fn get(&self, basket: usize) -> Basket<'_> {
        Basket {
            products: &self.items[self.starts[basket]..self.starts[basket + 1]],
            time: self.times[basket],
            customer: self.customers[basket],
        }
    }

    /// All baskets in time order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Basket<'_>> {
        (0..self.len()).map(|basket| self.get(basket))
    }

    /// A stretch of the baskets on their own, with the same numbers of products; O(its lines).
    pub fn slice(&self, range: Range<usize>) -> Baskets {
        let items = self.starts[range.start]..self.starts[range.end];
        let first = items.start;
        Baskets {
            products: self.products,
            starts: self.starts[range.start..=range.end].iter().map(|start| start - first).collect(),
            items: self.items[items].to_vec(),
            times: self.times[range.clone()].to_vec(),
            customers: self.customers[range].to_vec(),
        }
    }

    /// The number of the first basket that is not before a time.
    pub fn first_at(&self, time: i64) -> usize {
        self.times.partition_point(|other| *other < time)
    }

    /// In how many baskets each product is.
    pub fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.products];
        self.items.iter().for_each(|item| counts[*item as usize] += 1);
        counts
    }

    /// The baskets of each product, in time order; O(lines + products).
    pub fn postings(&self) -> Postings {
        let counts = self.counts();
        let mut starts = Vec::with_capacity(self.products + 1);
        let mut sum = 0;
        starts.push(0);
        for count in &counts {
            sum += *count as usize;
            starts.push(sum);
        }
        let mut next: Vec<usize> = starts[..self.products].to_vec();
        let mut baskets = vec![0; self.items.len()];
        for (number, basket) in self.iter().enumerate() {
            for product in basket.products {
                let place = &mut next[*product as usize];
                baskets[*place] = u32::try_from(number).expect("fewer baskets than four thousand million");
                *place += 1;
            }
        }
        Postings { starts, baskets }
    }
}

/// The baskets that hold each product.
#[derive(Debug, Clone)]
pub struct Postings {
    starts: Vec<usize>,
    baskets: Vec<u32>,
}

impl Postings {
    /// The baskets with a product, in time order.
    pub fn of(&self, product: u32) -> &[u32] {
        &self.baskets[self.starts[product as usize]..self.starts[product as usize + 1]]
    }
}

#[cfg(test)]
pub(crate) fn baskets(lists: &[&[u32]]) -> Baskets {
    let products = lists.iter().flat_map(|list| list.iter()).max().map_or(0, |most| *most as usize + 1);
    let mut baskets = Baskets::none(products);
    for (time, list) in lists.iter().enumerate() {
        baskets.push(list.to_vec(), time as i64, NOBODY);
    }
    baskets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_basket_holds_each_product_once() {
        let baskets = baskets(&[&[2, 0, 2], &[1], &[]]);
        let held: Vec<_> = baskets.iter().map(|basket| basket.products.to_vec()).collect();
        assert_eq!(held, [vec![0, 2], vec![1], vec![]]);
        assert_eq!(baskets.counts(), [1, 1, 1]);
    }

    #[test]
    fn postings_turn_the_baskets_round() {
        let baskets = baskets(&[&[0, 1], &[1], &[0, 2]]);
        let postings = baskets.postings();
        assert_eq!(
            (0..3).map(|product| postings.of(product).to_vec()).collect::<Vec<_>>(),
            [vec![0, 2], vec![0, 1], vec![2]]
        );
    }

    #[test]
    fn a_slice_is_the_baskets_of_a_time() {
        let baskets = baskets(&[&[0, 1], &[1], &[0, 2]]);
        let late = baskets.slice(baskets.first_at(1)..3);
        assert_eq!(late.iter().map(|basket| basket.time).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(late.get(1).products, [0, 2]);
        assert_eq!(late.products(), 3);
    }
}
