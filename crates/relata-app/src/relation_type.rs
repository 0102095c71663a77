use relata_model::{Invalid, Noun, Problem, ProblemCode, RelationType, TypeCode};
use relata_store::relation::RelationFilter;
use relata_store::{Tx, relation, relation_type};

use crate::page::{etag, matches_tag};
use crate::{App, AppError, Caller, Refusal, Saved, cycle_audit, document, family};

impl App {
    /// One relation type.
    pub fn find_relation_type(&self, code: &TypeCode) -> Result<RelationType, AppError> {
        let found = self.read(|tx| Ok(relation_type::find(tx, code)?))?;
        found.ok_or_else(|| AppError::not_found("relation type", code))
    }

    /// All relation types by code.
    pub fn list_relation_types(&self) -> Result<Vec<RelationType>, AppError> {
        self.read(|tx| Ok(relation_type::list(tx)?))
    }

    /// Makes or changes a relation type; `change` gets it as stored.
    pub fn save_relation_type(
        &self,
        caller: &Caller,
        code: TypeCode,
        if_match: Option<String>,
        change: impl FnOnce(Option<&RelationType>) -> Result<RelationType, Vec<Problem>> + Send + 'static,
    ) -> Result<Saved<RelationType>, AppError> {
        let written = self.write(caller, move |tx| {
            family::lock(tx)?;
            let before = relation_type::find(tx, &code)?;
            if !matches_tag(&if_match, before.as_ref().map(etag).as_deref()) {
                return Err(AppError::stale("relation type", &code));
            }
            let mut after = change(before.as_ref()).map_err(AppError::invalid)?;
            after.built_in = before.as_ref().is_some_and(|kind| kind.built_in);
            save(tx, before.as_ref(), &after)?;
            Ok((after, before.is_none()))
        })?;
        let (value, created) = written.value;
        Ok(Saved { value, revision: written.revision, created, warnings: Vec::new() })
    }

    /// Everything that speaks against a relation type; nothing is written.
    pub fn check_relation_type(&self, after: &RelationType) -> Result<Vec<Problem>, AppError> {
        self.read(|tx| {
            let before = relation_type::find(tx, &after.code)?;
            check(tx, before.as_ref(), after)
        })
    }

    /// Removes a relation type that is not built in and has no relations.
    pub fn delete_relation_type(
        &self,
        caller: &Caller,
        code: &TypeCode,
        if_match: Option<String>,
    ) -> Result<i64, AppError> {
        let code = code.clone();
        let written = self.write(caller, move |tx| {
            family::lock(tx)?;
            let before =
                relation_type::find(tx, &code)?.ok_or_else(|| AppError::not_found("relation type", &code))?;
            if !matches_tag(&if_match, Some(&etag(&before))) {
                return Err(AppError::stale("relation type", &code));
            }
            if before.built_in {
                return Err(in_use(&code, "it is built in", "set its placements to none to hide it"));
            }
            let filter = RelationFilter { type_code: Some(code.clone()), ..RelationFilter::default() };
            if !relation::list(tx, &filter, None, 1)?.is_empty() {
                return Err(in_use(&code, "there are relations of it", "remove its relations first"));
            }
            relation_type::delete(tx, &code)?;
            record(tx, Some(&before), None)
        })?;
        Ok(written.revision)
    }
}

fn in_use(code: &TypeCode, why: &str, hint: &str) -> AppError {
    let problem =
        Problem::error(ProblemCode::InUse, format!("the relation type {code} cannot be removed: {why}"))
            .hint(hint);
    AppError::Refused { refusal: Refusal::InUse, problems: vec![problem] }
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

/// Checks what a type says of itself and of others, then stores it.
pub(crate) fn save(tx: &mut Tx, before: Option<&RelationType>, after: &RelationType) -> Result<(), AppError> {
    if before == Some(after) {
        return Ok(());
    }
    let problems = check(tx, before, after)?;
    if !problems.is_empty() {
        return Err(AppError::invalid(problems));
    }
    relation_type::upsert(tx, after)?;
    record(tx, before, Some(after))
}

fn record(tx: &mut Tx, before: Option<&RelationType>, after: Option<&RelationType>) -> Result<(), AppError> {
    let Some(code) = after.or(before).map(|kind| kind.code.to_string()) else { return Ok(()) };
    document::record(tx, Noun::RelationType, code, before, after)
}
