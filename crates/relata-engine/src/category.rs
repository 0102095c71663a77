use std::sync::Arc;

use relata_model::CategoryPath;

use crate::chunk::NONE;
use crate::dictionary::Dictionary;

/// The category tree: every path and each of its ancestors is a node with a dense number.
#[derive(Debug, Clone)]
pub(crate) struct Categories {
    paths: Dictionary<Arc<str>>,
    parents: Arc<Vec<u32>>,
}

impl Categories {
    pub(crate) fn new() -> Categories {
        Categories { paths: Dictionary::new(16), parents: Arc::default() }
    }

    /// The node of a path; it and its ancestors come into being if they are new.
    pub(crate) fn intern(&mut self, path: &CategoryPath) -> u32 {
        if let Some(node) = self.paths.get(path.as_str()) {
            return node;
        }
        let levels: Vec<&str> = path.ancestors().collect();
        levels.into_iter().rev().fold(NONE, |parent, level| {
            let node = self.paths.intern(&Arc::from(level));
            if node as usize == self.parents.len() {
                Arc::make_mut(&mut self.parents).push(parent);
            }
            node
        })
    }

    pub(crate) fn get(&self, path: &CategoryPath) -> Option<u32> {
        self.paths.get(path.as_str())
    }

    /// The node of a path as text, if there is one.
    pub(crate) fn node(&self, path: &str) -> Option<u32> {
        self.paths.get(path)
    }

    /// Every node with those below it, itself included, by node. O(nodes × depth).
    pub(crate) fn subtrees(&self) -> Vec<Vec<u32>> {
        let mut below = vec![Vec::new(); self.len() as usize];
        for node in 0..self.len() {
            self.upward(node).for_each(|ancestor| below[ancestor as usize].push(node));
        }
        below
    }

    pub(crate) fn path(&self, node: u32) -> &str {
        self.paths.value(node)
    }

    /// The path to keep.
    pub(crate) fn shared_path(&self, node: u32) -> Arc<str> {
        self.paths.value(node).clone()
    }

    /// The node and its ancestors, the node first. `NONE` has none.
    pub(crate) fn upward(&self, node: u32) -> impl Iterator<Item = u32> {
        let step = |node: u32| (node != NONE).then_some(node);
        std::iter::successors(step(node), move |&node| step(self.parents[node as usize]))
    }

    /// Every node with its path.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        self.paths.iter().map(|(node, path)| (node, &**path))
    }

    pub(crate) fn len(&self) -> u32 {
        self.paths.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        let texts: usize = self.paths.iter().map(|(_, path)| path.len() + 16).sum();
        self.paths.bytes() + texts + self.parents.capacity() * size_of::<u32>()
    }
}
