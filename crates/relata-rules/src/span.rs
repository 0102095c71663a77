/// Where a part of a condition stands in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place {
    /// Counted from 1.
    pub(crate) line: usize,
    /// Counted from 1, in characters.
    pub(crate) column: usize,
}

impl Place {
    /// The place of a byte, counted from 0.
    pub(crate) fn of(text: &str, byte: usize) -> Place {
        let mut place = Place { line: 1, column: 1 };
        for (_, found) in text.char_indices().take_while(|(start, _)| *start < byte) {
            if found == '\n' {
                place = Place { line: place.line + 1, column: 1 };
            } else {
                place.column += 1;
            }
        }
        place
    }
}
