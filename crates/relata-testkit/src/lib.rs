//! What tests and measurements need beside the program itself.
//!
//! ```text
//!   postgres    a fresh PostgreSQL database for each test, where PostgreSQL is installed;
//!               behind the feature `postgres`: `relata-testkit = { workspace = true, features = ["postgres"] }`
//!   synthetic   a shop of any size from a seed: products, relations, orders
//! ```
//!
//! The synthetic shop is also what `relata bench` measures, so it depends on the model alone.

#[cfg(feature = "postgres")]
pub mod postgres;
pub mod synthetic;
