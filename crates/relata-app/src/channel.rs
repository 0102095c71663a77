use relata_model::{Channel, ChannelCode, Noun, Problem, ProblemCode};
use relata_store::{Tx, channel};

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

    fn why_kept(&self, _tx: &mut Tx) -> Result<Option<Problem>, AppError> {
        let built_in = self.code == Channel::web().code;
        let problem =
            Problem::error(ProblemCode::InUse, format!("the channel {} came with the program", self.code));
        Ok(built_in.then(|| problem.hint("change it instead of removing it")))
    }
}

impl App {
    /// All channels by code.
    pub fn list_channels(&self) -> Result<Vec<Channel>, AppError> {
        self.list_documents()
    }
}
