//! Reading and writing file formats: catalogues, relations, orders and events, as streams.
//!
//! A file is opened, recognised and then read record by record. What a feed did wrong is a
//! [`Problem`](relata_model::Problem) with its row and column; a bad record never ends the file, and
//! everything read is either an [`Item`] or counted as rejected.
//!
//! ```text
//!  bytes -> compression -> look-ahead -> recognition --> Input: profile, content, columns, warnings
//!           gzip, zstd     BOM, CSV or   by the names      |
//!           by magic       JSON lines,   of the columns    v records()
//!                          delimiter                     Record: row, items, problems, raw text
//!                                                          |              |
//!                             products, relations,  <------+              +--> RejectsWriter:
//!                             order lines, events                              the same columns + error
//!
//!  Mapping: the header's names become ours   Mends: rows mended by hand   Table, guess: for a person to look at
//!
//!  ProductsWriter, RelationsWriter, OrdersWriter   our own format, CSV or JSON lines
//!  MagentoWriter                                   links in Magento's import columns
//!  SprykerWriter, from_spryker, to_spryker         Spryker's files, and the trees of its rules
//!  ConfigWriter, ConfigReader                      types, channels, placements as JSON
//! ```
//!
//! A walk through: [`open`] looks at the first bytes, takes the compression off, and finds the delimiter
//! for which most columns are known. [`Input::records`] then splits records with exact line numbers,
//! checks their text, and hands each to the reader of its format. Numbers stay text until they are exact
//! decimals. An absent column says nothing about a field, an empty cell clears it.
//!
//! One module a system: `relata` is our own format, `magento` and `spryker` are foreign ones. A foreign reader maps
//! its words to ours and marks its relations as `foreign`, so that their types may be made; whether a type
//! or a product exists is not known here.
//!
//! Invariants: memory is bounded by one record of at most
//! [`RECORD_BYTES_MAX`](relata_model::limits::RECORD_BYTES_MAX), whatever the file holds, packed or not;
//! what a writer wrote, a reader gives back the same, and written again it is the same bytes; no text is
//! ever interpreted, be it a formula or HTML.
//!
//! ```
//! use relata_exchange::{Input, Item};
//!
//! let file = "source;type;target\nA;cross_sell;B\nA;;C\n".as_bytes();
//! let input = Input::from_reader("links.csv", file)?;
//! assert_eq!(input.profile.as_str(), "relata");
//! for record in input.records() {
//!     let record = record?;
//!     match &record.items[..] {
//!         [Item::Relation(row)] => assert_eq!(row.target.as_str(), "B"),
//!         _ => assert_eq!(record.problems[0].column.as_deref(), Some("type")),
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attribute;
mod complaints;
mod compression;
mod config;
mod csv_lines;
mod decimal;
mod encoding;
mod failure;
mod header;
mod input;
mod json_lines;
mod list;
mod magento;
mod mapping;
mod mends;
mod profile;
mod reading;
mod recognition;
mod record;
mod records;
mod rejects;
mod relata;
mod sniff;
mod spryker;
mod stream;
mod suggestion;
mod synonyms;
mod table;
mod value;

pub use compression::Compression;
pub use config::{CONFIG_BYTES_MAX, ConfigNoun, ConfigReader, ConfigWriter};
pub use encoding::{Encoded, to_utf8};
pub use failure::{ExchangeError, ReadFailure};
pub use input::{ColumnMapping, Input, open, open_as, open_with};
pub use magento::writer::{MagentoSummary, MagentoWriter};
pub use mapping::{Field, FieldKind, check_mapping, fields_of, target_of};
pub use mends::{Mends, RowMend, find_column};
pub use profile::{Content, Profile};
pub use reading::Reading;
pub use record::{
    ClearList, EventKind, EventRow, Item, OrderRow, RawRecord, Record, RelationRow, RuleChannelRow, RuleRow,
    VariantRow,
};
pub use records::Records;
pub use rejects::{RejectsLayout, RejectsWriter};
pub use relata::writer::Form;
pub use relata::writer::order::OrdersWriter;
pub use relata::writer::product::{ProductColumns, ProductsWriter};
pub use relata::writer::relation::{RelationColumns, RelationsWriter};
pub use spryker::tree::{AttributeKind, from_spryker, to_spryker};
pub use spryker::writer::{SprykerRelation, SprykerWriter};
pub use spryker::{ALTERNATIVE, NOTE_ATTRIBUTE, spryker_type};
pub use suggestion::{Because, ColumnSample, Guess, Known, Suggestion, guess, has_decimal_comma};
pub use table::{Table, TableRow};
