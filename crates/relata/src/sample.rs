//! The sample shop: AdventureWorks, a small maker of bicycles, built into the program.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// The sample's own database, in the working directory; no other command uses it unless told to.
pub(crate) const DATABASE: &str = "relata-sample.db";

/// The files of the sample by name.
const FILES: [(&str, &[u8]); 3] = [
    ("products.csv", include_bytes!("../../../sample/adventureworks/products.csv")),
    ("relations.csv", include_bytes!("../../../sample/adventureworks/relations.csv")),
    ("orders.csv.gz", include_bytes!("../../../sample/adventureworks/orders.csv.gz")),
];

/// Writes the files of the sample into a folder and names them.
pub(crate) fn write_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let write = |(name, bytes): &(&str, &[u8])| {
        let path = folder.join(name);
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    };
    FILES.iter().map(write).collect()
}
