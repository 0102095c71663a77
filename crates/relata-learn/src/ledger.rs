use rustc_hash::FxHashMap;

use crate::basket::{Baskets, NOBODY};

/// One line of an order, as it was booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The number of the order.
    pub order: u32,
    /// The number of the product.
    pub product: u32,
    /// The number of the customer, or [`NOBODY`].
    pub customer: u32,
    /// When, in seconds since 1970; `None` puts the order after all that came before it.
    pub time: Option<i64>,
    /// How many, in thousandths, so that returns net out exactly; negative for a return.
    pub quantity_milli: i64,
    /// Whether the whole order is a return, whatever the sign of its quantities.
    pub returns: Returns,
}

/// What an order books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returns {
    /// A purchase; negative lines give back what it holds itself.
    No,
    /// A return or a cancellation of earlier orders.
    Yes,
}

/// What became of the lines of a ledger; nothing is dropped without being counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LedgerReport {
    /// Lines that came in.
    pub lines: usize,
    /// Different orders that came in, returns included.
    pub orders: usize,
    /// Orders that are baskets.
    pub baskets: usize,
    /// Purchases of which nothing is left after returns.
    pub cancelled: usize,
    /// Products of purchases that were wholly given back.
    pub returned: usize,
    /// Returned products for which no earlier purchase of the same customer was found.
    pub unmatched: usize,
}

/// What is left of one product in one purchase.
struct Bought {
    order: u32,
    product: u32,
    left: i64,
}

/// What is known of one order.
#[derive(Clone, Copy)]
struct Head {
    time: i64,
    customer: u32,
    returns: Returns,
    seen: bool,
}

/// Turns booked lines into baskets: returns net out, cancelled orders are left out.
///
/// A return takes away from the latest earlier purchases of the same product by the same customer; one
/// without a customer finds none and is counted as unmatched. `orders` and `products` are how many
/// numbers of each were given out. O(lines log lines), about 60 bytes a line while it runs.
pub fn settle(lines: &[Line], orders: usize, products: usize) -> (Baskets, LedgerReport) {
    let heads = heads(lines, orders);
    let mut bought = purchases(lines, &heads);
    let mut report = LedgerReport {
        lines: lines.len(),
        orders: heads.iter().filter(|head| head.seen).count(),
        ..LedgerReport::default()
    };
    report.unmatched = give_back(lines, &heads, &mut bought);
    report.returned = bought.iter().filter(|bought| bought.left <= 0).count();
    bought.retain(|bought| bought.left > 0);
    bought.sort_by_key(|bought| (heads[bought.order as usize].time, bought.order, bought.product));
    let mut baskets = Baskets::none(products);
    for order in bought.chunk_by(|a, b| a.order == b.order) {
        let head = heads[order[0].order as usize];
        baskets.push(order.iter().map(|bought| bought.product).collect(), head.time, head.customer);
    }
    report.baskets = baskets.len();
    let purchases = heads.iter().filter(|head| head.seen && head.returns == Returns::No).count();
    report.cancelled = purchases - report.baskets;
    (baskets, report)
}

fn heads(lines: &[Line], orders: usize) -> Vec<Head> {
    let unseen = Head { time: 0, customer: NOBODY, returns: Returns::No, seen: false };
    let mut heads = vec![unseen; orders];
    let mut latest = 0;
    for line in lines {
        let head = &mut heads[line.order as usize];
        let time = line.time.unwrap_or(latest);
        latest = latest.max(time);
        if !head.seen {
            *head = Head { time, customer: line.customer, returns: line.returns, seen: true };
        }
        if head.customer == NOBODY {
            head.customer = line.customer;
        }
    }
    heads
}

/// What each purchase holds of each product, its own negative lines taken off.
fn purchases(lines: &[Line], heads: &[Head]) -> Vec<Bought> {
    let mut bought: Vec<Bought> = lines
        .iter()
        .filter(|line| heads[line.order as usize].returns == Returns::No)
        .map(|line| Bought { order: line.order, product: line.product, left: line.quantity_milli })
        .collect();
    bought.sort_unstable_by_key(|bought| (bought.order, bought.product, bought.left));
    bought.dedup_by(|next, kept| {
        let same = (next.order, next.product) == (kept.order, kept.product);
        if same {
            kept.left = kept.left.saturating_add(next.left);
        }
        same
    });
    bought
}

/// Takes returns off earlier purchases; gives how many found none.
fn give_back(lines: &[Line], heads: &[Head], bought: &mut [Bought]) -> usize {
    let mut returns: Vec<&Line> =
        lines.iter().filter(|line| heads[line.order as usize].returns == Returns::Yes).collect();
    if returns.is_empty() {
        return 0;
    }
    returns.sort_by_key(|line| heads[line.order as usize].time);
    let mut shelves: FxHashMap<(u32, u32), Vec<usize>> = FxHashMap::default();
    for (place, bought) in bought.iter().enumerate() {
        let customer = heads[bought.order as usize].customer;
        if customer != NOBODY {
            shelves.entry((customer, bought.product)).or_default().push(place);
        }
    }
    let mut unmatched = 0;
    for line in returns {
        let head = heads[line.order as usize];
        let mut owed = line.quantity_milli.saturating_abs();
        let mut found = false;
        let mut places = shelves.get(&(head.customer, line.product)).cloned().unwrap_or_default();
        places.sort_by_key(|place| {
            let order = bought[*place].order;
            std::cmp::Reverse((heads[order as usize].time, order))
        });
        for place in places {
            let purchase = &mut bought[place];
            if purchase.left <= 0 || heads[purchase.order as usize].time > head.time {
                continue;
            }
            found = true;
            let taken = purchase.left.min(owed);
            purchase.left -= taken;
            owed -= taken;
            if owed == 0 {
                break;
            }
        }
        unmatched += usize::from(!found);
    }
    unmatched
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(order: u32, product: u32, time: i64, quantity: i64) -> Line {
        Line {
            order,
            product,
            customer: 7,
            time: Some(time),
            quantity_milli: quantity * 1000,
            returns: Returns::No,
        }
    }

    fn back(order: u32, product: u32, time: i64, quantity: i64) -> Line {
        Line { returns: Returns::Yes, ..line(order, product, time, quantity) }
    }

    fn held(lines: &[Line]) -> (Vec<Vec<u32>>, LedgerReport) {
        let (baskets, report) = settle(lines, 9, 9);
        (baskets.iter().map(|basket| basket.products.to_vec()).collect(), report)
    }

    #[test]
    fn a_return_takes_off_the_latest_earlier_purchase() {
        let (baskets, report) = held(&[
            line(0, 1, 10, 2),
            line(0, 2, 10, 1),
            line(1, 1, 20, 2),
            line(1, 3, 20, 1),
            back(2, 1, 30, -2),
            line(3, 1, 40, 2),
        ]);
        assert_eq!(baskets, [vec![1, 2], vec![3], vec![1]]);
        assert_eq!((report.returned, report.unmatched, report.cancelled, report.baskets), (1, 0, 0, 3));
    }

    #[test]
    fn a_part_that_goes_back_leaves_the_rest() {
        let (baskets, _) = held(&[line(0, 1, 10, 5), back(1, 1, 20, -2)]);
        assert_eq!(baskets, [vec![1]]);
    }

    #[test]
    fn an_order_that_is_given_back_is_no_basket() {
        let (baskets, report) = held(&[line(0, 1, 10, 5), back(1, 1, 20, -5), back(2, 1, 21, -1)]);
        assert!(baskets.is_empty());
        assert_eq!((report.cancelled, report.unmatched), (1, 1));
    }

    #[test]
    fn negative_lines_net_out_within_their_order() {
        let (baskets, _) = held(&[line(0, 1, 10, 2), line(0, 1, 10, -2), line(0, 2, 10, 1)]);
        assert_eq!(baskets, [vec![2]]);
    }

    #[test]
    fn returns_of_nobody_are_counted() {
        let stray = Line { customer: NOBODY, ..back(1, 1, 20, -5) };
        let (baskets, report) = held(&[line(0, 1, 10, 5), stray]);
        assert_eq!((baskets.len(), report.unmatched), (1, 1));
    }

    #[test]
    fn orders_without_a_time_keep_their_place() {
        let untimed = |order, product| Line { time: None, ..line(order, product, 0, 1) };
        let (baskets, _) = held(&[untimed(1, 5), untimed(0, 4), untimed(1, 6)]);
        assert_eq!(baskets, [vec![4], vec![5, 6]]);
    }
}
