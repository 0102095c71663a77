use relata_model::{Channel, ChannelCode, Noun, Problem, ProblemCode};
use relata_store::channel;

use crate::page::{etag, matches_tag};
use crate::{App, AppError, Caller, Refusal, Saved, document};

impl App {
    /// One channel.
    pub fn find_channel(&self, code: &ChannelCode) -> Result<Channel, AppError> {
        let found = self.read(|tx| Ok(channel::find(tx, code)?))?;
        found.ok_or_else(|| AppError::not_found("channel", code))
    }

    /// All channels by code.
    pub fn list_channels(&self) -> Result<Vec<Channel>, AppError> {
        self.read(|tx| Ok(channel::list(tx)?))
    }

    /// Makes or changes a channel; `change` gets it as stored.
    pub fn save_channel(
        &self,
        caller: &Caller,
        code: ChannelCode,
        if_match: Option<String>,
        change: impl FnOnce(Option<&Channel>) -> Result<Channel, Vec<Problem>> + Send + 'static,
    ) -> Result<Saved<Channel>, AppError> {
        let written = self.write(caller, move |tx| {
            tx.lock("channel")?;
            let before = channel::find(tx, &code)?;
            if !matches_tag(&if_match, before.as_ref().map(etag).as_deref()) {
                return Err(AppError::stale("channel", &code));
            }
            let after = change(before.as_ref()).map_err(AppError::invalid)?;
            if before.as_ref() != Some(&after) {
                channel::upsert(tx, &after)?;
                document::record(tx, Noun::Channel, code.to_string(), before.as_ref(), Some(&after))?;
            }
            Ok((after, before.is_none()))
        })?;
        let (value, created) = written.value;
        Ok(Saved { value, revision: written.revision, created, warnings: Vec::new() })
    }

    /// Removes a channel that did not come with the program.
    pub fn delete_channel(
        &self,
        caller: &Caller,
        code: &ChannelCode,
        if_match: Option<String>,
    ) -> Result<i64, AppError> {
        let code = code.clone();
        let written = self.write(caller, move |tx| {
            tx.lock("channel")?;
            let before = channel::find(tx, &code)?.ok_or_else(|| AppError::not_found("channel", &code))?;
            if !matches_tag(&if_match, Some(&etag(&before))) {
                return Err(AppError::stale("channel", &code));
            }
            if before.code.as_str() == "web" {
                let problem =
                    Problem::error(ProblemCode::InUse, format!("the channel {code} came with the program"))
                        .hint("change it instead of removing it");
                return Err(AppError::Refused { refusal: Refusal::InUse, problems: vec![problem] });
            }
            channel::delete(tx, &code)?;
            document::record(tx, Noun::Channel, code.to_string(), Some(&before), None)
        })?;
        Ok(written.revision)
    }
}
