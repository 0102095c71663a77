use relata_model::{Problem, ProblemCode};

use crate::expr::{Expr, Node};
use crate::limits::{BRACKETS_MAX, CONDITION_BYTES_MAX, CONDITION_CHARS_MAX, DEPTH_MAX};

/// Signs or names in a row that are handed to the parser; it takes quadratic time over them.
const CHAIN_MAX: usize = 100;

/// The brackets of a text, found before anything is parsed: the parser recurses, this does not.
#[derive(Debug)]
pub(crate) struct Brackets {
    /// For each byte how many parentheses that only group are open there.
    groups: Vec<u8>,
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
        let mut found = Brackets { groups: Vec::with_capacity(text.len()) };
        let mut chars_outside_lists = 0;
        // Open brackets: whether each is a list, and whether it only groups.
        let mut open: Vec<(bool, bool)> = Vec::new();
        let (mut lists, mut groups) = (0_usize, 0_u8);
        let mut quote: Option<char> = None;
        let (mut escaped, mut chains) = (false, Chains::default());
        // The word or bracket before, which tells a call or an attribute's name from a group or a list.
        let (mut word, mut word_ended) = (String::new(), false);
        for next in text.chars() {
            chars_outside_lists += usize::from(lists == 0);
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
                    groups += u8::from(is_group);
                    open.push((is_list, is_group));
                    if open.len() > BRACKETS_MAX {
                        return Err(too_deep());
                    }
                }
                ')' | ']' | '}' => {
                    let (is_list, is_group) = open.pop().unwrap_or((false, false));
                    lists -= usize::from(is_list);
                    groups -= u8::from(is_group);
                }
                _ => {}
            }
            if chains.past_bound(next) {
                return Err(too_deep());
            }
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
        if chars_outside_lists > CONDITION_CHARS_MAX {
            return Err(past(
                format!(
                    "the condition has {chars_outside_lists} characters outside its lists, more than {CONDITION_CHARS_MAX}"
                ),
                "split it into several rules",
            ));
        }
        Ok(found)
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

/// Signs and names that stand in a row.
#[derive(Default)]
struct Chains {
    signs: usize,
    dots: usize,
}

impl Chains {
    /// Takes the next character; whether a row has become too long.
    fn past_bound(&mut self, next: char) -> bool {
        self.signs = if matches!(next, '!' | '-') { self.signs + 1 } else { 0 };
        self.dots = match next {
            '.' => self.dots + 1,
            _ if next.is_alphanumeric() || next == '_' => self.dots,
            _ => 0,
        };
        self.signs > CHAIN_MAX || self.dots > CHAIN_MAX
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
