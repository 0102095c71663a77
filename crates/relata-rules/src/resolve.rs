use std::collections::HashMap;
use std::rc::Rc;

use relata_model::{Problem, ProblemCode};

use crate::expr::{Condition, Expr, Node};
use crate::limits::{NAMED_DEPTH_MAX, NAMED_PARTS_MAX, PREDICATES_MAX, PROBLEMS_MAX};
use crate::parse::{at, predicates};
use crate::reference::{Library, Reference};
use crate::{Subject, Value, parse, references};

impl Library {
    /// Reads a condition and puts what it names in the place of the names.
    ///
    /// # Errors
    /// Those of [`parse`] and of [`Library::resolve`].
    pub fn read(&self, text: &str) -> Result<Node, Vec<Problem>> {
        self.resolve(&parse(text)?)
    }

    /// The condition with what it names in the place of the names, asked of the product at hand.
    ///
    /// `target.is('premium')` becomes the condition `premium` with `target` for its `source`. What is
    /// true, false or unknown of it is so of the name. Parts that came from a name stand where the name
    /// does. O(size of the result).
    ///
    /// # Errors
    /// Names of nothing, with the nearest ones; circles, with their path; what asks about more than one
    /// product; names inside a comparison or quantifier; and what grows past a bound by it.
    pub fn resolve(&self, condition: &Condition) -> Result<Node, Vec<Problem>> {
        if references(&condition.root).is_empty() {
            return Ok(condition.root.clone());
        }
        let mut resolver = Resolver {
            library: self,
            text: &condition.text,
            at: 0,
            read: HashMap::new(),
            path: Vec::new(),
            predicates: 0,
            parts: 0,
            problems: Vec::new(),
        };
        let root = resolver.node(&condition.root, None);
        match resolver.problems.is_empty() {
            true => Ok(root),
            false => Err(resolver.problems),
        }
    }
}

struct Resolver<'l> {
    library: &'l Library,
    text: &'l str,
    /// Where the name stands whose condition is being put in.
    at: u32,
    /// What was parsed already.
    read: HashMap<Reference, Rc<Node>>,
    /// The names around, the outermost first.
    path: Vec<Reference>,
    predicates: usize,
    parts: usize,
    problems: Vec<Problem>,
}

impl Resolver<'_> {
    /// Notes a problem and goes on as if there were a harmless question.
    fn refuse(&mut self, code: ProblemCode, message: String, hint: &str) -> Node {
        // What is refused counts as a question, so that there is an end of it.
        self.predicates += 1;
        let through = match self.path.split_last() {
            Some((_, around)) if !around.is_empty() && code != ProblemCode::RuleCycle => {
                let around: Vec<String> = around.iter().map(ToString::to_string).collect();
                format!(", which is read through {}", around.join(" → "))
            }
            _ => String::new(),
        };
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(at(self.text, self.at, code, format!("{message}{through}")).hint(hint));
        }
        Node { expr: Expr::Value(Value::Flag(true)), at: self.at }
    }

    /// A part with everything put in; within a named condition `source` is the subject.
    fn node(&mut self, node: &Node, subject: Option<Subject>) -> Node {
        if subject.is_none() {
            self.at = node.at;
        }
        let mut joined = |parts: &[Node]| parts.iter().map(|part| self.node(part, subject)).collect();
        let expr = match &node.expr {
            Expr::All(parts) => Expr::All(joined(parts)),
            Expr::Any(parts) => Expr::Any(joined(parts)),
            Expr::Not(part) => Expr::Not(Box::new(self.node(part, subject))),
            Expr::Refers(own, reference) => return self.named(subject.unwrap_or(*own), reference),
            _ => return self.question(node, subject),
        };
        Node { expr, at: if subject.is_none() { node.at } else { self.at } }
    }

    fn question(&mut self, node: &Node, subject: Option<Subject>) -> Node {
        if !references(node).is_empty() {
            return self.refuse(
                ProblemCode::TypeMismatch,
                "a named condition is a question of its own and no part of another".to_owned(),
                "write source.is('premium') by itself, joined with &&, || and !",
            );
        }
        let was_within = self.is_within_bounds();
        self.predicates += predicates(node);
        node.visit(&mut |_| self.parts += 1);
        match (self.is_within_bounds(), subject) {
            (true, None) => node.clone(),
            (true, Some(subject)) => about(node, subject, self.at),
            (false, _) if !was_within => Node { expr: Expr::Value(Value::Flag(true)), at: self.at },
            (false, _) => self.refuse(
                ProblemCode::LimitExceeded,
                format!(
                    "with what it names, the condition asks more than {PREDICATES_MAX} questions or has more than {NAMED_PARTS_MAX} values"
                ),
                "name less, or give the products a tag or an attribute and ask for that",
            ),
        }
    }

    fn is_within_bounds(&self) -> bool {
        self.predicates <= PREDICATES_MAX && self.parts <= NAMED_PARTS_MAX
    }

    /// What stands behind a name, asked of a product.
    fn named(&mut self, subject: Subject, reference: &Reference) -> Node {
        let start = self.path.iter().position(|around| around == reference);
        self.path.push(reference.clone());
        let node = match start {
            Some(start) => self.circle(start),
            None if self.path.len() > NAMED_DEPTH_MAX => self.refuse(
                ProblemCode::LimitExceeded,
                format!("more than {NAMED_DEPTH_MAX} conditions name one another"),
                "write some of them out",
            ),
            // What has grown past a bound need not grow further.
            None if !self.is_within_bounds() => Node { expr: Expr::Value(Value::Flag(true)), at: self.at },
            None => match self.root_of(reference) {
                Ok(root) => self.node(&root, Some(subject)),
                Err((code, message, hint)) => self.refuse(code, message, &hint),
            },
        };
        self.path.pop();
        node
    }

    fn circle(&mut self, start: usize) -> Node {
        let problem = circle_problem(&self.path[start..]);
        let node = self.refuse(problem.code, problem.message, CIRCLE_HINT);
        if let (Some(last), Some(path)) = (self.problems.last_mut(), problem.path) {
            last.path = Some(path);
        }
        node
    }

    fn root_of(&mut self, reference: &Reference) -> Result<Rc<Node>, (ProblemCode, String, String)> {
        if let Some(root) = self.read.get(reference) {
            return Ok(Rc::clone(root));
        }
        let (noun, code) = (reference.noun(), reference.code());
        let Some(text) = self.library.text(reference) else {
            let hint = match self.library.nearest(reference).as_slice() {
                [] => format!("make the {noun} first, or look for its code in the list of {noun}s"),
                names => format!("did you mean {}?", names.join(" or ")),
            };
            return Err((ProblemCode::UnknownCondition, format!("there is no {noun} {code}"), hint));
        };
        let Ok(condition) = parse(text) else {
            let message = format!("the {noun} {code} cannot be read itself");
            return Err((ProblemCode::Syntax, message, format!("mend the {noun} {code} first")));
        };
        if !reads_source_alone(&condition.root) {
            let message = match reference {
                Reference::Condition(_) => format!("the condition {code} asks about more than source"),
                Reference::Rule(_) => format!(
                    "the match of the rule {code} asks about more than source, so that it takes in no fixed products"
                ),
            };
            let hint = format!("let {code} ask about source alone, or write out what is meant");
            return Err((ProblemCode::TypeMismatch, message, hint));
        }
        let root = Rc::new(condition.root);
        self.read.insert(reference.clone(), Rc::clone(&root));
        Ok(root)
    }
}

const CIRCLE_HINT: &str = "write out one of the conditions in the place of its name";

/// That conditions and rules read one another in a circle, with its path.
pub fn circle_problem(path: &[Reference]) -> Problem {
    let path: Vec<String> = path.iter().map(ToString::to_string).collect();
    let message = format!("conditions read one another in a circle: {}", path.join(" → "));
    Problem::error(ProblemCode::RuleCycle, message).hint(CIRCLE_HINT).along(path)
}

/// Whether a condition asks about one product, and the time at most.
fn reads_source_alone(root: &Node) -> bool {
    let mut alone = true;
    root.visit(&mut |part| {
        alone &= match &part.expr {
            Expr::Field(subject, _) | Expr::Has(subject, _) | Expr::Refers(subject, _) => {
                *subject == Subject::Source
            }
            Expr::Bought(..) => false,
            _ => true,
        };
    });
    alone
}

/// A question about another product, as if it stood elsewhere.
fn about(node: &Node, subject: Subject, at: u32) -> Node {
    let mut node = node.clone();
    rewrite(&mut node, subject, at);
    node
}

fn rewrite(node: &mut Node, subject: Subject, at: u32) {
    node.at = at;
    if let Expr::Field(of, _) | Expr::Has(of, _) = &mut node.expr {
        *of = subject;
    }
    node.parts_mut().into_iter().for_each(|part| rewrite(part, subject, at));
}
