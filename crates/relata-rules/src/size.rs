use crate::depth::Brackets;
use crate::expr::Condition;
use crate::parse::predicates;

/// How large a condition is, by what [`crate::limits`] bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Its characters, those inside lists of plain values apart.
    pub characters: usize,
    /// Its comparisons and other questions with a yes or no of their own.
    pub questions: usize,
}

impl Size {
    /// The size of a condition as it was read. O(length).
    pub fn of(condition: &Condition) -> Size {
        let brackets = Brackets::of(&condition.text);
        Size {
            characters: brackets.map_or(condition.text.len(), |found| found.chars_outside_lists),
            questions: predicates(&condition.root),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    #[test]
    fn values_of_lists_do_not_count() {
        let size = |text: &str| Size::of(&parse(text).expect("it can be read"));
        let (few, many) = (size("source.sku in ['A']"), size("source.sku in ['A', 'B', 'CCCCCC']"));
        assert_eq!(few.characters, many.characters);
        assert_eq!(size("source.price > 5 && (source.in_stock || has(source.cost))").questions, 3);
        assert_eq!(size("source.price > 5").characters, 16);
    }
}
