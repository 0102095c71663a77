//! Bounds of one condition, each with its reason. Past a bound there is a problem, never a slow answer.

/// Characters of a condition, those inside lists of plain values apart; more cannot be read by people.
pub const CONDITION_CHARS_MAX: usize = 4_096;
/// Bytes of a condition with everything in it: 10,000 long SKUs in a list fit.
pub const CONDITION_BYTES_MAX: usize = 1 << 20;
/// Levels of parentheses, calls, lists and operators inside one another; a chain of one operator is one.
pub const DEPTH_MAX: usize = 16;
/// Brackets inside one another that are handed to the parser at all; it recurses.
pub(crate) const BRACKETS_MAX: usize = 40;
/// Comparisons and other questions with a yes or no of their own.
pub const PREDICATES_MAX: usize = 256;
/// Conditions that name one another, one inside the other; people lose track long before.
pub const NAMED_DEPTH_MAX: usize = 16;
/// Values, fields and operators of a condition with everything that it names; ten of the longest lists fit.
pub const NAMED_PARTS_MAX: usize = 100_000;
/// Additions, subtractions, multiplications and divisions; the parser takes quadratic time over them.
pub const CALCULATIONS_MAX: usize = 256;
/// Values in one list.
pub const LIST_VALUES_MAX: usize = 10_000;
/// Bytes of one regular expression.
pub const PATTERN_BYTES_MAX: usize = 256;
/// Bytes of one regular expression when compiled; counted repetitions multiply.
pub const PATTERN_COMPILED_BYTES_MAX: usize = 1 << 18;
/// Problems that one check lists.
pub const PROBLEMS_MAX: usize = 100;
