use std::collections::HashSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use relata_exchange::{
    ConfigNoun, ConfigWriter, Form, MagentoWriter, OrderRow, OrdersWriter, ProductColumns, ProductsWriter,
    RelationColumns, RelationRow, RelationsWriter,
};
use relata_model::{
    Channel, Guideline, Invalid, NamedCondition, Origin, Placement, Problem, ProblemCode, RelationType, Rule,
    SavedMapping, Scope, Sku, Timestamp, TypeCode, View,
};
use relata_store::{
    Tx, channel, condition, guideline, order, placement, product, relation, relation_type, rule, shop, view,
};
use serde::Serialize;

use crate::document::Document;
use crate::import::Progress;
use crate::{App, AppError};

/// The file that holds the shop's own settings in a folder that moves a whole shop.
pub(crate) const SHOP_FILE: &str = "shop.json";

/// In which format the shop is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportProfile {
    /// A whole shop as files that an import reads again.
    Relata,
    /// Magento's import columns: relations alone.
    Magento,
    /// Spryker's relations with their stores, alternatives and discontinued products.
    Spryker,
    /// Types, channels, placements, views, saved mappings, conditions, guidelines and rules as files to apply.
    Config,
}

impl ExportProfile {
    /// Takes `relata`, `magento`, `spryker` or `config`.
    pub fn parse(name: &str) -> Result<ExportProfile, Invalid> {
        match name {
            "relata" => Ok(ExportProfile::Relata),
            "magento" => Ok(ExportProfile::Magento),
            "spryker" => Ok(ExportProfile::Spryker),
            "config" => Ok(ExportProfile::Config),
            _ => Err(Invalid::new(
                format!("{name:?} is no format that is written"),
                "write relata, magento, spryker or config",
            )),
        }
    }
}

/// Where an export goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportTo {
    /// Several files in a folder, which is made.
    Folder(PathBuf),
    /// One file, for formats that are one.
    File(PathBuf),
}

/// A part of the shop that is written by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportPart {
    /// Products by SKU.
    Products,
    /// Manual and imported relations by source, type and position.
    Relations,
    /// Lines of orders.
    Orders,
    /// Relation types by code.
    RelationTypes,
    /// Channels by code.
    Channels,
    /// Placements by code.
    Placements,
    /// Saved views by code.
    Views,
    /// Saved mappings by code.
    Mappings,
    /// Conditions with names by code.
    Conditions,
    /// Guidelines by code.
    Guidelines,
    /// Rules by code.
    Rules,
    /// Relations in Magento's import columns.
    Magento,
    /// Products as JSON lines.
    ProductLines,
    /// Relations as JSON lines.
    RelationLines,
    /// Orders as JSON lines.
    OrderLines,
}

impl ExportPart {
    /// The file in which an export has it.
    pub fn file(self) -> &'static str {
        match self {
            ExportPart::Products => "products.csv",
            ExportPart::Relations => "relations.csv",
            ExportPart::Orders => "orders.csv",
            ExportPart::RelationTypes => RelationType::FILE,
            ExportPart::Channels => Channel::FILE,
            ExportPart::Placements => Placement::FILE,
            ExportPart::Views => View::FILE,
            ExportPart::Mappings => SavedMapping::FILE,
            ExportPart::Conditions => NamedCondition::FILE,
            ExportPart::Guidelines => Guideline::FILE,
            ExportPart::Rules => Rule::FILE,
            ExportPart::Magento => "catalog_product_links.csv",
            ExportPart::ProductLines => "products.jsonl",
            ExportPart::RelationLines => "relations.jsonl",
            ExportPart::OrderLines => "orders.jsonl",
        }
    }
}

/// What an export wrote.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ExportReport {
    /// The files with their rows.
    pub files: Vec<ExportedFile>,
    /// What the format could not hold.
    pub warnings: Vec<Problem>,
}

/// One written file.
#[derive(Debug, Clone, Serialize)]
pub struct ExportedFile {
    /// Where it is.
    pub file: PathBuf,
    /// Products, relations, lines or documents in it.
    pub rows: u64,
}

impl App {
    /// Writes the shop, as it is at one moment.
    pub fn export(
        &self,
        profile: ExportProfile,
        to: &ExportTo,
        progress: &dyn Progress,
    ) -> Result<ExportReport, AppError> {
        use ExportPart::{
            Channels, Conditions, Guidelines, Magento, Mappings, Orders, Placements, Products, RelationTypes,
            Relations, Rules, Views,
        };
        let parts: &[ExportPart] = match profile {
            ExportProfile::Relata => &[
                RelationTypes,
                Channels,
                Placements,
                Views,
                Mappings,
                Products,
                Relations,
                Conditions,
                Guidelines,
                Rules,
                Orders,
            ],
            ExportProfile::Magento => &[Magento],
            ExportProfile::Spryker | ExportProfile::Config => &[],
        };
        let folder = match to {
            ExportTo::Folder(folder) => folder.clone(),
            ExportTo::File(file) if parts.len() == 1 => file.parent().unwrap_or(Path::new("")).to_path_buf(),
            ExportTo::File(file) => file.clone(),
        };
        if !folder.as_os_str().is_empty() {
            std::fs::create_dir_all(&folder).map_err(AppError::io("create", &folder))?;
        }
        match profile {
            ExportProfile::Config => return self.export_configuration(&folder),
            ExportProfile::Spryker => return self.export_spryker(&folder),
            ExportProfile::Relata | ExportProfile::Magento => {}
        }
        let now = self.now();
        self.read(|tx| {
            let mut report = ExportReport::default();
            for part in parts {
                let is_empty = match part {
                    ExportPart::Orders => order::count_orders(tx)? == 0,
                    ExportPart::Mappings => SavedMapping::list(tx)?.is_empty(),
                    ExportPart::Conditions => condition::list(tx)?.is_empty(),
                    ExportPart::Guidelines => guideline::list(tx)?.is_empty(),
                    ExportPart::Rules => rule::list(tx)?.is_empty(),
                    _ => false,
                };
                if is_empty {
                    continue;
                }
                let path = match to {
                    ExportTo::File(file) if parts.len() == 1 => file.clone(),
                    _ => folder.join(part.file()),
                };
                progress.stage(part.file(), None);
                let rows = write_file(&path, |out| write_part(tx, *part, now, out, &mut report.warnings))?;
                report.files.push(ExportedFile { file: path, rows });
            }
            if profile == ExportProfile::Relata {
                write_shop(tx, &folder.join(SHOP_FILE), &mut report)?;
            }
            Ok(report)
        })
    }

    /// Writes one part of the shop.
    pub fn export_part(&self, part: ExportPart, out: &mut dyn Write) -> Result<(), AppError> {
        let now = self.now();
        self.read(|tx| write_part(tx, part, now, out, &mut Vec::new()).map(drop))
    }

    /// How many rows a part has, where the index tells.
    pub fn export_rows(&self, part: ExportPart) -> Result<Option<u64>, AppError> {
        self.catch_up_for_readers()?;
        let snapshot = self.snapshot()?;
        Ok(match part {
            ExportPart::Products | ExportPart::ProductLines => Some(snapshot.product_count() as u64),
            ExportPart::Relations | ExportPart::RelationLines => {
                let exported: Vec<bool> =
                    snapshot.stored_terms().map(|terms| is_exported(terms.origin)).collect();
                let relations = snapshot.stored_relations();
                Some(relations.filter(|relation| exported[relation.terms as usize]).count() as u64)
            }
            ExportPart::RelationTypes => Some(snapshot.types().len() as u64),
            ExportPart::Channels => Some(snapshot.channels().len() as u64),
            ExportPart::Placements => Some(snapshot.placements().len() as u64),
            ExportPart::Orders
            | ExportPart::OrderLines
            | ExportPart::Views
            | ExportPart::Mappings
            | ExportPart::Conditions
            | ExportPart::Guidelines
            | ExportPart::Rules
            | ExportPart::Magento => None,
        })
    }
}

/// Writes a file beside its place and puts it there when it is whole.
pub(crate) fn write_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<u64, AppError>,
) -> Result<u64, AppError> {
    let beside = path.with_extension("part");
    let file = File::create(&beside).map_err(AppError::io("create", &beside))?;
    let mut out = BufWriter::with_capacity(1 << 18, file);
    let written = write(&mut out).and_then(|rows| {
        out.flush().map_err(AppError::io("write", &beside))?;
        std::fs::rename(&beside, path).map_err(AppError::io("write", path))?;
        Ok(rows)
    });
    if written.is_err() {
        // A half of a file helps nobody; if it cannot be removed either, the first failure is what counts.
        drop(std::fs::remove_file(&beside));
    }
    written
}

fn write_shop(tx: &mut Tx, path: &Path, report: &mut ExportReport) -> Result<(), AppError> {
    let Some(currency) = shop::currency(tx)? else { return Ok(()) };
    let rows = write_file(path, |out| {
        serde_json::to_writer_pretty(&mut *out, &serde_json::json!({ "currency": currency }))?;
        out.write_all(b"\n").map_err(AppError::io("write", path))?;
        Ok(1)
    })?;
    report.files.push(ExportedFile { file: path.to_path_buf(), rows });
    Ok(())
}

fn write_part(
    tx: &mut Tx,
    part: ExportPart,
    now: Timestamp,
    out: &mut dyn Write,
    warnings: &mut Vec<Problem>,
) -> Result<u64, AppError> {
    match part {
        ExportPart::Products => write_products(tx, out, Form::Csv),
        ExportPart::ProductLines => write_products(tx, out, Form::JsonLines),
        ExportPart::Relations => write_relations(tx, out, Form::Csv),
        ExportPart::RelationLines => write_relations(tx, out, Form::JsonLines),
        ExportPart::Orders => write_orders(tx, out, Form::Csv),
        ExportPart::OrderLines => write_orders(tx, out, Form::JsonLines),
        ExportPart::RelationTypes => write_documents(out, &relation_type::list(tx)?),
        ExportPart::Channels => write_documents(out, &channel::list(tx)?),
        ExportPart::Placements => write_documents(out, &placement::list(tx)?),
        ExportPart::Views => write_documents(out, &view::list(tx)?),
        ExportPart::Mappings => write_documents(out, &SavedMapping::list(tx)?),
        ExportPart::Conditions => write_documents(out, &condition::list(tx)?),
        ExportPart::Guidelines => write_documents(out, &guideline::list(tx)?),
        ExportPart::Rules => write_documents(out, &rule::list(tx)?),
        ExportPart::Magento => write_magento(tx, now, out, warnings),
    }
}

fn write_documents<T: ConfigNoun>(out: &mut dyn Write, things: &[T]) -> Result<u64, AppError> {
    ConfigWriter::write(out, things)?;
    Ok(things.len() as u64)
}

/// Two passes: the first finds the columns that are needed.
fn write_products(tx: &mut Tx, out: &mut dyn Write, form: Form) -> Result<u64, AppError> {
    let mut columns = ProductColumns::default();
    product::each(tx, |product| {
        columns.add(&product);
        Ok::<(), AppError>(())
    })?;
    let mut writer = ProductsWriter::new(out, form, columns)?;
    let mut rows = 0;
    product::each(tx, |product| {
        rows += 1;
        Ok::<(), AppError>(writer.write(&product)?)
    })?;
    writer.finish()?;
    Ok(rows)
}

/// Relations that persons and imports made; what rules and models make is made again there.
pub(crate) fn is_exported(origin: &Origin) -> bool {
    matches!(origin, Origin::Manual | Origin::Import(_))
}

fn write_relations(tx: &mut Tx, out: &mut dyn Write, form: Form) -> Result<u64, AppError> {
    let arranged: HashSet<(Sku, TypeCode)> = relation::arranged(tx)?;
    let row = |relation: &relata_model::Relation| {
        let list = (relation.source.clone(), relation.type_code.clone());
        RelationRow { arranged: arranged.contains(&list), ..RelationRow::from(relation) }
    };
    let mut columns = RelationColumns::default();
    relation::each(tx, |relation| {
        if is_exported(&relation.origin) {
            columns.add(&row(&relation));
        }
        Ok::<(), AppError>(())
    })?;
    let mut writer = RelationsWriter::new(out, form, columns)?;
    let (mut rows, mut place, mut list) = (0, 0, None);
    relation::each(tx, |relation| {
        if is_exported(&relation.origin) {
            rows += 1;
            // Places among what is written, as the import that reads it counts them.
            let this = Some((relation.source.clone(), relation.type_code.clone()));
            place = if list == this { place + 1 } else { 1 };
            list = this;
            writer.write(&RelationRow { position: Some(place), ..row(&relation) })?;
        }
        Ok::<(), AppError>(())
    })?;
    writer.finish()?;
    Ok(rows)
}

fn write_orders(tx: &mut Tx, out: &mut dyn Write, form: Form) -> Result<u64, AppError> {
    let mut writer = OrdersWriter::new(out, form)?;
    let mut rows = 0;
    order::each_line(tx, |line| {
        rows += 1;
        Ok::<(), AppError>(writer.write(&OrderRow::from(&line))?)
    })?;
    writer.finish()?;
    Ok(rows)
}

/// The format knows neither windows nor scopes: what the web shop shows to everybody now is written.
fn write_magento(
    tx: &mut Tx,
    now: Timestamp,
    out: &mut dyn Write,
    warnings: &mut Vec<Problem>,
) -> Result<u64, AppError> {
    let web = Channel::web().code;
    let mut writer = MagentoWriter::new(out)?;
    let (mut closed, mut elsewhere) = (0_u64, 0_u64);
    relation::each(tx, |relation| {
        let Scope { channels, locales, segments } = &relation.scope;
        let is_for_all =
            segments.is_empty() && locales.is_empty() && (channels.is_empty() || channels.contains(&web));
        if !relation.window.contains(now) {
            closed += 1;
        } else if !is_for_all {
            elsewhere += 1;
        } else {
            writer.write(&RelationRow::from(&relation))?;
        }
        Ok::<(), AppError>(())
    })?;
    let summary = writer.finish()?;
    warnings.extend(summary.warnings());
    for (count, what) in [
        (closed, "were left out, because their window is not open now"),
        (elsewhere, "were left out, because they are not for everybody in the channel web"),
    ] {
        if count > 0 {
            let message = format!("relations that {what}: {count}");
            warnings.push(Problem::warning(ProblemCode::NotExported, message));
        }
    }
    Ok(summary.written)
}
