//! The HTTP server: routes, extractors, limits, and errors as answers. No rule logic, no SQL.
//!
//! ```text
//!  connection           so many at once, so long for the headers
//!     |   guard         request id, host and origin, load shedding, time limit, panics, headers, metrics
//!     v
//!  idempotency          the same key twice: the first answer again
//!     |
//!     v
//!  routes/<noun>.rs     path key + query + body  -> relata-app (blocking thread) -> document
//!     |                 recommendations          -> relata-app (inline: memory only)
//!     v
//!  Refused              whatever went wrong, as application/problem+json
//! ```
//!
//! Every route is declared once, with its OpenAPI description; the router and the document are both
//! drawn from that ([`openapi`]). A handler parses, calls one use case and answers; it is never
//! longer than a screen.
//!
//! Who may come: without keys the server listens on loopback only ([`check_address`]), answers only
//! to names of this machine (a guard against DNS rebinding), and refuses changes that a page of
//! another site sends. Everything that comes in is bounded by a limit named in `limits`.
//!
//! Reads and writes block on the database and run on blocking threads. An answer to "what goes with
//! this product" touches memory only, takes no lock and writes no log line, and runs inline.

mod answer;
mod answer_times;
mod bulk;
mod connection;
mod guard;
mod idempotency;
mod incoming;
mod key;
mod limits;
mod metrics;
mod parameters;
mod refused;
mod routes;
mod serve;
mod server;

pub use routes::openapi;
pub use serve::{ServeError, ServerOptions, check_address, parse_image_host, router, serve};
