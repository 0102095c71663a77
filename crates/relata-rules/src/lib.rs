//! The condition language: what merchandisers write to say which products, for whom and when.
//!
//! A condition is a text in a subset of CEL, the Common Expression Language.
//!
//! ```text
//!  "source.price > 50 && 'shoes' in source.categories"
//!        |
//!      parse      text -> Condition, with the place of every part          (parse, limits)
//!        |
//!      check      against the fields and the shop's own attributes         (field, vocabulary, check)
//!        |
//!        +--> resolve    what it names in the place of the names          (reference, resolve)
//!        +--> print      the same condition as text again                  (print)
//!        +--> sentence   in words, English or German                       (sentence)
//!        +--> tree       what a visual builder edits, there and back       (tree)
//!        +--> evaluate   true, false or unknown for some facts             (evaluate)
//!        +--> conjuncts  its parts by what they read                       (reads)
//! ```
//!
//! There is one kind of number, an exact decimal. A value that is absent makes whatever asks for it
//! *unknown*; `&&`, `||` and `!` follow Kleene's logic, and unknown counts as false at the top.
//! Nothing is converted silently: a number compared with a text is a problem when the condition is
//! checked. What a person wrote wrongly is a [`relata_model::Problem`] that names its place; nothing
//! here panics or takes long, whatever the text, because everything has a bound in [`limits`].

mod call;
mod check;
mod depth;
mod duration;
mod evaluate;
mod expr;
mod field;
mod kind;
pub mod limits;
mod operator;
mod parse;
mod pattern;
mod plain_list;
mod potential;
mod print;
mod reads;
mod reference;
mod resolve;
mod sentence;
mod size;
mod span;
mod spelling;
mod syntax;
mod tree;
mod value;
mod vocabulary;

pub use check::{Usage, check};
pub use evaluate::{Facts, View, evaluate, holds, value_of};
pub use expr::{Arithmetic, Comparison, Condition, Expr, Node, Quantifier, TextTest};
pub use field::{Control, Declaration, Field, Language, Subject, declarations};
pub use kind::Kind;
pub use operator::{Operand, Operator, operators};
pub use parse::parse;
pub use pattern::Pattern;
pub use potential::{Rise, rises};
pub use print::{path as field_path, print};
pub use reads::{Reads, conjuncts};
pub use reference::{Library, Reference, references, references_of};
pub use resolve::circle_problem;
pub use sentence::sentence;
pub use size::Size;
pub use tree::{from_tree, named_field, to_tree};
pub use value::Value;
pub use vocabulary::{AttributeWord, Vocabulary};
