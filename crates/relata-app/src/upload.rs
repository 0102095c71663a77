use std::collections::BTreeSet;
use std::path::Path;

use relata_api::{MendsDocument, RowMendInput, UploadDocument, UploadRowDocument, UploadRowsDocument};
use relata_exchange::{Mends, Reading, Table, TableRow, check_mapping, find_column};
use relata_model::limits::{MENDS_MAX, PAGE_MAX, UPLOADS_MAX};
use relata_model::{Mapping, Problem, ProblemCode, Timestamp};
use tempfile::NamedTempFile;

use crate::upload_folder::{KEPT_HOURS, read_json, write_json};
use crate::upload_view::{Arrival, compression_name};
use crate::{App, AppError, ImportFile, Page, PageRequest};

const DATA: &str = "data";
const DOCUMENT: &str = "document.json";
const MENDS: &str = "mends.json";

/// Which rows of an upload are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UploadRows {
    /// Those that start in these lines.
    At(BTreeSet<u64>),
    /// Those from a line on, so many.
    From(u64, usize),
}

impl App {
    /// Keeps uploads in another folder than the default; to be called before the first one.
    pub fn keep_uploads_in(&self, folder: impl Into<std::path::PathBuf>) {
        self.inner.uploads.choose(folder.into());
    }

    /// A file for an upload to be written into.
    ///
    /// # Errors
    /// A refusal when there are as many uploads as are kept at once.
    pub fn new_upload_file(&self) -> Result<NamedTempFile, AppError> {
        self.sweep_uploads()?;
        if self.inner.uploads.ids()?.len() >= UPLOADS_MAX {
            let message = format!("{UPLOADS_MAX} uploads are waiting already");
            let problem = Problem::error(ProblemCode::LimitExceeded, message);
            let hint = "import or delete some of them; each is removed a day after it came";
            return Err(AppError::invalid(vec![problem.hint(hint)]));
        }
        self.inner.uploads.incoming()
    }

    /// Takes a file in: it is rewritten as UTF-8 if need be and looked at.
    ///
    /// # Errors
    /// A refusal for what is no table of any kind, such as a spreadsheet or an empty file.
    pub fn create_upload(&self, name: &str, file: NamedTempFile) -> Result<UploadDocument, AppError> {
        self.take_upload(name, file, None)
    }

    fn take_upload(
        &self,
        name: &str,
        file: NamedTempFile,
        mapping: Option<Mapping>,
    ) -> Result<UploadDocument, AppError> {
        let id = self.inner.uploads.new_id();
        let part = self.inner.uploads.part(&id)?;
        let taken = self.put_together(&id, name, file, &part, mapping);
        match taken {
            Ok(document) => {
                self.inner.uploads.finish(&part, &id)?;
                Ok(document)
            }
            Err(error) => {
                // What is left behind is removed a day later.
                let _ = std::fs::remove_dir_all(&part);
                Err(error)
            }
        }
    }

    fn put_together(
        &self,
        id: &str,
        name: &str,
        file: NamedTempFile,
        part: &Path,
        mapping: Option<Mapping>,
    ) -> Result<UploadDocument, AppError> {
        let data = part.join(DATA);
        let bytes = file.as_file().metadata().map_err(AppError::io("read", file.path()))?.len();
        let encoded = relata_exchange::to_utf8(file.path(), &data)?;
        if !encoded.rewritten {
            file.persist(&data).map_err(|error| AppError::io("write", &data)(error.error))?;
        }
        let names = Table::open(&data, Mends::default())?.columns;
        let (mapping, mapped_by) = match mapping {
            Some(mapping) => (Some(mapping), Some("the mapping of the import".to_string())),
            None => self.fitting_mapping(&names)?.unzip(),
        };
        let document = self.describe(Arrival {
            id: id.to_string(),
            name: name.to_string(),
            bytes,
            created_at: self.now().to_string(),
            compression: compression_name(encoded.compression),
            encoding: encoded.encoding.to_string(),
            path: &data,
            mapping,
            mapped_by,
            mends: Mends::default(),
        })?;
        write_json(&part.join(DOCUMENT), &document)?;
        Ok(document)
    }

    /// Makes an upload of the rows that an import rejected, with the import's mapping.
    pub fn create_upload_of_rejects(&self, import_id: i64) -> Result<UploadDocument, AppError> {
        let record = self.find_import(import_id)?;
        let mut file = self.new_upload_file()?;
        self.write_rejects(import_id, file.as_file_mut())?;
        self.take_upload(&rejects_name(&record.import.file), file, record.import.mapping)
    }

    /// Uploads, the newest first.
    pub fn list_uploads(&self, page: PageRequest) -> Result<Page<UploadDocument>, AppError> {
        self.sweep_uploads()?;
        let before = page.after('u')?;
        let ids = self.inner.uploads.ids()?;
        let ids = ids.into_iter().filter(|id| before.as_ref().is_none_or(|before| id < before));
        let mut rows = Vec::new();
        for id in ids.take(page.size() + 1) {
            // One that is removed meanwhile is no upload any more.
            rows.extend(self.stored_upload(&id)?);
        }
        Ok(page.page('u', rows, |upload: &UploadDocument| upload.id.clone()))
    }

    /// One upload.
    pub fn find_upload(&self, id: &str) -> Result<UploadDocument, AppError> {
        self.stored_upload(id)?.ok_or_else(|| AppError::not_found("upload", id))
    }

    /// Removes an upload.
    pub fn delete_upload(&self, id: &str) -> Result<(), AppError> {
        let _changing = self.inner.uploads.changing();
        self.find_upload(id)?;
        self.inner.uploads.remove(id)
    }

    /// Says what the columns of an upload fill; `None` goes back to recognition.
    pub fn map_upload(&self, id: &str, mapping: Option<Mapping>) -> Result<UploadDocument, AppError> {
        let _changing = self.inner.uploads.changing();
        let upload = self.find_upload(id)?;
        let names: Vec<String> = upload.columns.iter().map(|column| column.name.clone()).collect();
        if let Some(mapping) = &mapping {
            let problems = check_mapping(mapping, Some(&names));
            if !problems.is_empty() {
                return Err(AppError::invalid(problems));
            }
        }
        self.describe_again(upload, mapping)
    }

    /// Changes cells of rows or leaves rows out; the file stays as it came.
    pub fn mend_upload(&self, id: &str, rows: &[RowMendInput]) -> Result<MendsDocument, AppError> {
        let _changing = self.inner.uploads.changing();
        let upload = self.find_upload(id)?;
        let folder = self.folder_of(id)?;
        let mut mends = read_mends(&folder)?;
        check_mends(&upload, rows, &folder, &mends)?;
        for row in rows {
            let mend = mends.0.entry(row.row).or_default();
            mend.skip = row.skip.unwrap_or(mend.skip);
            for (name, text) in &row.cells {
                match text {
                    Some(text) => drop(mend.cells.insert(name.clone(), text.clone())),
                    None => drop(mend.cells.remove(name)),
                }
            }
        }
        mends.0.retain(|_, mend| mend.skip || !mend.cells.is_empty());
        write_json(&folder.join(MENDS), &mends)?;
        let mapping = mapping_of(&upload);
        self.describe_again(upload, mapping)?;
        Ok(MendsDocument {
            mended: rows.iter().filter(|row| !row.cells.is_empty()).count() as u64,
            skipped: rows.iter().filter(|row| row.skip == Some(true)).count() as u64,
        })
    }

    /// Rows of an upload as they stand, with what was mended. Reads up to the last of them.
    pub fn upload_rows(&self, id: &str, wanted: &UploadRows) -> Result<UploadRowsDocument, AppError> {
        self.find_upload(id)?;
        let folder = self.folder_of(id)?;
        let table = Table::open(&folder.join(DATA), read_mends(&folder)?)?;
        let columns = table.columns.clone();
        let mut rows = Vec::new();
        for row in table {
            // What is damaged behind this place has no rows to show.
            let Ok(row) = row else { break };
            let (is_wanted, is_last) = match wanted {
                UploadRows::At(at) => (at.contains(&row.row), at.last().is_none_or(|last| row.row >= *last)),
                UploadRows::From(from, count) => (row.row >= *from, rows.len() + 1 >= (*count).min(PAGE_MAX)),
            };
            if is_wanted {
                let TableRow { row, cells, skipped, mended } = row;
                rows.push(UploadRowDocument { row, cells, skipped, mended });
            }
            if is_last && (is_wanted || matches!(wanted, UploadRows::At(_))) {
                break;
            }
        }
        Ok(UploadRowsDocument { columns, rows })
    }

    /// Uploads as files to import, with their mappings and mended rows.
    ///
    /// # Errors
    /// A refusal that names every upload that is not there, by its place at `/upload`.
    pub fn upload_files(&self, ids: &[String]) -> Result<Vec<ImportFile>, AppError> {
        let mut files = Vec::new();
        let mut problems = Vec::new();
        for (at, id) in ids.iter().enumerate() {
            let Some(upload) = self.stored_upload(id)?.filter(|_| !ids[..at].contains(id)) else {
                let message = format!("there is no upload {id}, or it is named twice");
                let problem = Problem::error(ProblemCode::InvalidValue, message).at("/upload").about(id);
                problems.push(problem.hint("GET /v1/uploads lists them; they are kept for a day"));
                continue;
            };
            let folder = self.folder_of(id)?;
            let reading =
                Reading { profile: None, mapping: mapping_of(&upload), mends: read_mends(&folder)? };
            files.push(ImportFile {
                path: folder.join(DATA),
                name: upload.name,
                reading,
                upload: Some(id.clone()),
                by_hand: false,
            });
        }
        if problems.is_empty() { Ok(files) } else { Err(AppError::invalid(problems)) }
    }

    /// Looks at an upload anew and stores what it is taken for.
    fn describe_again(
        &self,
        upload: UploadDocument,
        mapping: Option<Mapping>,
    ) -> Result<UploadDocument, AppError> {
        let folder = self.folder_of(&upload.id)?;
        let same = mapping == mapping_of(&upload);
        let document = self.describe(Arrival {
            path: &folder.join(DATA),
            mapped_by: (same && mapping.is_some()).then_some(upload.recognised_by),
            mapping,
            mends: read_mends(&folder)?,
            id: upload.id,
            name: upload.name,
            bytes: upload.bytes,
            created_at: upload.created_at,
            compression: upload.compression,
            encoding: upload.encoding,
        })?;
        write_json(&folder.join(DOCUMENT), &document)?;
        Ok(document)
    }

    fn folder_of(&self, id: &str) -> Result<std::path::PathBuf, AppError> {
        self.inner.uploads.of_upload(id).ok_or_else(|| AppError::not_found("upload", id))
    }

    /// An upload, if it is there and its time is not over.
    fn stored_upload(&self, id: &str) -> Result<Option<UploadDocument>, AppError> {
        let Some(folder) = self.inner.uploads.of_upload(id) else { return Ok(None) };
        let found: Option<UploadDocument> = read_json(&folder.join(DOCUMENT))?;
        Ok(found.filter(|upload| !self.is_over(upload)))
    }

    fn is_over(&self, upload: &UploadDocument) -> bool {
        let kept_micros = KEPT_HOURS * 3_600_000_000;
        let came = Timestamp::parse(&upload.created_at);
        came.map_or(true, |came| came.micros() + kept_micros < self.now().micros())
    }

    /// Removes the uploads whose time is over.
    fn sweep_uploads(&self) -> Result<(), AppError> {
        let _changing = self.inner.uploads.changing();
        self.inner.uploads.remove_old_parts()?;
        for id in self.inner.uploads.ids()? {
            if self.stored_upload(&id)?.is_none() {
                self.inner.uploads.remove(&id)?;
            }
        }
        Ok(())
    }
}

/// The mapping of an upload.
fn mapping_of(upload: &UploadDocument) -> Option<Mapping> {
    upload.mapping.clone().map(|mapping| {
        let relata_api::MappingDocument { profile, content, columns, decimal_comma } = mapping;
        Mapping { profile, content, columns, decimal_comma }
    })
}

fn read_mends(folder: &Path) -> Result<Mends, AppError> {
    Ok(read_json(&folder.join(MENDS))?.unwrap_or_default())
}

/// Every problem of a request that mends rows: unknown columns and rows, and too many of them.
fn check_mends(
    upload: &UploadDocument,
    rows: &[RowMendInput],
    folder: &Path,
    mends: &Mends,
) -> Result<(), AppError> {
    let names: Vec<String> = upload.columns.iter().map(|column| column.name.clone()).collect();
    let mut problems = Vec::new();
    let wanted: BTreeSet<u64> = rows.iter().map(|row| row.row).collect();
    let new = wanted.iter().filter(|row| !mends.0.contains_key(row)).count();
    if mends.0.len() + new > MENDS_MAX {
        let problem =
            Problem::error(ProblemCode::LimitExceeded, format!("more than {MENDS_MAX} mended rows"));
        problems.push(problem.at("/rows").hint("mend the file itself and upload it again"));
        return Err(AppError::invalid(problems));
    }
    let there = rows_there(folder, &wanted)?;
    for (at, row) in rows.iter().enumerate() {
        if !there.contains(&row.row) {
            let message = format!("no row of the file starts in line {}", row.row);
            let problem = Problem::error(ProblemCode::InvalidValue, message).at(format!("/rows/{at}/row"));
            problems.push(problem.hint("rows are named by the line where they start, the header being 1"));
        }
        for name in row.cells.keys().filter(|name| find_column(&names, name).is_none()) {
            let message = format!("the file has no column {name:?}");
            let name = name.replace('~', "~0").replace('/', "~1");
            let problem =
                Problem::error(ProblemCode::UnknownColumn, message).at(format!("/rows/{at}/cells/{name}"));
            problems.push(problem.hint(format!("its columns are {}", names.join(", "))));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(AppError::invalid(problems)) }
}

/// Those of some lines in which a row starts.
fn rows_there(folder: &Path, wanted: &BTreeSet<u64>) -> Result<BTreeSet<u64>, AppError> {
    let Some(last) = wanted.last() else { return Ok(BTreeSet::new()) };
    let table = Table::open(&folder.join(DATA), Mends::default())?;
    let rows = table.map_while(Result::ok).map(|row| row.row).take_while(|row| row <= last);
    Ok(rows.filter(|row| wanted.contains(row)).collect())
}

/// What the rejected rows of a file are called.
pub fn rejects_name(file: &str) -> String {
    let name = Path::new(file).file_name().map_or(file.into(), |name| name.to_string_lossy());
    let bare = [".gz", ".zst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let (stem, end) = bare.rsplit_once('.').unwrap_or((bare, "csv"));
    let end = if matches!(end, "jsonl" | "ndjson") { end } else { "csv" };
    format!("{stem}.rejects.{end}")
}
