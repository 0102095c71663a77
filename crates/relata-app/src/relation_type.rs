use relata_model::{Invalid, Noun, Problem, ProblemCode, RelationType, TypeCode};
use relata_store::relation::RelationFilter;
use relata_store::{Tx, relation, relation_type};

use crate::{App, AppError, Document, cycle_audit, family};

impl Document for RelationType {
    type Code = TypeCode;
    const NOUN: Noun = Noun::RelationType;
    const NAME: &'static str = "relation type";

    fn find(tx: &mut Tx, code: &TypeCode) -> Result<Option<RelationType>, AppError> {
        Ok(relation_type::find(tx, code)?)
    }

    fn list(tx: &mut Tx) -> Result<Vec<RelationType>, AppError> {
        Ok(relation_type::list(tx)?)
    }

    fn store(&self, tx: &mut Tx) -> Result<(), AppError> {
        Ok(relation_type::upsert(tx, self)?)
    }

    fn remove(tx: &mut Tx, code: &TypeCode) -> Result<(), AppError> {
        Ok(relation_type::delete(tx, code).map(drop)?)
    }

    fn code(&self) -> &TypeCode {
        &self.code
    }

    fn lock(tx: &mut Tx) -> Result<(), AppError> {
        family::lock(tx)
    }

    fn inherit(&mut self, before: Option<&RelationType>) {
        self.built_in = before.is_some_and(|kind| kind.built_in);
    }

    fn check(&self, tx: &mut Tx, before: Option<&RelationType>) -> Result<Vec<Problem>, AppError> {
        check(tx, before, self)
    }

    fn why_kept(&self, tx: &mut Tx) -> Result<Option<Problem>, AppError> {
        if self.built_in {
            return Ok(Some(in_use(&self.code, "it is built in", "set its placements to none to hide it")));
        }
        let filter = RelationFilter { type_code: Some(self.code.clone()), ..RelationFilter::default() };
        let is_used = !relation::list(tx, &filter, None, 1)?.is_empty();
        Ok(is_used.then(|| in_use(&self.code, "there are relations of it", "remove its relations first")))
    }
}

impl App {
    /// All relation types by code.
    pub fn list_relation_types(&self) -> Result<Vec<RelationType>, AppError> {
        self.list_documents()
    }
}

fn in_use(code: &TypeCode, why: &str, hint: &str) -> Problem {
    Problem::error(ProblemCode::InUse, format!("the relation type {code} cannot be removed: {why}"))
        .hint(hint)
}

/// What speaks against a type, by itself and with what is stored.
fn check(tx: &mut Tx, before: Option<&RelationType>, after: &RelationType) -> Result<Vec<Problem>, AppError> {
    let mut problems = Vec::new();
    if after.symmetric && after.cycle_law.refuses_cycles() {
        let invalid = Invalid::new(
            "a symmetric type always has circles of two",
            "set symmetric to false, or the cycle law to warn or free",
        );
        problems.push(Problem::invalid(ProblemCode::InvalidValue, invalid).at("/symmetric"));
    }
    if let Some(inverse) = &after.inverse
        && *inverse != after.code
        && relation_type::find(tx, inverse)?.is_none()
    {
        let invalid =
            Invalid::new(format!("there is no relation type {inverse}"), "create the inverse type first");
        problems.push(Problem::invalid(ProblemCode::UnknownType, invalid).at("/inverse"));
    }
    let stricter = before.is_some_and(|before| before.cycle_law != after.cycle_law);
    if stricter && after.cycle_law.refuses_cycles() {
        let circles = cycle_audit::first_cycle(tx, after)?;
        problems.extend(circles.map(|problem| problem.at("/cycle_law")));
    }
    Ok(problems)
}
