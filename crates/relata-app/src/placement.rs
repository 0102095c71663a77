use relata_model::{Invalid, Noun, Placement, PlacementCode, Problem, ProblemCode};
use relata_store::{Tx, placement, relation_type};

use crate::page::{etag, matches_tag};
use crate::{App, AppError, Caller, Refusal, Saved, document};

impl App {
    /// One placement.
    pub fn find_placement(&self, code: &PlacementCode) -> Result<Placement, AppError> {
        let found = self.read(|tx| Ok(placement::find(tx, code)?))?;
        found.ok_or_else(|| AppError::not_found("placement", code))
    }

    /// All placements by code.
    pub fn list_placements(&self) -> Result<Vec<Placement>, AppError> {
        self.read(|tx| Ok(placement::list(tx)?))
    }

    /// Makes or changes a placement; `change` gets it as stored.
    pub fn save_placement(
        &self,
        caller: &Caller,
        code: PlacementCode,
        if_match: Option<String>,
        change: impl FnOnce(Option<&Placement>) -> Result<Placement, Vec<Problem>> + Send + 'static,
    ) -> Result<Saved<Placement>, AppError> {
        let written = self.write(caller, move |tx| {
            tx.lock("placement")?;
            let before = placement::find(tx, &code)?;
            if !matches_tag(&if_match, before.as_ref().map(etag).as_deref()) {
                return Err(AppError::stale("placement", &code));
            }
            let mut after = change(before.as_ref()).map_err(AppError::invalid)?;
            after.built_in = before.as_ref().is_some_and(|before| before.built_in);
            check(tx, &after)?;
            if before.as_ref() != Some(&after) {
                placement::upsert(tx, &after)?;
                document::record(tx, Noun::Placement, code.to_string(), before.as_ref(), Some(&after))?;
            }
            Ok((after, before.is_none()))
        })?;
        let (value, created) = written.value;
        Ok(Saved { value, revision: written.revision, created, warnings: Vec::new() })
    }

    /// Everything that speaks against a placement; nothing is written.
    pub fn check_placement(&self, after: &Placement) -> Result<Vec<Problem>, AppError> {
        match self.read(|tx| check(tx, after)) {
            Err(AppError::Refused { problems, .. }) => Ok(problems),
            done => done.map(|()| Vec::new()),
        }
    }

    /// Removes a placement that did not come with the program.
    pub fn delete_placement(
        &self,
        caller: &Caller,
        code: &PlacementCode,
        if_match: Option<String>,
    ) -> Result<i64, AppError> {
        let code = code.clone();
        let written = self.write(caller, move |tx| {
            tx.lock("placement")?;
            let before =
                placement::find(tx, &code)?.ok_or_else(|| AppError::not_found("placement", &code))?;
            if !matches_tag(&if_match, Some(&etag(&before))) {
                return Err(AppError::stale("placement", &code));
            }
            if before.built_in {
                let problem =
                    Problem::error(ProblemCode::InUse, format!("the placement {code} came with the program"))
                        .hint("change it instead of removing it");
                return Err(AppError::Refused { refusal: Refusal::InUse, problems: vec![problem] });
            }
            placement::delete(tx, &code)?;
            document::record(tx, Noun::Placement, code.to_string(), Some(&before), None)
        })?;
        Ok(written.revision)
    }
}

/// The blocks of a placement name types that exist.
fn check(tx: &mut Tx, after: &Placement) -> Result<(), AppError> {
    let mut problems = Vec::new();
    for (at, block) in after.blocks.iter().enumerate() {
        for code in &block.types {
            if relation_type::find(tx, code)?.is_none() {
                let invalid =
                    Invalid::new(format!("there is no relation type {code}"), "name a type that exists");
                let problem = Problem::invalid(ProblemCode::UnknownType, invalid);
                problems.push(problem.at(format!("/blocks/{at}/types")).about(code));
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(AppError::invalid(problems)) }
}
