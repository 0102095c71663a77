use relata_model::{Locale, Problem, ProblemCode, ProductPatch, Sku};

use super::product::{self, Field};
use super::{Column, EMPTY, LINKS, Link, SETS, column};
use crate::complaints::{Complaints, Fault};
use crate::csv_lines::Texts;
use crate::decimal::{self, quoted};
use crate::header::{ERROR_COLUMN, Header};
use crate::input::ColumnMapping;
use crate::record::{ClearList, Item, RelationRow, VariantRow};
use crate::records::Outcome;

/// Reads the rows of Magento's product import.
pub(crate) struct MagentoReader {
    names: Vec<String>,
    keys: Vec<String>,
    columns: Vec<Option<Column>>,
    sku: usize,
    store_view: Option<usize>,
    variations: Option<usize>,
    links: Vec<(Link, usize, Option<usize>)>,
    sets_reported: Vec<usize>,
}

/// What is put together from one row.
struct Row {
    items: Vec<Item>,
    complaints: Complaints,
    rejected: u64,
}

impl MagentoReader {
    pub(crate) fn new(header: &Header) -> MagentoReader {
        let links = LINKS
            .into_iter()
            .filter_map(|link| Some((link, header.find(link.skus)?, header.find(link.positions))))
            .collect();
        MagentoReader {
            names: header.names.clone(),
            keys: header.keys.clone(),
            columns: header.keys.iter().map(|key| column(key)).collect(),
            sku: header.find("sku").unwrap_or_default(),
            store_view: header.find("store_view_code"),
            variations: header.find("configurable_variations"),
            links,
            sets_reported: Vec::new(),
        }
    }

    pub(crate) fn width(&self) -> usize {
        self.columns.len()
    }

    pub(crate) fn column_name(&self, index: usize) -> Option<&str> {
        self.keys.get(index).map(String::as_str)
    }

    pub(crate) fn mappings(&self) -> Vec<ColumnMapping> {
        let mapping = |(name, column): (&String, &Option<Column>)| ColumnMapping {
            name: name.clone(),
            reads_as: column.and_then(Column::reads_as),
        };
        self.names.iter().zip(&self.columns).map(mapping).collect()
    }

    /// One warning for all columns that are not read, and one for each list without its positions.
    pub(crate) fn warnings(&self) -> Vec<Problem> {
        let mut warnings = Vec::new();
        let unread: Vec<&str> = self
            .names
            .iter()
            .zip(&self.columns)
            .filter(|(name, column)| column.is_none() && name.trim() != ERROR_COLUMN)
            .map(|(name, _)| name.as_str())
            .collect();
        if let Some(first) = unread.first() {
            warnings.push(
                Problem::warning(
                    ProblemCode::UnknownColumn,
                    format!("columns that are not read: {}", unread.join(", ")),
                )
                .hint("put what you need into additional_attributes")
                .in_row(1, Some(first)),
            );
        }
        for (link, _, positions) in &self.links {
            if positions.is_none() {
                warnings.push(
                    Problem::warning(
                        ProblemCode::MissingValue,
                        format!(
                            "the column {} is missing, so the order in {} counts",
                            link.positions, link.skus
                        ),
                    )
                    .in_row(1, Some(link.skus)),
                );
            }
        }
        warnings
    }

    /// Columns that are rejected together: each list with its positions, and the product's own.
    pub(crate) fn reject_parts(&self) -> Vec<Vec<usize>> {
        let mut parts: Vec<Vec<usize>> = self
            .links
            .iter()
            .map(|(_, skus, positions)| std::iter::once(*skus).chain(*positions).collect())
            .collect();
        parts.extend(self.variations.map(|index| vec![index]));
        let own = |(index, column): (usize, &Option<Column>)| {
            matches!(column, Some(Column::Field(_) | Column::StoreView)).then_some(index)
        };
        parts.push(self.columns.iter().enumerate().filter_map(own).collect());
        parts.iter_mut().for_each(|part| part.push(self.sku));
        parts
    }

    pub(crate) fn read_row(&mut self, row: u64, texts: Texts<'_>) -> Outcome {
        let mut built = Row { items: Vec::new(), complaints: Complaints::new(row), rejected: 0 };
        self.report_sets(texts, &mut built.complaints);
        match self.key(texts) {
            Err(fault) => {
                built.complaints.fault("sku", fault);
                built.rejected = self.parts_count(texts);
            }
            Ok(sku) => match self.store_view(texts) {
                Some(view) => self.read_names(&sku, view, texts, &mut built),
                None => {
                    self.read_product(&sku, texts, &mut built);
                    self.read_variants(&sku, texts, &mut built);
                    for (link, skus, positions) in &self.links {
                        let positions = positions.map(|index| texts.get(index));
                        read_links(&sku, *link, texts.get(*skus), positions, &mut built);
                    }
                }
            },
        }
        let Row { items, complaints, rejected } = built;
        Outcome { items, complaints, rejected }
    }

    fn key(&self, texts: Texts<'_>) -> Result<Sku, Fault> {
        let cell = texts.get(self.sku);
        if cell.is_empty() { Err(Fault::missing("sku")) } else { Ok(Sku::parse(cell)?) }
    }

    /// The store view that a row is for, if it is not the default.
    fn store_view<'a>(&self, texts: Texts<'a>) -> Option<&'a str> {
        let view = texts.get(self.store_view?).trim();
        (!matches!(view, "" | "default" | "all" | "admin")).then_some(view)
    }

    /// How many things a row describes, for a row whose key is bad.
    fn parts_count(&self, texts: Texts<'_>) -> u64 {
        let product = self.product_cells(texts).next().is_some();
        let links = self.links.iter().map(|(_, skus, _)| linked(texts.get(*skus)).count());
        let variants = self.variations.map_or(0, |index| variant_skus(texts.get(index)).count());
        let parts = usize::from(product) + links.sum::<usize>() + variants;
        parts.max(1) as u64
    }

    /// The cells that fill fields of the product and are not empty.
    fn product_cells<'a>(&'a self, texts: Texts<'a>) -> impl Iterator<Item = (usize, Field, &'a str)> {
        self.columns.iter().enumerate().filter_map(move |(index, column)| match column {
            Some(Column::Field(field)) if !texts.get(index).is_empty() => {
                Some((index, *field, texts.get(index)))
            }
            _ => None,
        })
    }

    /// A row without any field of a product describes relations only and makes no product.
    fn read_product(&self, sku: &Sku, texts: Texts<'_>, built: &mut Row) {
        let mut patch = ProductPatch::new(sku.clone());
        let problems_before = built.complaints.problems.len();
        let mut fields = 0;
        for (index, field, cell) in self.product_cells(texts) {
            let name = &self.keys[index];
            if let Err(fault) = product::set(&mut patch, field, cell, name, &mut built.complaints) {
                built.complaints.fault(name, fault);
            }
            fields += 1;
        }
        if built.complaints.problems.len() > problems_before {
            built.rejected += 1;
        } else if fields > 0 {
            built.items.push(Item::Product(patch));
        }
    }

    /// `sku=A-S,size=S|sku=A-M,size=M`: the row is the parent of each.
    fn read_variants(&self, parent: &Sku, texts: Texts<'_>, built: &mut Row) {
        let Some(index) = self.variations else { return };
        let cell = texts.get(index);
        if cell == EMPTY {
            return;
        }
        for variant in variant_skus(cell) {
            match variant.map_err(Fault::from).and_then(|variant| Ok(Sku::parse(variant)?)) {
                Ok(variant) => {
                    let (parent, column) = (parent.clone(), self.keys[index].clone());
                    built.items.push(Item::Variant(VariantRow { sku: variant, parent, column }));
                }
                Err(fault) => {
                    built.complaints.fault(&self.keys[index], fault);
                    built.rejected += 1;
                }
            }
        }
    }

    /// A row of a store view gives the name in its language, and nothing else that is kept.
    fn read_names(&self, sku: &Sku, view: &str, texts: Texts<'_>, built: &mut Row) {
        let names = self.product_cells(texts).find(|(_, field, _)| *field == Field::Name);
        match (locale_of(view), names) {
            (Some(locale), Some((_, _, name))) => {
                let mut patch = ProductPatch::new(sku.clone());
                patch.names.insert(locale, (name != EMPTY).then(|| name.to_string()));
                built.items.push(Item::Product(patch));
            }
            (None, _) => built.complaints.warn(
                "store_view_code",
                Fault::new(
                    ProblemCode::InvalidValue,
                    format!("the row of the store view {} was passed over", quoted(view)),
                    "only store views whose code is a language, such as de or de_AT, give names",
                ),
            ),
            (Some(_), None) => built.complaints.warn(
                "store_view_code",
                Fault::new(
                    ProblemCode::MissingValue,
                    format!("the row of the store view {} has no name and was passed over", quoted(view)),
                    "of the rows of a store view only the name is read",
                ),
            ),
        }
    }

    /// Says once a column that members of sets are not read.
    fn report_sets(&mut self, texts: Texts<'_>, complaints: &mut Complaints) {
        for (index, column) in self.columns.iter().enumerate() {
            let filled = *column == Some(Column::Set) && !matches!(texts.get(index), "" | EMPTY);
            if filled && !self.sets_reported.contains(&index) {
                self.sets_reported.push(index);
                let message =
                    format!("the column {} is not read: members of a set are no relations", self.keys[index]);
                let fault = Fault::new(ProblemCode::UnknownColumn, message, "make the set as a bundle");
                complaints.warn(&self.keys[index], fault);
            }
        }
        debug_assert!(self.sets_reported.len() <= SETS.len());
    }
}

/// The SKUs of a list, without blanks around them.
fn linked(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(',').map(str::trim).filter(|sku| !sku.is_empty() && *sku != EMPTY)
}

fn read_links(source: &Sku, link: Link, cell: &str, positions: Option<&str>, built: &mut Row) {
    let list = || ClearList {
        source: source.clone(),
        type_name: link.type_name.to_string(),
        foreign: true,
        column: Some(link.skus.to_string()),
    };
    if cell.trim() == EMPTY {
        built.items.push(Item::Clear(list()));
        return;
    }
    let skus: Vec<&str> = linked(cell).collect();
    if skus.is_empty() {
        return;
    }
    let places = match positions {
        None => None,
        Some(cell) => {
            let places = read_positions(cell, skus.len());
            if let Err(fault) = &places {
                let fault = Fault::new(fault.code, fault.invalid.message.clone(), fault.invalid.hint.clone());
                built.complaints.warn(link.positions, fault);
            }
            places.ok()
        }
    };
    for (index, sku) in skus.iter().enumerate() {
        match Sku::parse(sku) {
            Ok(target) => built.items.push(Item::Relation(RelationRow {
                foreign: true,
                position: places.as_ref().map(|places| places[index]),
                column: Some(link.skus.to_string()),
                ..RelationRow::new(source.clone(), link.type_name, target)
            })),
            Err(invalid) => {
                built.complaints.fault(link.skus, Fault::from(invalid));
                built.rejected += 1;
                built.items.push(Item::Incomplete(list()));
            }
        }
    }
}

/// One place for each SKU. Magento counts from 0 or from 1, or leaves all at 0.
fn read_positions(cell: &str, count: usize) -> Result<Vec<u32>, Fault> {
    let hint = "write one number for each SKU, parted by commas";
    let places: Vec<&str> = cell.split(',').map(str::trim).filter(|place| !place.is_empty()).collect();
    if places.len() != count {
        let message = format!("{} positions for {count} SKUs, so the order of the SKUs counts", places.len());
        return Err(Fault::new(ProblemCode::InvalidRecord, message, hint));
    }
    let parsed: Option<Vec<u32>> = places
        .iter()
        .map(|place| decimal::parse_whole(place).ok().and_then(|place| u32::try_from(place).ok()))
        .collect();
    let Some(mut places) = parsed else {
        let message = format!("{} are no positions, so the order of the SKUs counts", quoted(cell));
        return Err(Fault::new(ProblemCode::InvalidValue, message, hint));
    };
    if places.contains(&0) {
        places.iter_mut().for_each(|place| *place = place.saturating_add(1));
    }
    Ok(places)
}

fn variant_skus(cell: &str) -> impl Iterator<Item = Result<&str, relata_model::Invalid>> {
    cell.split('|').filter(|variant| !matches!(variant.trim(), "" | EMPTY)).map(|variant| {
        variant.split(',').find_map(|pair| pair.trim().strip_prefix("sku=")).ok_or_else(|| {
            relata_model::Invalid::new(
                format!("{} names no SKU", quoted(variant)),
                "write sku=A-S,size=S|sku=A-M,size=M",
            )
        })
    })
}

/// `de`, `de_AT` and `de-AT` are languages; `german` is only somebody's name for one.
fn locale_of(view: &str) -> Option<Locale> {
    let view = view.replace('_', "-");
    let (language, region) = view.split_once('-').unwrap_or((&view, "XX"));
    let legal = language.len() == 2
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && region.len() == 2
        && region.bytes().all(|byte| byte.is_ascii_alphabetic());
    legal.then(|| Locale::parse(&view).ok()).flatten()
}
