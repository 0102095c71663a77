use relata_model::{Problem, ProblemCode};

use crate::expr::{Expr, Node};
use crate::limits::{
    BRACKETS_MAX, CALCULATIONS_MAX, CONDITION_BYTES_MAX, CONDITION_CHARS_MAX, DEPTH_MAX, LIST_VALUES_MAX,
};

/// Signs or names in a row that are handed to the parser; it takes quadratic time over them.
const CHAIN_MAX: usize = 100;

/// The brackets of a text, found before anything is parsed: the parser recurses, this does not.
#[derive(Debug)]
pub(crate) struct Brackets {
    /// The bytes of the brackets of lists that hold nothing but texts and numbers, ascending.
    pub(crate) plain_lists: Vec<(usize, usize)>,
    /// For each byte how many parentheses that only group are open there.
    groups: Vec<u8>,
    /// The characters outside such lists.
    pub(crate) chars_outside_lists: usize,
}

impl Brackets {
    /// O(length).
    ///
    /// # Errors
    /// That the text is past a bound, before the parser sees it.
    pub(crate) fn of(text: &str) -> Result<Brackets, Box<Problem>> {
        if text.len() > CONDITION_BYTES_MAX {
            return Err(past(
                format!("the condition has {} bytes, more than {CONDITION_BYTES_MAX}", text.len()),
                "give the products a tag or an attribute and ask for that",
            ));
        }
        let mut found = Brackets {
            plain_lists: Vec::new(),
            groups: Vec::with_capacity(text.len()),
            chars_outside_lists: 0,
        };
        let mut list = Inside::default();
        // Open brackets: whether each is a list, and whether it only groups.
        let mut open: Vec<(bool, bool)> = Vec::new();
        let (mut lists, mut groups) = (0_usize, 0_u8);
        let mut quote: Option<char> = None;
        let (mut escaped, mut chains) = (false, Chains::default());
        // The word or bracket before, which tells a call or an attribute's name from a group or a list.
        let (mut word, mut word_ended) = (String::new(), false);
        for (at, next) in text.char_indices() {
            found.chars_outside_lists += usize::from(lists == 0 || !list.is_plain(quote, next));
            found.groups.extend(std::iter::repeat_n(groups, next.len_utf8()));
            if let Some(end) = quote {
                quote = (escaped || next != end).then_some(end);
                escaped = !escaped && next == '\\';
                continue;
            }
            match next {
                '\'' | '"' => quote = Some(next),
                '(' | '[' | '{' => {
                    let follows_word = !word.is_empty() && word != "in";
                    let (is_list, is_group) = (next == '[' && !follows_word, next == '(' && !follows_word);
                    lists += usize::from(is_list);
                    list.open(is_list, at);
                    groups += u8::from(is_group);
                    open.push((is_list, is_group));
                    if open.len() > BRACKETS_MAX {
                        return Err(too_deep());
                    }
                }
                ')' | ']' | '}' => {
                    let (is_list, is_group) = open.pop().unwrap_or((false, false));
                    lists -= usize::from(is_list);
                    found.plain_lists.extend(list.close(is_list, at));
                    groups -= u8::from(is_group);
                }
                _ => {}
            }
            chains.take(next, lists > 0)?;
            list.check()?;
            if next.is_alphanumeric() || matches!(next, '_' | ')' | ']') {
                if word_ended {
                    word.clear();
                }
                (word_ended, _) = (false, word.push(next));
            } else if next.is_whitespace() {
                word_ended = true;
            } else {
                word.clear();
            }
        }
        found.bounded()
    }

    fn bounded(self) -> Result<Brackets, Box<Problem>> {
        let chars = self.chars_outside_lists;
        if chars <= CONDITION_CHARS_MAX {
            return Ok(self);
        }
        let message = format!(
            "the condition has {chars} characters outside its lists, more than {CONDITION_CHARS_MAX}"
        );
        Err(past(message, "split it into several rules"))
    }

    /// How many parentheses, calls, lists and operators stand inside one another, at most.
    pub(crate) fn deepest(&self, root: &Node) -> usize {
        self.below(root, 0)
    }

    fn below(&self, node: &Node, around: usize) -> usize {
        let is_leaf = matches!(node.expr, Expr::Value(_) | Expr::Now | Expr::Field(..) | Expr::Member(_));
        let here = around + usize::from(!is_leaf);
        let groups = self.groups.get(node.at as usize).copied().unwrap_or(0);
        let inside = |part: &Node| match (&node.expr, &part.expr) {
            // A chain of one operator is one level.
            (Expr::Calculate(sign, ..), Expr::Calculate(same, ..)) if sign == same => around,
            _ => here,
        };
        let deepest = node.parts().into_iter().map(|part| self.below(part, inside(part))).max();
        deepest.unwrap_or(0).max(here + usize::from(groups))
    }
}

/// The list that is being read, and whether there is anything but texts and numbers in it.
#[derive(Default)]
struct Inside {
    start: usize,
    plain: bool,
    values: usize,
    /// Whether a value may begin here, so that a dash is a sign.
    begins: bool,
}

impl Inside {
    fn open(&mut self, is_list: bool, at: usize) {
        *self = Inside { start: at, plain: is_list, values: 1, begins: true };
    }

    /// The brackets of the list that ends here, if it is plain.
    fn close(&mut self, is_list: bool, at: usize) -> Option<(usize, usize)> {
        let ended = (is_list && self.plain).then_some((self.start, at));
        *self = Inside::default();
        ended
    }

    fn check(&self) -> Result<(), Box<Problem>> {
        if self.values > LIST_VALUES_MAX {
            return Err(past(
                format!("a list has more than {LIST_VALUES_MAX} values"),
                "give the products a tag or an attribute and ask for that",
            ));
        }
        Ok(())
    }

    /// Takes the next character; whether it belongs to a plain value.
    fn is_plain(&mut self, quote: Option<char>, next: char) -> bool {
        if quote.is_some() {
            return self.plain;
        }
        let sign = next == '-' && self.begins;
        let fits =
            next.is_ascii_digit() || next.is_whitespace() || matches!(next, '\'' | '"' | ',' | '.') || sign;
        self.values += usize::from(next == ',');
        self.begins = next == ',' || (self.begins && next.is_whitespace());
        self.plain &= fits || next == ']';
        fits
    }
}

/// Signs and names that stand in a row, and calculations.
#[derive(Default)]
struct Chains {
    signs: usize,
    dots: usize,
    calculations: usize,
}

impl Chains {
    /// Takes the next character.
    ///
    /// # Errors
    /// That a row has become too long, or that there are too many calculations.
    fn take(&mut self, next: char, in_list: bool) -> Result<(), Box<Problem>> {
        self.signs = if matches!(next, '!' | '-') { self.signs + 1 } else { 0 };
        self.dots = match next {
            '.' => self.dots + 1,
            _ if next.is_alphanumeric() || next == '_' => self.dots,
            _ => 0,
        };
        if self.signs > CHAIN_MAX || self.dots > CHAIN_MAX {
            return Err(too_deep());
        }
        self.calculations += usize::from(matches!(next, '+' | '*' | '/') || (next == '-' && !in_list));
        if self.calculations > CALCULATIONS_MAX {
            return Err(past(
                format!("more than {CALCULATIONS_MAX} calculations"),
                "calculate the constants beforehand",
            ));
        }
        Ok(())
    }
}

fn past(message: String, hint: &str) -> Box<Problem> {
    Box::new(Problem::error(ProblemCode::LimitExceeded, message).hint(hint))
}

fn too_deep() -> Box<Problem> {
    past(
        format!("more than {DEPTH_MAX} levels stand inside one another"),
        "take out parentheses that are not needed, or split the rule",
    )
}
