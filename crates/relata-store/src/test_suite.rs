//! Saved test suites, one document each.

use relata_model::{SuiteCode, TestSuite};

use crate::transaction::Tx;
use crate::{StoreError, document};

const NOUN: &str = "test_suite";

/// The test suite of a code.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, code: &SuiteCode) -> Result<Option<TestSuite>, StoreError> {
    document::find(tx, NOUN, code.as_str())
}

/// All of them, by code.
///
/// # Errors
/// That the database failed.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<TestSuite>, StoreError> {
    document::list(tx, NOUN)
}

/// Stores it under its code, in the place of an older one.
///
/// # Errors
/// That the database failed.
pub fn upsert(tx: &mut Tx<'_>, suite: &TestSuite) -> Result<(), StoreError> {
    document::upsert(tx, NOUN, suite.code.as_str(), suite)
}

/// Removes it; says whether it was there.
///
/// # Errors
/// That the database failed.
pub fn delete(tx: &mut Tx<'_>, code: &SuiteCode) -> Result<bool, StoreError> {
    document::delete(tx, NOUN, code.as_str())
}
