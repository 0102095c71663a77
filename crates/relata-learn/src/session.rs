use crate::basket::{Baskets, NOBODY};
use crate::ledger::Line;

/// What one visitor viewed, in order, and when the last of it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The views, oldest first; repeats are kept.
    pub views: Vec<u32>,
    /// When the last view was, in seconds since 1970.
    pub last: i64,
}

/// Turns lines into sessions, one an order, by the time of their last view; O(lines log lines).
///
/// Views without a time, or with the same, keep the order of their lines.
pub fn sessions(lines: &[Line]) -> Vec<Session> {
    let mut places: Vec<usize> = (0..lines.len()).collect();
    places.sort_by_key(|place| (lines[*place].order, lines[*place].time, *place));
    let of_one = places.chunk_by(|a, b| lines[*a].order == lines[*b].order);
    let mut sessions: Vec<Session> = of_one
        .map(|places| Session {
            views: places.iter().map(|place| lines[*place].product).collect(),
            last: places.iter().filter_map(|place| lines[*place].time).max().unwrap_or(0),
        })
        .collect();
    sessions.sort_by_key(|session| session.last);
    sessions
}

/// Sessions as baskets of what was viewed in them.
pub fn viewed_together(sessions: &[Session], products: usize) -> Baskets {
    let mut baskets = Baskets::none(products);
    sessions.iter().for_each(|session| baskets.push(session.views.clone(), session.last, NOBODY));
    baskets
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Returns;

    #[test]
    fn views_are_in_order_and_sessions_by_their_end() {
        let view = |order, product, time| Line {
            order,
            product,
            customer: NOBODY,
            time: Some(time),
            quantity_milli: 1000,
            returns: Returns::No,
        };
        let made = sessions(&[view(0, 5, 30), view(0, 6, 10), view(1, 7, 20), view(0, 6, 12)]);
        let expected = [Session { views: vec![7], last: 20 }, Session { views: vec![6, 6, 5], last: 30 }];
        assert_eq!(made, expected);
        assert_eq!(viewed_together(&made, 8).get(1).products, [5, 6]);
    }
}
