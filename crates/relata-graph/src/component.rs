use std::collections::{BTreeSet, VecDeque};

use rustc_hash::{FxHashMap, FxHashSet};

/// The groups of two or more nodes that all reach each other.
///
/// `nodes` is the number of nodes; edges name nodes below it, others are left out. Groups come
/// with their nodes ascending, ordered by their first node. Tarjan's algorithm (SIAM J. Comput.
/// 1972) with a stack of its own, in time and memory proportional to nodes and edges.
pub fn strongly_connected(nodes: u32, edges: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let graph = Rows::new(nodes, edges);
    let mut tarjan = Tarjan::new(nodes as usize);
    for root in 0..nodes {
        if tarjan.index[root as usize] == UNSEEN {
            tarjan.walk(root, &graph);
        }
    }
    let mut groups = tarjan.groups;
    groups.sort_unstable();
    groups
}

/// The pairs of different nodes with edges both ways, the smaller node first, ascending.
pub fn mutual_pairs(edges: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let all: FxHashSet<(u32, u32)> = edges.iter().copied().collect();
    let both = all.iter().copied().filter(|&(a, b)| a < b && all.contains(&(b, a)));
    both.collect::<BTreeSet<_>>().into_iter().collect()
}

/// A shortest circle through a node, its first node repeated at the end; `None` if there is none.
///
/// Breadth first; of several the one found first in the order of the edges.
pub fn shortest_circle(through: u32, edges: &[(u32, u32)]) -> Option<Vec<u32>> {
    let mut leaving: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for &(source, target) in edges {
        leaving.entry(source).or_default().push(target);
    }
    let mut from: FxHashMap<u32, u32> = FxHashMap::default();
    let mut queue = VecDeque::from([through]);
    while let Some(node) = queue.pop_front() {
        for &next in leaving.get(&node).into_iter().flatten() {
            if next == through {
                let mut path = vec![through];
                let mut at = node;
                while at != through {
                    path.push(at);
                    at = from[&at];
                }
                path.push(through);
                path.reverse();
                return Some(path);
            }
            from.entry(next).or_insert_with(|| {
                queue.push_back(next);
                node
            });
        }
    }
    None
}

/// Edges by source, as one flat list and the place where each source's part begins.
struct Rows {
    begin: Vec<usize>,
    targets: Vec<u32>,
}

impl Rows {
    fn new(nodes: u32, edges: &[(u32, u32)]) -> Rows {
        let known = || edges.iter().copied().filter(|&(source, target)| source < nodes && target < nodes);
        let mut begin = vec![0; nodes as usize + 1];
        for (source, _) in known() {
            begin[source as usize + 1] += 1;
        }
        for at in 1..begin.len() {
            begin[at] += begin[at - 1];
        }
        let mut free = begin.clone();
        let mut targets = vec![0; begin[nodes as usize]];
        for (source, target) in known() {
            targets[free[source as usize]] = target;
            free[source as usize] += 1;
        }
        Rows { begin, targets }
    }
}

const UNSEEN: u32 = u32::MAX;

struct Tarjan {
    index: Vec<u32>,
    low: Vec<u32>,
    on_stack: Vec<bool>,
    stack: Vec<u32>,
    count: u32,
    groups: Vec<Vec<u32>>,
}

impl Tarjan {
    fn new(nodes: usize) -> Tarjan {
        Tarjan {
            index: vec![UNSEEN; nodes],
            low: vec![0; nodes],
            on_stack: vec![false; nodes],
            stack: Vec::new(),
            count: 0,
            groups: Vec::new(),
        }
    }

    fn enter(&mut self, node: u32) {
        self.index[node as usize] = self.count;
        self.low[node as usize] = self.count;
        self.count += 1;
        self.on_stack[node as usize] = true;
        self.stack.push(node);
    }

    fn walk(&mut self, root: u32, graph: &Rows) {
        self.enter(root);
        let mut calls = vec![(root, graph.begin[root as usize])];
        while let Some((node, next)) = calls.last_mut() {
            let at = *node as usize;
            if *next < graph.begin[at + 1] {
                let target = graph.targets[*next];
                *next += 1;
                if self.index[target as usize] == UNSEEN {
                    self.enter(target);
                    calls.push((target, graph.begin[target as usize]));
                } else if self.on_stack[target as usize] {
                    self.low[at] = self.low[at].min(self.index[target as usize]);
                }
                continue;
            }
            calls.pop();
            if let Some(&(caller, _)) = calls.last() {
                self.low[caller as usize] = self.low[caller as usize].min(self.low[at]);
            }
            if self.low[at] == self.index[at] {
                self.leave(at as u32);
            }
        }
    }

    /// Takes the group of which a node is the root off the stack.
    fn leave(&mut self, root: u32) {
        let begin =
            self.stack.iter().rposition(|&node| node == root).expect("the root of a group is on the stack");
        let mut group = self.stack.split_off(begin);
        for &node in &group {
            self.on_stack[node as usize] = false;
        }
        if group.len() > 1 {
            group.sort_unstable();
            self.groups.push(group);
        }
    }
}
