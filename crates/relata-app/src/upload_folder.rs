//! The folder in which uploads wait: one folder an upload, made whole or not at all.
//!
//! ```text
//! relata-uploads/shop.db/01J…/data             the file as UTF-8
//!                            /document.json    what it was taken for
//!                            /mends.json       rows mended by hand
//!                       /part-…                one that is being made; removed when it is a day old
//! ```

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock};
use std::time::{Duration, SystemTime};

use relata_store::DatabaseUrl;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::NamedTempFile;

use crate::AppError;

/// How long an upload is kept.
pub(crate) const KEPT_HOURS: i64 = 24;
/// What the names of unfinished uploads begin with.
const PART: &str = "part-";
/// Characters of the id of an upload.
const ID_CHARS: usize = 26;

/// Where uploads are kept; used by one request at a time where something is changed.
pub(crate) struct UploadFolder {
    default: PathBuf,
    chosen: OnceLock<PathBuf>,
    changing: Mutex<()>,
    ids: Mutex<ulid::Generator>,
}

impl UploadFolder {
    /// Beside a SQLite file, else among the temporary files of the system.
    pub(crate) fn of(database: &DatabaseUrl) -> UploadFolder {
        let default = match database {
            DatabaseUrl::Sqlite(path) => {
                let name = path.file_name().unwrap_or_default();
                path.with_file_name("relata-uploads").join(name)
            }
            DatabaseUrl::Postgres(url) => {
                let hash = crate::page::etag(url);
                std::env::temp_dir().join(format!("relata-uploads-{}", hash.trim_matches('"')))
            }
        };
        UploadFolder { default, chosen: OnceLock::new(), changing: Mutex::new(()), ids: Mutex::default() }
    }

    /// A new id, behind all that were given before.
    pub(crate) fn new_id(&self) -> String {
        let mut ids = self.ids.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let id = ids.generate().unwrap_or_else(|overflow| overflow.commit_overflow_random());
        id.to_string()
    }

    /// Keeps uploads in another folder; the first choice counts.
    pub(crate) fn choose(&self, folder: PathBuf) {
        let _ = self.chosen.set(folder);
    }

    pub(crate) fn path(&self) -> &Path {
        self.chosen.get().unwrap_or(&self.default)
    }

    /// The right to change what lies here.
    pub(crate) fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// The folder, made if it is not there; only its owner may look into it.
    fn made(&self) -> Result<&Path, AppError> {
        let path = self.path();
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path).map_err(AppError::io("create", path))?;
        Ok(path)
    }

    /// A file to take an upload in, which is gone when it is dropped.
    pub(crate) fn incoming(&self) -> Result<NamedTempFile, AppError> {
        let folder = self.made()?;
        tempfile::Builder::new().prefix(PART).tempfile_in(folder).map_err(AppError::io("create", folder))
    }

    /// A folder in which an upload is put together.
    pub(crate) fn part(&self, id: &str) -> Result<PathBuf, AppError> {
        let path = self.made()?.join(format!("{PART}{id}"));
        fs::create_dir(&path).map_err(AppError::io("create", &path))?;
        Ok(path)
    }

    /// Puts a finished folder in its place.
    pub(crate) fn finish(&self, part: &Path, id: &str) -> Result<(), AppError> {
        fs::rename(part, self.path().join(id)).map_err(AppError::io("write", part))
    }

    /// The folder of an upload; `None` for what is no id.
    pub(crate) fn of_upload(&self, id: &str) -> Option<PathBuf> {
        let legal = id.len() == ID_CHARS && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        legal.then(|| self.path().join(id)).filter(|path| path.is_dir())
    }

    /// The ids of all uploads, the newest first.
    pub(crate) fn ids(&self) -> Result<Vec<String>, AppError> {
        let mut ids: Vec<String> =
            self.entries()?.into_iter().filter(|name| !name.starts_with(PART)).collect();
        ids.retain(|id| id.len() == ID_CHARS);
        ids.sort_unstable_by(|a, b| b.cmp(a));
        Ok(ids)
    }

    fn entries(&self) -> Result<Vec<String>, AppError> {
        let path = self.path();
        let entries = match fs::read_dir(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(AppError::io("read", path))?,
        };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        Ok(names.collect())
    }

    /// Removes an upload.
    pub(crate) fn remove(&self, id: &str) -> Result<(), AppError> {
        match self.of_upload(id) {
            Some(path) => fs::remove_dir_all(&path).map_err(AppError::io("remove", &path)),
            None => Ok(()),
        }
    }

    /// Removes what a program that died left unfinished, once nobody can be at work on it.
    pub(crate) fn remove_old_parts(&self) -> Result<(), AppError> {
        let old = Duration::from_secs(KEPT_HOURS as u64 * 3_600);
        for name in self.entries()?.into_iter().filter(|name| name.starts_with(PART)) {
            let path = self.path().join(name);
            let changed = path.metadata().and_then(|metadata| metadata.modified());
            let age = changed.ok().and_then(|changed| SystemTime::now().duration_since(changed).ok());
            if age.is_some_and(|age| age > old) {
                let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
                removed.map_err(AppError::io("remove", &path))?;
            }
        }
        Ok(())
    }
}

/// Writes a document beside its place and puts it there when it is whole.
pub(crate) fn write_json(path: &Path, document: &impl Serialize) -> Result<(), AppError> {
    let beside = path.with_extension("part");
    fs::write(&beside, serde_json::to_vec(document)?).map_err(AppError::io("write", &beside))?;
    fs::rename(&beside, path).map_err(AppError::io("write", path))
}

/// Reads a document; `None` when it is not there.
pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, AppError> {
    match fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        bytes => Ok(Some(serde_json::from_slice(&bytes.map_err(AppError::io("read", path))?)?)),
    }
}
