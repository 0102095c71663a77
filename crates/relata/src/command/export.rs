use std::path::{Path, PathBuf};

use clap::Args;
use relata_app::{AppError, ExportProfile, ExportReport, ExportTo};

use super::Context;
use crate::complaint::problem_text;
use crate::exit::Exit;
use crate::output::{Paint, grouped};
use crate::progress::Bar;
use crate::table::{Side, Table};

/// Where an export goes when nobody names a place.
const FOLDER: &str = "relata-export";

/// Write the shop to files
#[derive(Debug, Args)]
pub(super) struct Export {
    /// relata (a whole shop, which import reads again), magento or spryker (its relations), or config
    #[arg(value_name = "PROFILE")]
    profile: String,

    /// The folder to write, for magento a folder or a file  [default: relata-export]
    #[arg(long, value_name = "FILE_OR_DIR")]
    out: Option<PathBuf>,
}

impl Export {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let invalid = |invalid| AppError::invalid_at("/profile", invalid);
        let profile = ExportProfile::parse(&self.profile).map_err(invalid)?;
        if let Some(path) =
            self.out.as_ref().filter(|path| profile != ExportProfile::Magento && path.is_file())
        {
            anyhow::bail!(
                "{} is a file: name a folder with --out, since several files are written",
                path.display()
            );
        }
        let to = match self.out {
            None => ExportTo::Folder(PathBuf::from(FOLDER)),
            Some(path) if profile == ExportProfile::Magento && !is_folder(&path) => ExportTo::File(path),
            Some(path) => ExportTo::Folder(path),
        };
        let report = context.open_existing()?.export(profile, &to, &Bar::new())?;
        let output = &context.output;
        match output.is_json() {
            true => output.document(&report)?,
            false => output.result(&text(&report, output.paint())),
        }
        Ok(Exit::Done)
    }
}

/// A folder that is there, or is named as one.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator)
}

fn text(report: &ExportReport, paint: Paint) -> String {
    let mut table = Table::new(&[("written", Side::Left), ("rows", Side::Right)]);
    for file in &report.files {
        table.row([file.file.display().to_string(), grouped(file.rows)]);
    }
    let warnings: String =
        report.warnings.iter().map(|warning| format!("\n{}", problem_text(warning, paint))).collect();
    table.render(paint) + &warnings
}
