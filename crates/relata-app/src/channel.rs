use relata_model::{Assortment, Channel, ChannelCode, Noun, Problem, ProblemCode, Rule};
use relata_rules::{Reads, Usage, Vocabulary};
use relata_store::{Tx, channel};

use crate::rule_problem::wrong;
use crate::{App, AppError, Document};

impl Document for Channel {
    type Code = ChannelCode;
    const NOUN: Noun = Noun::Channel;
    const NAME: &'static str = "channel";

    fn find(tx: &mut Tx, code: &ChannelCode) -> Result<Option<Channel>, AppError> {
        Ok(channel::find(tx, code)?)
    }

    fn list(tx: &mut Tx) -> Result<Vec<Channel>, AppError> {
        Ok(channel::list(tx)?)
    }

    fn store(&self, tx: &mut Tx) -> Result<(), AppError> {
        Ok(channel::upsert(tx, self)?)
    }

    fn remove(tx: &mut Tx, code: &ChannelCode) -> Result<(), AppError> {
        Ok(channel::delete(tx, code).map(drop)?)
    }

    fn code(&self) -> &ChannelCode {
        &self.code
    }

    /// An assortment reads conditions and rules, so that one writer changes any of them.
    fn lock(tx: &mut Tx) -> Result<(), AppError> {
        Rule::lock(tx)
    }

    fn prepare(app: &App) -> Result<(), AppError> {
        app.catch_up_for_readers()?;
        app.vocabulary().map(drop)
    }

    fn check_live(&self, app: &App, _tx: &mut Tx) -> Result<Vec<Problem>, AppError> {
        Ok(assortment_problems(self, &*app.vocabulary()?))
    }

    fn why_kept(&self, _tx: &mut Tx) -> Result<Option<Problem>, AppError> {
        let built_in = self.code == Channel::web().code;
        let problem =
            Problem::error(ProblemCode::InUse, format!("the channel {} came with the program", self.code));
        Ok(built_in.then(|| problem.hint("change it instead of removing it")))
    }
}

/// What speaks against the condition of an assortment.
pub(crate) fn assortment_problems(channel: &Channel, vocabulary: &Vocabulary) -> Vec<Problem> {
    const AT: &str = "/assortment";
    let Some(text) = channel.assortment.as_ref().and_then(Assortment::condition) else { return Vec::new() };
    let mut problems = wrong(text, Usage::Assortment, AT, vocabulary);
    if vocabulary.library().read(text).is_ok_and(|root| Reads::of(&root).request) {
        let message = "an assortment cannot depend on the time";
        let problem = Problem::error(ProblemCode::InvalidValue, message);
        problems.push(problem.hint("leave now out; rules and campaigns have windows in time").at(AT));
    }
    problems
}

impl App {
    /// All channels by code.
    pub fn list_channels(&self) -> Result<Vec<Channel>, AppError> {
        self.list_documents()
    }
}
