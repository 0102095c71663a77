use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Shop and server at a glance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Status, example = json!({
    "version": "0.1.0", "started_at": "2026-11-21T09:00:00Z", "ready": true, "revision": 1235, "generation": 43,
    "products": 295, "relations": 700, "database": "sqlite", "database_reachable": true, "memory_bytes": 31457280,
    "answers": {"count": 1200, "p50_us": 62, "p95_us": 130, "p99_us": 210, "max_us": 870,
                "since": "2026-11-21T09:10:00Z"},
    "sample_shop": true, "empty": false, "image_hosts": ["images.example.com"]
}))]
pub struct StatusDocument {
    /// The version of the program.
    pub version: String,
    /// When the server started.
    pub started_at: String,
    /// Whether there is an index of everything committed before the start.
    pub ready: bool,
    /// The revision that answers are made from.
    pub revision: i64,
    /// The number of the index on this node.
    pub generation: u64,
    /// Products in the index.
    pub products: u64,
    /// Relations in the index.
    pub relations: u64,
    /// `sqlite` or `postgres`.
    pub database: String,
    /// Whether the database answered lately.
    pub database_reachable: bool,
    /// Memory that the process holds; null where the system does not tell.
    pub memory_bytes: Option<u64>,
    /// How quick recommendations were lately.
    pub answers: AnswerTimes,
    /// Whether the sample shop was loaded into the database.
    pub sample_shop: bool,
    /// Whether there is no product yet.
    pub empty: bool,
    /// Hosts whose pictures pages of this server may show.
    pub image_hosts: Vec<String>,
}

/// Times of recommendations from the request's headers to the answer, over the last 5 to 10 minutes.
///
/// In microseconds; each is at most 4 % above the true one. Null when there were no answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AnswerTimes {
    /// Recommendations that were answered with 200.
    pub count: u64,
    /// Half of them took this long or less.
    pub p50_us: Option<u64>,
    /// 95 in a hundred took this long or less.
    pub p95_us: Option<u64>,
    /// 99 in a hundred took this long or less.
    pub p99_us: Option<u64>,
    /// The longest took this long, exactly.
    pub max_us: Option<u64>,
    /// The moment from which on they are counted.
    pub since: String,
}
