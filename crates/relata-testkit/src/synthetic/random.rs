/// A stream of random numbers: splitmix64 (Steele, Lea, Flood, OOPSLA 2014).
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

/// What a stream is for, so that streams of one number do not repeat each other.
#[derive(Debug, Clone, Copy)]
pub(super) enum Use {
    Family = 1,
    Sku = 2,
    Degree = 3,
    Relations = 4,
    Order = 5,
    Rule = 6,
}

impl Random {
    /// The stream of one thing of a shop.
    pub(super) fn new(seed: u64, purpose: Use, number: u64) -> Random {
        let mut start = Random(seed ^ (purpose as u64) << 56);
        Random(start.next() ^ number.wrapping_mul(0xd134_2543_de82_ef95))
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from 0 to below a bound, which is above 0.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    /// A number above 0 and at most 1.
    pub(super) fn share(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something happens that happens so many times in a hundred.
    pub(super) fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }
}

/// Draws ranks whose shares fall with 1/rank.
#[derive(Debug, Clone)]
pub(super) struct Zipf {
    cumulated: Vec<f64>,
}

impl Zipf {
    pub(super) fn new(ranks: usize) -> Zipf {
        let mut sum = 0.0;
        let step = |rank| {
            sum += 1.0 / rank as f64;
            sum
        };
        Zipf { cumulated: (1..=ranks).map(step).collect() }
    }

    /// A rank from 0.
    pub(super) fn draw(&self, random: &mut Random) -> usize {
        let total = self.cumulated.last().copied().unwrap_or_default();
        let wanted = random.share() * total;
        self.cumulated.partition_point(|sum| *sum < wanted).min(self.cumulated.len() - 1)
    }
}
