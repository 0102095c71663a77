use crate::Invalid;
use crate::words::words;

words! {
    /// Which way relations are followed from a product.
    Direction, "a direction", {
        /// From source to target.
        Out = "out",
        /// From target to source.
        In = "in",
        /// Both ways.
        Both = "both",
    }
}

impl Direction {
    /// Whether it leads from source to target.
    pub fn goes_out(self) -> bool {
        self != Direction::In
    }

    /// Whether it leads from target to source.
    pub fn goes_in(self) -> bool {
        self != Direction::Out
    }
}
