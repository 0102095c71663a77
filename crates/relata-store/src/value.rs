use std::borrow::Cow;

use relata_model::{Sku, Timestamp, TypeCode};
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::StoreError;
use crate::error::DatabaseError;

/// A value that is bound to a statement. Every value of every statement is bound, never spliced in.
#[derive(Debug, Clone)]
pub(crate) enum Value<'v> {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// A binary floating point number; for weights only.
    Real(f64),
    /// A text.
    Text(Cow<'v, str>),
    /// Bytes.
    Bytes(Cow<'v, [u8]>),
    /// Yes or no, stored as 1 or 0.
    Bool(bool),
    /// A list of texts, for `IN (SELECT value FROM json_each(?n))`.
    Texts(Vec<&'v str>),
    /// A list of numbers, for `IN (SELECT value FROM json_each(?n))`.
    Ints(Vec<i64>),
}

impl<'v> Value<'v> {
    /// The SKUs as a list.
    pub(crate) fn skus(skus: &'v [Sku]) -> Value<'v> {
        Value::Texts(skus.iter().map(Sku::as_str).collect())
    }
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Value::Int(value)
    }
}

impl From<f64> for Value<'_> {
    fn from(value: f64) -> Self {
        Value::Real(value)
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(value: &'v str) -> Self {
        Value::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Value<'_> {
    fn from(value: String) -> Self {
        Value::Text(Cow::Owned(value))
    }
}

impl<'v> From<&'v String> for Value<'v> {
    fn from(value: &'v String) -> Self {
        Value::Text(Cow::Borrowed(value))
    }
}

impl<'v> From<&'v Sku> for Value<'v> {
    fn from(value: &'v Sku) -> Self {
        Value::Text(Cow::Borrowed(value.as_str()))
    }
}

impl<'v> From<&'v TypeCode> for Value<'v> {
    fn from(value: &'v TypeCode) -> Self {
        Value::Text(Cow::Borrowed(value.as_str()))
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(value: Timestamp) -> Self {
        Value::Int(value.micros())
    }
}

impl From<Vec<u8>> for Value<'_> {
    fn from(value: Vec<u8>) -> Self {
        Value::Bytes(Cow::Owned(value))
    }
}

impl<'v> From<&'v [u8]> for Value<'v> {
    fn from(value: &'v [u8]) -> Self {
        Value::Bytes(Cow::Borrowed(value))
    }
}

impl<'v, T: Into<Value<'v>>> From<Option<T>> for Value<'v> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let json = |text: serde_json::Result<String>| match text {
            Ok(text) => Ok(ToSqlOutput::Owned(rusqlite::types::Value::Text(text))),
            Err(error) => Err(rusqlite::Error::ToSqlConversionFailure(Box::new(error))),
        };
        Ok(match self {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(value) => ToSqlOutput::Borrowed(ValueRef::Integer(*value)),
            Value::Real(value) => ToSqlOutput::Borrowed(ValueRef::Real(*value)),
            Value::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
            Value::Bytes(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
            Value::Bool(value) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*value))),
            Value::Texts(values) => json(serde_json::to_string(values))?,
            Value::Ints(values) => json(serde_json::to_string(values))?,
        })
    }
}

/// A row of a result, read by column number from 0.
pub(crate) enum Row<'r> {
    /// Of SQLite.
    Sqlite(&'r rusqlite::Row<'r>),
    /// Of PostgreSQL.
    Postgres(&'r tokio_postgres::Row),
}

fn unreadable(column: usize, source: impl Into<DatabaseError>) -> StoreError {
    StoreError::decode("column", column, source.into())
}

macro_rules! getter {
    ($(#[$doc:meta])* $name:ident, $kind:ty) => {
        $(#[$doc])*
        pub(crate) fn $name(&self, column: usize) -> Result<$kind, StoreError> {
            match self {
                Row::Sqlite(row) => row.get_ref(column).and_then(|value| {
                    rusqlite::types::FromSql::column_result(value).map_err(|error| {
                        rusqlite::Error::FromSqlConversionFailure(column, value.data_type(), Box::new(error))
                    })
                }).map_err(|error| unreadable(column, error)),
                Row::Postgres(row) => row.try_get(column).map_err(|error| unreadable(column, error)),
            }
        }
    };
}

impl Row<'_> {
    getter!(
        /// A whole number.
        int, i64
    );
    getter!(
        /// A whole number, or nothing.
        int_opt, Option<i64>
    );
    getter!(
        /// A floating point number.
        real, f64
    );
    getter!(
        /// Bytes.
        bytes, Vec<u8>
    );

    /// A text.
    pub(crate) fn text(&self, column: usize) -> Result<&str, StoreError> {
        match self {
            Row::Sqlite(row) => {
                let value = row.get_ref(column).map_err(|error| unreadable(column, error))?;
                value.as_str().map_err(|error| StoreError::decode("column", column, error))
            }
            Row::Postgres(row) => row.try_get(column).map_err(|error| unreadable(column, error)),
        }
    }

    /// A text, or nothing.
    pub(crate) fn text_opt(&self, column: usize) -> Result<Option<&str>, StoreError> {
        match self {
            Row::Sqlite(row) => {
                let value = row.get_ref(column).map_err(|error| unreadable(column, error))?;
                value.as_str_or_null().map_err(|error| StoreError::decode("column", column, error))
            }
            Row::Postgres(row) => row.try_get(column).map_err(|error| unreadable(column, error)),
        }
    }

    /// A SKU.
    pub(crate) fn sku(&self, column: usize) -> Result<Sku, StoreError> {
        let text = self.text(column)?;
        Sku::parse(text).map_err(|invalid| StoreError::decode("sku", text, invalid))
    }

    /// A moment.
    pub(crate) fn time(&self, column: usize) -> Result<Timestamp, StoreError> {
        Ok(Timestamp::from_micros(self.int(column)?))
    }
}
