use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::adjacency::{Adjacency, NONE, Place};
use crate::order_list::OrderList;

/// What a search between the ends of a new edge found among the edges in order.
#[derive(Debug)]
pub(crate) enum Found {
    /// No way back; the nodes to move so that the order respects the edge as well.
    Open(Move),
    /// A way back: the nodes of the circle, from the source over the target back to the source.
    Circle(Vec<u32>),
    /// The bound was met.
    Bound,
}

/// Nodes to move to right before or right behind another node.
#[derive(Debug)]
pub(crate) enum Move {
    /// The order respects the edge already.
    Nothing,
    After(u32, Vec<u32>),
    Before(u32, Vec<u32>),
}

/// Memory for searches, used again from one to the next: 8 bytes a node.
#[derive(Debug, Clone, Default)]
pub(crate) struct OrderSearch {
    /// Per node: the search that reached it last, and its number among the reached.
    mark: Vec<(u32, u32)>,
    epoch: u32,
    reached: Vec<Reached>,
    forward: BinaryHeap<Reverse<(u64, u32)>>,
    backward: BinaryHeap<(u64, u32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Reached from the target of the new edge.
    Forward,
    /// Reaches its source.
    Backward,
}

#[derive(Debug, Clone, Copy)]
struct Reached {
    node: u32,
    side: Side,
    /// The reached node that it was reached from.
    from: u32,
    /// The next edge to go along.
    next: u32,
}

impl OrderSearch {
    /// Looks for a way from `target` back to `source` along the edges in order, where `target`
    /// does not stand behind `source`.
    ///
    /// Goes forward from the target and backward from the source at once, an edge each a step,
    /// the forward side always from its first node in the order and the backward side from its
    /// last, until they meet or pass each other: the two-way compatible search of Bender, Fineman,
    /// Gilbert and Tarjan (ACM Transactions on Algorithms 2016), O(sqrt m) steps an edge amortised
    /// over m insertions, and like Pearce and Kelly's within the affected region alone.
    pub(crate) fn run(
        &mut self,
        graph: &Adjacency,
        order: &OrderList,
        (source, target): (u32, u32),
        visits_max: usize,
    ) -> Found {
        self.begin(order.len());
        self.reach(graph, order, target, Side::Forward, NONE);
        self.reach(graph, order, source, Side::Backward, NONE);
        while let (Some(&Reverse((low, ahead))), Some(&(high, behind))) =
            (self.forward.peek(), self.backward.peek())
        {
            if low >= high {
                break;
            }
            if let Some(path) = self.step(graph, order, ahead, Side::Forward) {
                return Found::Circle(path);
            }
            if let Some(path) = self.step(graph, order, behind, Side::Backward) {
                return Found::Circle(path);
            }
            if self.reached.len() > visits_max {
                return Found::Bound;
            }
        }
        Found::Open(self.moves(order, source))
    }

    fn begin(&mut self, nodes: usize) {
        self.mark.resize(nodes.max(self.mark.len()), (0, 0));
        self.epoch = self.epoch.checked_add(1).unwrap_or_else(|| {
            self.mark.fill((0, 0));
            1
        });
        self.reached.clear();
        self.forward.clear();
        self.backward.clear();
    }

    fn slot_of(&self, node: u32) -> Option<u32> {
        let (epoch, slot) = self.mark[node as usize];
        (epoch == self.epoch).then_some(slot)
    }

    fn reach(&mut self, graph: &Adjacency, order: &OrderList, node: u32, side: Side, from: u32) {
        let slot = self.reached.len() as u32;
        let first = match side {
            Side::Forward => graph.first_out(node),
            Side::Backward => graph.first_in(node),
        };
        let next = in_order(graph, first, side);
        self.mark[node as usize] = (self.epoch, slot);
        self.reached.push(Reached { node, side, from, next });
        if next != NONE {
            match side {
                Side::Forward => self.forward.push(Reverse((order.label(node), slot))),
                Side::Backward => self.backward.push((order.label(node), slot)),
            }
        }
    }

    /// Goes along one edge of the node at the head of a side; gives the circle if the sides meet.
    fn step(&mut self, graph: &Adjacency, order: &OrderList, slot: u32, side: Side) -> Option<Vec<u32>> {
        let edge = graph.get(self.reached[slot as usize].next);
        let (node, next) = match side {
            Side::Forward => (edge.target, edge.next_out()),
            Side::Backward => (edge.source, edge.next_in()),
        };
        let next = in_order(graph, next, side);
        self.reached[slot as usize].next = next;
        if next == NONE {
            match side {
                Side::Forward => drop(self.forward.pop()),
                Side::Backward => drop(self.backward.pop()),
            }
        }
        match self.slot_of(node) {
            None => self.reach(graph, order, node, side, slot),
            Some(met) if self.reached[met as usize].side != side => {
                return Some(match side {
                    Side::Forward => self.circle(slot, met),
                    Side::Backward => self.circle(met, slot),
                });
            }
            Some(_) => {}
        }
        None
    }

    /// The circle through a node of each side that an edge joins.
    fn circle(&self, forward: u32, backward: u32) -> Vec<u32> {
        let mut path = self.way(forward);
        path.reverse();
        path.extend(self.way(backward));
        let source = *path.last().expect("a way holds its own node");
        path.insert(0, source);
        path
    }

    /// The nodes from a reached one back to where its side began.
    fn way(&self, slot: u32) -> Vec<u32> {
        let mut nodes = Vec::new();
        let mut at = slot;
        while at != NONE {
            nodes.push(self.reached[at as usize].node);
            at = self.reached[at as usize].from;
        }
        nodes
    }

    /// How to mend the order after a search that found no circle.
    ///
    /// Its turning point is the first node from which the forward side did not finish, else the
    /// source. All that was reached forward before it and backward behind it is done with, so
    /// these nodes keep their order among themselves and close up around the turning point.
    fn moves(&self, order: &OrderList, source: u32) -> Move {
        let (source_label, mut turn) = (order.label(source), source);
        if let Some(&Reverse((label, slot))) = self.forward.peek()
            && label < source_label
        {
            turn = self.reached[slot as usize].node;
        }
        let turn_label = order.label(turn);
        let sorted = |side: Side, wanted: &dyn Fn(u64) -> bool| {
            let reached = self.reached.iter().filter(|reached| reached.side == side);
            let mut nodes: Vec<(u64, u32)> = reached
                .map(|reached| (order.label(reached.node), reached.node))
                .filter(|(label, _)| wanted(*label))
                .collect();
            nodes.sort_unstable();
            nodes.into_iter().map(|(_, node)| node)
        };
        let ahead = sorted(Side::Forward, &|label| label < turn_label);
        if turn == source {
            return Move::After(source, ahead.collect());
        }
        let behind = sorted(Side::Backward, &|label| label > turn_label);
        Move::Before(turn, behind.chain(ahead).collect())
    }
}

/// The first edge in order from a link of a chain on.
fn in_order(graph: &Adjacency, mut edge: u32, side: Side) -> u32 {
    while edge != NONE && graph.get(edge).place() == Place::Outside {
        edge = match side {
            Side::Forward => graph.get(edge).next_out(),
            Side::Backward => graph.get(edge).next_in(),
        };
    }
    edge
}
