use relata_model::limits::VIEWS_MAX;
use relata_model::{Noun, Problem, ProblemCode, View, ViewCode};
use relata_store::{Tx, view};

use crate::{AppError, Document};

impl Document for View {
    type Code = ViewCode;
    const NOUN: Noun = Noun::View;
    const NAME: &'static str = "view";

    fn find(tx: &mut Tx, code: &ViewCode) -> Result<Option<View>, AppError> {
        Ok(view::find(tx, code)?)
    }

    /// By place, of the same place by code.
    fn list(tx: &mut Tx) -> Result<Vec<View>, AppError> {
        let mut views = view::list(tx)?;
        views.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
        Ok(views)
    }

    fn store(&self, tx: &mut Tx) -> Result<(), AppError> {
        Ok(view::upsert(tx, self)?)
    }

    fn remove(tx: &mut Tx, code: &ViewCode) -> Result<(), AppError> {
        Ok(view::delete(tx, code).map(drop)?)
    }

    fn code(&self) -> &ViewCode {
        &self.code
    }

    fn check(&self, tx: &mut Tx, before: Option<&View>) -> Result<Vec<Problem>, AppError> {
        if before.is_some() || view::list(tx)?.len() < VIEWS_MAX {
            return Ok(Vec::new());
        }
        let message = format!("there are {VIEWS_MAX} views, which is the most there may be");
        Ok(vec![Problem::error(ProblemCode::LimitExceeded, message).hint("remove one that nobody uses")])
    }
}
