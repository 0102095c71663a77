//! What the files of a trial were taken for, column by column.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use relata_exchange::ColumnMapping;
use serde::Serialize;

use crate::output::{Paint, plain};

/// What one file was taken for.
#[derive(Debug, Serialize)]
pub(crate) struct FileMapping {
    file: String,
    profile: &'static str,
    content: &'static str,
    columns: Vec<ColumnReading>,
}

#[derive(Debug, Serialize)]
struct ColumnReading {
    column: String,
    /// The field that it fills; `None` is not read.
    reads_as: Option<String>,
}

/// Looks at the head of every file, in the order given; folders are looked into.
pub(crate) fn of_files(files: &[PathBuf]) -> anyhow::Result<Vec<FileMapping>> {
    let mut mappings = Vec::new();
    for path in files {
        if path.is_dir() {
            // What is no table, such as the documents of an exported shop, has no columns to show.
            mappings.extend(entries(path)?.iter().filter_map(|entry| of_file(entry).ok()));
        } else {
            mappings.push(of_file(path)?);
        }
    }
    Ok(mappings)
}

fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries: Result<Vec<PathBuf>, _> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    let mut files: Vec<PathBuf> = entries.map_err(|error: std::io::Error| anyhow::Error::from(error))?;
    files.retain(|path| path.is_file());
    files.sort();
    Ok(files)
}

fn of_file(path: &Path) -> anyhow::Result<FileMapping> {
    let input = relata_exchange::open(path).map_err(relata_app::AppError::from)?;
    let reading = |column: &ColumnMapping| ColumnReading {
        column: column.name.clone(),
        reads_as: column.reads_as.clone(),
    };
    Ok(FileMapping {
        file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        profile: input.profile.as_str(),
        content: input.content.as_str(),
        columns: input.columns.iter().map(reading).collect(),
    })
}

/// The mapping as people read it: columns of the same name as their field are named alone.
pub(crate) fn text(mappings: &[FileMapping], paint: Paint) -> String {
    let mut text = String::new();
    for mapping in mappings {
        let head = format!("{}: {} in the format {}", mapping.file, mapping.content, mapping.profile);
        let _ = writeln!(text, "{}", paint.bold(&plain(&head)));
        let (read, unread): (Vec<_>, Vec<_>) =
            mapping.columns.iter().partition(|column| column.reads_as.is_some());
        let shown: Vec<String> = read.iter().map(|column| plain(&column.text())).collect();
        let _ = writeln!(text, "  columns:  {}", shown.join(", "));
        if !unread.is_empty() {
            let names: Vec<String> = unread.iter().map(|column| plain(&column.column)).collect();
            let _ = writeln!(text, "  not read: {}", paint.yellow(&names.join(", ")));
        }
    }
    text
}

impl ColumnReading {
    fn text(&self) -> String {
        match &self.reads_as {
            Some(field) if *field != self.column => format!("{} -> {field}", self.column),
            _ => self.column.clone(),
        }
    }
}
