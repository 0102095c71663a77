use std::sync::atomic::Ordering;

use relata_store::DatabaseUrl;

use crate::{App, Status};

/// What a person wants to know first of a shop and its server.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The served index, brought up to date if the database can be reached.
    pub status: Status,
    /// `sqlite` or `postgres`.
    pub database: &'static str,
    /// Whether the sample shop was loaded; as last known while the database cannot be reached.
    pub sample_shop: bool,
    /// Whether there is no product yet.
    pub empty: bool,
}

impl App {
    /// What there is to say of shop and server; also answered while the database is away.
    pub fn overview(&self) -> Overview {
        if self.status().database_reachable {
            // What fails here shows in the status: the index stays as it is and contact is lost.
            let caught_up = self.catch_up().and_then(|_| self.has_sample());
            if let Ok(sample_shop) = caught_up {
                self.inner.sample_shop.store(sample_shop, Ordering::Relaxed);
            }
        }
        let status = self.status();
        Overview {
            empty: status.products == 0,
            database: match self.store().url() {
                DatabaseUrl::Sqlite(_) => "sqlite",
                DatabaseUrl::Postgres(_) => "postgres",
            },
            sample_shop: self.inner.sample_shop.load(Ordering::Relaxed),
            status,
        }
    }
}
