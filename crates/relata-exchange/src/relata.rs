//! Our own format: the same fields as CSV with a header, or as JSON lines.

pub(crate) mod event;
pub(crate) mod order;
pub(crate) mod product;
pub(crate) mod relation;
pub(crate) mod writer;

use relata_model::{ProblemCode, limits::FIELD_BYTES_MAX};

use crate::complaints::{Complaints, Fault};
use crate::record::Item;
use crate::records::Outcome;
use crate::value::Value;

/// One noun of the own format: its columns, and how a record is put together from their values.
pub(crate) trait RowFormat {
    /// A column, once its name is understood.
    type Column;
    /// A record that is being put together.
    type Draft: Default;
    /// Columns without which a file is refused.
    const REQUIRED: &'static [&'static str];

    /// The column of a name, if it is one of this noun's.
    fn column(name: &str) -> Option<Self::Column>;

    /// Takes one value.
    fn set(draft: &mut Self::Draft, column: &Self::Column, value: Value<'_>) -> Result<(), Fault>;

    /// What a rejected record still says.
    fn remains(_draft: &Self::Draft) -> Option<Item> {
        None
    }

    /// The item, if everything that it needs is there; else what is missing is added to the complaints.
    fn finish(draft: Self::Draft, complaints: &mut Complaints) -> Option<Item>;
}

/// Puts one record together from its values, gathering every complaint.
pub(crate) struct Assembly<F: RowFormat> {
    draft: F::Draft,
    complaints: Complaints,
}

impl<F: RowFormat> Assembly<F> {
    pub(crate) fn new(row: u64) -> Assembly<F> {
        Assembly { draft: F::Draft::default(), complaints: Complaints::new(row) }
    }

    pub(crate) fn set(&mut self, name: &str, column: &F::Column, value: Value<'_>) {
        let result = if value.bytes() > FIELD_BYTES_MAX {
            Err(Fault::new(
                ProblemCode::LimitExceeded,
                format!("the value is larger than {FIELD_BYTES_MAX} bytes"),
                "shorten the text",
            ))
        } else {
            F::set(&mut self.draft, column, value)
        };
        if let Err(fault) = result {
            self.complaints.fault(name, fault);
        }
    }

    pub(crate) fn complaints(&mut self) -> &mut Complaints {
        &mut self.complaints
    }

    /// The item; with at least one problem the record is rejected, and only what remains of it is left.
    pub(crate) fn finish(mut self) -> Outcome {
        let remains = F::remains(&self.draft);
        let item = F::finish(self.draft, &mut self.complaints);
        let item = item.filter(|_| self.complaints.problems.is_empty());
        let rejected = u64::from(item.is_none());
        Outcome { items: item.or(remains).into_iter().collect(), complaints: self.complaints, rejected }
    }
}

/// A value that has to be there.
pub(crate) fn required<T>(value: Option<T>, column: &str, complaints: &mut Complaints) -> Option<T> {
    if value.is_none() && !complaints.has(column) {
        complaints.fault(column, Fault::missing(column));
    }
    value
}
