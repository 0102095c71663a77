use relata_store::idempotency;

use crate::{App, AppError, Caller};

/// How long an answer is kept for its idempotency key.
const KEPT_HOURS: i64 = 24;

/// An answer that was given under an idempotency key.
#[derive(Debug, Clone)]
pub struct Remembered {
    /// The status of the answer.
    pub status: u16,
    /// Its headers that mean something to the caller, as name and value.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
    /// The hash of the request's body.
    pub body_hash: String,
}

impl App {
    /// The answer given under a key within the last 24 hours.
    pub fn remembered(&self, key: &str) -> Result<Option<Remembered>, AppError> {
        let found = self.read(|tx| Ok(idempotency::find(tx, key)?))?;
        Ok(found.map(|found| {
            let (headers, body) = split(found.body);
            Remembered { status: found.status, headers, body, body_hash: found.body_hash }
        }))
    }

    /// Keeps an answer for its key, and forgets those older than 24 hours.
    pub fn remember(&self, key: &str, answer: Remembered) -> Result<(), AppError> {
        let key = key.to_string();
        let stored = joined(&answer)?;
        let oldest = relata_model::Timestamp::from_micros(self.now().micros() - KEPT_HOURS * 3_600_000_000);
        self.write(&Caller::local(), move |tx| {
            idempotency::purge(tx, oldest)?;
            Ok(idempotency::save(tx, &key, &answer.body_hash, answer.status, &stored)?)
        })?;
        Ok(())
    }
}

/// Headers and body as they are stored: the headers as one line of JSON, then the body.
fn joined(answer: &Remembered) -> Result<Vec<u8>, AppError> {
    let mut stored = serde_json::to_vec(&answer.headers)?;
    stored.push(b'\n');
    stored.extend_from_slice(&answer.body);
    Ok(stored)
}

/// The opposite of [`joined`]; what has no line of headers is a body alone.
fn split(stored: Vec<u8>) -> (Vec<(String, String)>, Vec<u8>) {
    let line = stored.iter().position(|byte| *byte == b'\n');
    match line.and_then(|end| Some((end, serde_json::from_slice(&stored[..end]).ok()?))) {
        Some((end, headers)) => (headers, stored[end + 1..].to_vec()),
        None => (Vec::new(), stored),
    }
}
