//! That the fixtures are what they say.

#![allow(clippy::unwrap_used)]

mod synthetic;
