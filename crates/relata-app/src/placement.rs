use relata_model::{Invalid, Noun, Placement, PlacementCode, Problem, ProblemCode};
use relata_store::{Tx, placement, relation_type};

use crate::{App, AppError, Document};

impl Document for Placement {
    type Code = PlacementCode;
    const NOUN: Noun = Noun::Placement;
    const NAME: &'static str = "placement";

    fn find(tx: &mut Tx, code: &PlacementCode) -> Result<Option<Placement>, AppError> {
        Ok(placement::find(tx, code)?)
    }

    fn list(tx: &mut Tx) -> Result<Vec<Placement>, AppError> {
        Ok(placement::list(tx)?)
    }

    fn store(&self, tx: &mut Tx) -> Result<(), AppError> {
        Ok(placement::upsert(tx, self)?)
    }

    fn remove(tx: &mut Tx, code: &PlacementCode) -> Result<(), AppError> {
        Ok(placement::delete(tx, code).map(drop)?)
    }

    fn code(&self) -> &PlacementCode {
        &self.code
    }

    fn inherit(&mut self, before: Option<&Placement>) {
        self.built_in = before.is_some_and(|before| before.built_in);
    }

    /// The blocks of a placement name types that exist.
    fn check(&self, tx: &mut Tx, _before: Option<&Placement>) -> Result<Vec<Problem>, AppError> {
        let mut problems = Vec::new();
        for (at, block) in self.blocks.iter().enumerate() {
            for code in &block.types {
                if relation_type::find(tx, code)?.is_none() {
                    let invalid =
                        Invalid::new(format!("there is no relation type {code}"), "name a type that exists");
                    let problem = Problem::invalid(ProblemCode::UnknownType, invalid);
                    problems.push(problem.at(format!("/blocks/{at}/types")).about(code));
                }
            }
        }
        Ok(problems)
    }

    fn why_kept(&self, _tx: &mut Tx) -> Result<Option<Problem>, AppError> {
        let problem =
            Problem::error(ProblemCode::InUse, format!("the placement {} came with the program", self.code));
        Ok(self.built_in.then(|| problem.hint("change it instead of removing it")))
    }
}

impl App {
    /// All placements by code.
    pub fn list_placements(&self) -> Result<Vec<Placement>, AppError> {
        self.list_documents()
    }
}
