/// A total order of dense nodes in which nodes can be moved: a linked list whose members carry
/// rising 64-bit labels, so that two nodes are compared by two numbers.
///
/// Labels are spread again over the smallest crowded range when a gap is used up (Bender, Cole,
/// Demaine, Farach-Colton, Zito, "Two simplified algorithms for maintaining order in a list",
/// 2002): amortised O(log n) a placed node. Node `n` is member `n + 1`; member 0 is the head.
#[derive(Debug, Clone)]
pub(crate) struct OrderList {
    label: Vec<u64>,
    before: Vec<u32>,
    after: Vec<u32>,
}

const HEAD: usize = 0;
/// The gap between nodes appended one after the other: 32 halvings before labels are spread.
const GAP: u64 = 1 << 32;
/// How much emptier each doubling of a range has to be to be spread in; between 1 and 2.
const THINNING: f64 = 1.4;

impl OrderList {
    pub(crate) fn new() -> OrderList {
        OrderList { label: vec![0], before: vec![0], after: vec![0] }
    }

    /// How many nodes it knows.
    pub(crate) fn len(&self) -> usize {
        self.label.len() - 1
    }

    /// Appends nodes up to a number.
    pub(crate) fn grow(&mut self, nodes: usize) {
        while self.len() < nodes {
            let member = self.label.len() as u32;
            self.label.push(0);
            self.before.push(0);
            self.after.push(0);
            let last = self.before[HEAD];
            match self.label[last as usize].checked_add(GAP) {
                Some(label) => {
                    self.link(last as usize, member);
                    self.label[member as usize] = label;
                }
                None => self.insert_after(last as usize, &[member]),
            }
        }
    }

    /// The place of a node; only good for comparing until the next move.
    pub(crate) fn label(&self, node: u32) -> u64 {
        self.label[node as usize + 1]
    }

    /// Moves nodes, in the order given, to right behind another one.
    pub(crate) fn move_after(&mut self, node: u32, moved: &[u32]) {
        let members = self.unlink_all(moved);
        self.insert_after(node as usize + 1, &members);
    }

    /// Moves nodes, in the order given, to right before another one, which is not among them.
    pub(crate) fn move_before(&mut self, node: u32, moved: &[u32]) {
        let members = self.unlink_all(moved);
        let place = self.before[node as usize + 1] as usize;
        self.insert_after(place, &members);
    }

    fn unlink_all(&mut self, moved: &[u32]) -> Vec<u32> {
        let members: Vec<u32> = moved.iter().map(|node| node + 1).collect();
        for &member in &members {
            let (before, after) = (self.before[member as usize], self.after[member as usize]);
            self.after[before as usize] = after;
            self.before[after as usize] = before;
        }
        members
    }

    fn link(&mut self, place: usize, member: u32) {
        let after = self.after[place];
        self.before[member as usize] = place as u32;
        self.after[member as usize] = after;
        self.after[place] = member;
        self.before[after as usize] = member;
    }

    /// Puts members behind a place and labels them evenly in the gap, making room if needed.
    fn insert_after(&mut self, place: usize, members: &[u32]) {
        let Some(&last) = members.last() else { return };
        let mut at = place;
        for &member in members {
            self.link(at, member);
            at = member as usize;
        }
        let low = self.label[place];
        let high = match self.after[last as usize] as usize {
            HEAD => low.saturating_add(GAP.saturating_mul(members.len() as u64 + 1)),
            after => self.label[after],
        };
        let step = (high - low) / (members.len() as u64 + 1);
        if step == 0 {
            return self.spread(place, last as usize, members.len() + 1);
        }
        for (&member, count) in members.iter().zip(1..) {
            self.label[member as usize] = low + step * count;
        }
    }

    /// Labels anew the smallest range around a stretch of `count` members that is thin enough.
    fn spread(&mut self, mut first: usize, mut last: usize, mut count: usize) {
        let centre = self.label[first];
        let mut capacity = 1.0;
        for bits in 1..=64_u32 {
            capacity *= 2.0 / THINNING;
            let mask = if bits == 64 { u64::MAX } else { (1 << bits) - 1 };
            let (low, high) = (centre & !mask, centre | mask);
            while first != HEAD && self.label[self.before[first] as usize] >= low {
                first = self.before[first] as usize;
                count += 1;
            }
            while self.after[last] as usize != HEAD && self.label[self.after[last] as usize] <= high {
                last = self.after[last] as usize;
                count += 1;
            }
            if (count as f64) > capacity {
                continue;
            }
            let step = (mask / count as u64).max(1);
            let mut at = first;
            for index in 0..count as u64 {
                self.label[at] = low + step * index;
                at = self.after[at] as usize;
            }
            return;
        }
        unreachable!("fewer than 2^32 members fit into 64 bits of labels");
    }
}
