/// Some words of a column.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Codes {
    Few(Vec<u32>),
    Many(Vec<u64>),
}

/// For which words it is known whether a question is true of them; others came later.
#[derive(Debug, Clone)]
pub(crate) enum Decided {
    Below(u32),
    These(Codes),
}

/// Words up to which a list is searched rather than looked up.
const FEW: usize = 8;

impl Codes {
    pub(crate) fn of(mut codes: Vec<u32>) -> Codes {
        codes.sort_unstable();
        codes.dedup();
        match codes.last() {
            Some(&last) if codes.len() > FEW => {
                let mut words = vec![0; last as usize / 64 + 1];
                codes.iter().for_each(|code| words[*code as usize / 64] |= 1 << (code % 64));
                Codes::Many(words)
            }
            _ => Codes::Few(codes),
        }
    }

    pub(crate) fn contains(&self, code: u32) -> bool {
        match self {
            Codes::Few(codes) => codes.contains(&code),
            Codes::Many(words) => {
                words.get(code as usize / 64).is_some_and(|word| word >> (code % 64) & 1 == 1)
            }
        }
    }

    /// How many words they are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Codes::Few(codes) => codes.len(),
            Codes::Many(words) => words.iter().map(|word| word.count_ones() as usize).sum(),
        }
    }

    pub(crate) fn iter(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        match self {
            Codes::Few(codes) => Box::new(codes.iter().copied()),
            Codes::Many(words) => {
                let ones = move |(place, word): (u32, &u64)| {
                    let word = *word;
                    (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| place * 64 + bit)
                };
                Box::new((0..).zip(words).flat_map(ones))
            }
        }
    }
}
