use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail};
use relata_app::{Caller, ImportFile, ImportOptions, Progress};
use relata_exchange::{Form, ProductColumns, ProductsWriter, RelationColumns, RelationRow, RelationsWriter};
use relata_model::{Product, Rule, Sku};
use relata_testkit::synthetic::Shop;

use super::figures::ShopFigures;
use super::{Plan, open};
use crate::progress::Bar;

/// Makes the shop up, writes it to files, and imports them as any file is.
///
/// Gives the figures and the SKUs that are asked about: those of parents and of products that stand
/// alone.
pub(super) fn import(
    plan: &Plan,
    folder: &Path,
    database: &Path,
    bar: &Bar,
) -> anyhow::Result<(ShopFigures, Vec<Sku>)> {
    bar.stage("make the shop up", None);
    let shop = Shop::new(plan.products, plan.relations, plan.seed);
    let (products, relations) = (folder.join("products.csv"), folder.join("relations.csv"));
    let skus =
        write_products(&shop, &products).with_context(|| format!("cannot write {}", products.display()))?;
    write_relations(&shop, &relations).with_context(|| format!("cannot write {}", relations.display()))?;
    let import_products_s = import_file(database, &products, shop.product_count(), bar)?;
    let import_relations_s = import_file(database, &relations, shop.relation_count(), bar)?;
    let figures = ShopFigures {
        products: shop.product_count(),
        relations: shop.relation_count(),
        import_products_s,
        import_relations_s,
        database_bytes: std::fs::metadata(database)?.len(),
    };
    Ok((figures, skus))
}

/// Gives the imported shop rules, as those of a moved shop come in.
pub(super) fn import_rules(folder: &Path, database: &Path, rules: &[Rule], bar: &Bar) -> anyhow::Result<()> {
    let moved = folder.join("moved");
    std::fs::create_dir_all(&moved)?;
    serde_json::to_writer(BufWriter::new(File::create(moved.join("rules.json"))?), rules)?;
    import_file(database, &moved, rules.len() as u64, bar).map(drop)
}

/// Two passes: the first finds the columns that are needed.
fn write_products(shop: &Shop, path: &Path) -> anyhow::Result<Vec<Sku>> {
    let mut columns = ProductColumns::default();
    shop.products().for_each(|product| columns.add(&product));
    let mut writer = ProductsWriter::new(BufWriter::new(File::create(path)?), Form::Csv, columns)?;
    let mut skus = Vec::new();
    for product in shop.products() {
        writer.write(&product)?;
        skus.extend(asked_about(&product));
    }
    writer.finish()?;
    Ok(skus)
}

fn asked_about(product: &Product) -> Option<Sku> {
    product.parent.is_none().then(|| product.sku.clone())
}

fn write_relations(shop: &Shop, path: &Path) -> anyhow::Result<()> {
    let mut columns = RelationColumns::default();
    shop.relations().for_each(|relation| columns.add(&RelationRow::from(&relation)));
    let mut writer = RelationsWriter::new(BufWriter::new(File::create(path)?), Form::Csv, columns)?;
    shop.relations().try_for_each(|relation| writer.write(&RelationRow::from(&relation)))?;
    Ok(writer.finish()?)
}

/// Imports one file; gives the seconds that it took. Every row has to be taken.
fn import_file(database: &Path, file: &Path, rows: u64, bar: &Bar) -> anyhow::Result<f64> {
    let app = open(database)?;
    let start = Instant::now();
    let files = [ImportFile::new(PathBuf::from(file))];
    let reports = app.import(&Caller::local(), &files, &ImportOptions::default(), bar)?;
    let seconds = start.elapsed().as_secs_f64();
    let created: u64 = reports.iter().map(|report| report.counts.created).sum();
    if created != rows {
        let first =
            reports.iter().flat_map(|report| &report.problems).map(|problem| problem.message.as_str()).next();
        bail!(
            "{created} of {rows} rows of {} were taken: {}",
            file.display(),
            first.unwrap_or("no reason is given")
        );
    }
    Ok(seconds)
}
