//! Named bounds of what comes in, each with its reason.

use std::time::Duration;

/// Bytes of one JSON body; the largest product seen in the field is a tenth of it.
pub(crate) const JSON_BYTES_MAX: usize = 1 << 20;
/// Bytes of one bulk request: 10,000 lines of a few kilobytes.
pub(crate) const BULK_BYTES_MAX: usize = 32 << 20;
/// Bulk requests that are worked on at once; each holds its whole body.
pub(crate) const BULKS_MAX: usize = 8;
/// Lines of one bulk request; more is a file for an import.
pub(crate) const BULK_LINES_MAX: usize = 10_000;
/// Lines of a bulk request that are worked on at once, so that their commits are made together.
pub(crate) const BULK_LANES: usize = 16;
/// Bytes of one uploaded file.
pub(crate) const IMPORT_BYTES_MAX: u64 = 512 << 20;
/// Bytes that are read and thrown away after a body turned out too large, so that the sender gets
/// to read the refusal instead of a broken connection.
pub(crate) const DISCARDED_BYTES_MAX: u64 = 128 << 20;
/// Characters of an idempotency key or a request id.
pub(crate) const TOKEN_CHARS_MAX: usize = 255;
/// Listeners on the stream of changes; each holds a connection open.
pub(crate) const LISTENERS_MAX: usize = 256;
/// Chunks of an export that wait for a slow reader.
pub(crate) const EXPORT_CHUNKS_MAX: usize = 8;
/// Bytes of one chunk of an export.
pub(crate) const EXPORT_CHUNK_BYTES: usize = 64 << 10;
/// How often a silent stream of changes says that it is alive.
pub(crate) const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How long a sender may be silent in the middle of a body.
pub(crate) const BODY_IDLE: Duration = Duration::from_secs(9);
/// How long a body may come at any rate.
pub(crate) const BODY_GRACE: Duration = Duration::from_secs(10);
/// Bytes a second that a longer body has to come with; a mobile line has ten times as much.
pub(crate) const BODY_RATE_MIN: u64 = 8 << 10;
/// Open connections; fewer than the 1,024 file handles that many systems allow a process, so that
/// the database can always open its own.
pub(crate) const CONNECTIONS_MAX: usize = 900;
/// How long a sender may take over the headers of a request, and be silent between two requests.
pub(crate) const HEADERS_TIME: Duration = Duration::from_secs(15);
/// Bytes that one connection holds of what it reads: the longest headers there can be.
pub(crate) const CONNECTION_BYTES_MAX: usize = 128 << 10;
/// The pause after a connection could not be accepted.
pub(crate) const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// Relation types that one query may name; a shop has a few dozen at most.
pub(crate) const QUERY_TYPES_MAX: usize = 50;
