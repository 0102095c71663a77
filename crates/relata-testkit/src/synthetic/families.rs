use relata_model::Sku;

/// How SKUs are grouped: in blocks of twenty, as the picture of the module shows.
#[derive(Debug, Clone)]
pub(super) struct Families {
    skus: u64,
    len: u64,
    /// Spreads popularity ranks over families: prime to their number.
    stride: u64,
}

const BLOCK: u64 = 20;
/// Where in a block a family begins, and with how many variants.
const HEADS: [(u64, u64); 14] = [
    (0, 2),
    (3, 4),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 0),
    (12, 0),
    (13, 0),
    (14, 0),
    (15, 0),
    (16, 0),
    (17, 0),
    (18, 0),
    (19, 0),
];

/// One SKU and where it stands in its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) family: u64,
    /// 0 is the parent or the product that stands alone.
    pub(super) variant: u64,
}

impl Families {
    pub(super) fn new(skus: u64) -> Families {
        let rest = skus % BLOCK;
        let len =
            skus / BLOCK * HEADS.len() as u64 + HEADS.iter().filter(|(head, _)| *head < rest).count() as u64;
        let mut stride = 0x9e37_79b1 % len.max(1);
        while gcd(stride, len.max(1)) != 1 {
            stride += 1;
        }
        Families { skus, len, stride }
    }

    pub(super) fn skus(&self) -> u64 {
        self.skus
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// The family and place of the SKU of a number.
    pub(super) fn member(&self, number: u64) -> Member {
        let (block, at) = (number / BLOCK, number % BLOCK);
        let head = HEADS.partition_point(|(head, _)| *head <= at) - 1;
        Member { family: block * HEADS.len() as u64 + head as u64, variant: at - HEADS[head].0 }
    }

    /// The number of variants of a family.
    pub(super) fn variants(&self, family: u64) -> u64 {
        let (head, variants) = HEADS[(family % HEADS.len() as u64) as usize];
        let number = family / HEADS.len() as u64 * BLOCK + head;
        variants.min(self.skus.saturating_sub(number + 1))
    }

    /// The family of a popularity rank; every family has one.
    pub(super) fn of_rank(&self, rank: u64) -> u64 {
        (u128::from(rank) * u128::from(self.stride) % u128::from(self.len)) as u64
    }

    pub(super) fn sku(&self, member: Member) -> Sku {
        let Member { family, variant } = member;
        let text = if variant == 0 { format!("SY-{family:07}") } else { format!("SY-{family:07}-{variant}") };
        Sku::parse(&text).expect("letters and digits make a legal SKU")
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
