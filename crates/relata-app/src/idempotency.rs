use relata_store::idempotency;

use crate::{App, AppError, Caller};

/// How long an answer is kept for its idempotency key.
const KEPT_HOURS: i64 = 24;

/// An answer that was given under an idempotency key.
#[derive(Debug, Clone)]
pub struct Remembered {
    /// The status of the answer.
    pub status: u16,
    /// Its body.
    pub body: Vec<u8>,
    /// The hash of the request's body.
    pub body_hash: String,
}

impl App {
    /// The answer given under a key within the last 24 hours.
    pub fn remembered(&self, key: &str) -> Result<Option<Remembered>, AppError> {
        let found = self.read(|tx| Ok(idempotency::find(tx, key)?))?;
        Ok(found.map(|found| Remembered {
            status: found.status,
            body: found.body,
            body_hash: found.body_hash,
        }))
    }

    /// Keeps an answer for its key, and forgets those older than 24 hours.
    pub fn remember(&self, key: &str, answer: Remembered) -> Result<(), AppError> {
        let key = key.to_string();
        let oldest = relata_model::Timestamp::from_micros(self.now().micros() - KEPT_HOURS * 3_600_000_000);
        self.write(&Caller::local(), move |tx| {
            idempotency::purge(tx, oldest)?;
            Ok(idempotency::save(tx, &key, &answer.body_hash, answer.status, &answer.body)?)
        })?;
        Ok(())
    }
}
