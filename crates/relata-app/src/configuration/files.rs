use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use relata_api::{Body, Json, MarkedDocument, YAML_BYTES_MAX, read_json_document, read_yaml};
use relata_model::{Noun, Problem, ProblemCode};

use super::noun::{FOLDERS, noun_of};
use super::{FileProblem, Found};
use crate::AppError;

/// The path that means standard input.
pub const STANDARD_INPUT: &str = "-";

/// Files of one configuration.
const FILES_MAX: usize = 10_000;
/// Bytes of all files of one configuration.
const BYTES_MAX: usize = 64 << 20;
/// Folders inside of each other.
const FOLDERS_DEEP_MAX: usize = 8;
/// Things of one configuration.
const THINGS_MAX: usize = 100_000;

/// One thing that a file describes.
#[derive(Debug, Clone)]
pub struct Thing {
    /// What kind of thing it is.
    pub noun: Noun,
    /// Its document.
    pub body: Body,
    /// Where it stands.
    pub found: Found,
}

/// What files of configuration hold, and what is wrong with the files.
#[derive(Debug, Clone, Default)]
pub struct ConfigurationFiles {
    /// The things in the order of the files.
    pub things: Vec<Thing>,
    /// What cannot be read.
    pub problems: Vec<FileProblem>,
    bytes: usize,
    files: usize,
}

impl ConfigurationFiles {
    /// Reads files and folders: YAML (`.yaml`, `.yml`, several documents a file if need be) and JSON
    /// (`.json`), each with one thing or a list. Folders are read whole; files of other kinds and hidden
    /// ones are passed over there.
    ///
    /// What kind of thing a document is, it says itself (`rules:` above a list of rules), or else the
    /// nearest name of its file or folders does (`rules.yaml`, `rules/winter.yaml`), or else `assumed`.
    ///
    /// # Errors
    /// That a path cannot be read. What is wrong with what was read is in [`ConfigurationFiles::problems`].
    pub fn read(paths: &[PathBuf], assumed: Option<Noun>) -> Result<ConfigurationFiles, AppError> {
        let mut files = ConfigurationFiles::default();
        for path in paths {
            if path.as_os_str() == STANDARD_INPUT {
                let noun = assumed;
                files.take("standard input", io::stdin().lock(), false, noun, Path::new(STANDARD_INPUT))?;
            } else if path.is_dir() {
                let noun = named(path).or(assumed);
                let before = files.files;
                files.folder(path, noun, 0)?;
                if files.files == before && files.problems.is_empty() {
                    let message = "the folder holds no file of configuration";
                    let problem = Problem::error(ProblemCode::NotFound, message);
                    let hint = "files of configuration end in .yaml, .yml or .json";
                    files
                        .problems
                        .push(FileProblem::of_file(&path.display().to_string(), problem.hint(hint)));
                }
            } else {
                let noun = named(path).or_else(|| path.parent().and_then(named)).or(assumed);
                files.file(path, noun)?;
            }
        }
        Ok(files)
    }

    fn folder(&mut self, path: &Path, noun: Option<Noun>, depth: usize) -> Result<(), AppError> {
        let name = path.display().to_string();
        if depth > FOLDERS_DEEP_MAX {
            return self.refuse(&name, format!("more than {FOLDERS_DEEP_MAX} folders inside of each other"));
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(path).map_err(AppError::io("read", path))? {
            entries.push(entry.map_err(AppError::io("read", path))?.path());
            if entries.len() > FILES_MAX {
                return self.refuse(&name, format!("more than {FILES_MAX} files in a folder"));
            }
        }
        entries.sort();
        let is_hidden =
            |path: &Path| path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        for entry in entries.into_iter().filter(|entry| !is_hidden(entry)) {
            let noun = named(&entry).or(noun);
            if entry.is_dir() {
                self.folder(&entry, noun, depth + 1)?;
            } else if has_ending(&entry, &["yaml", "yml", "json"]) {
                self.file(&entry, noun)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, noun: Option<Noun>) -> Result<(), AppError> {
        let file = File::open(path).map_err(AppError::io("read", path))?;
        self.take(&path.display().to_string(), file, has_ending(path, &["json"]), noun, path)
    }

    fn take(
        &mut self,
        name: &str,
        input: impl Read,
        is_json: bool,
        noun: Option<Noun>,
        path: &Path,
    ) -> Result<(), AppError> {
        self.files += 1;
        if self.files > FILES_MAX {
            return self.refuse(name, format!("more than {FILES_MAX} files"));
        }
        let mut bytes = Vec::new();
        let read = input.take(YAML_BYTES_MAX as u64 + 1).read_to_end(&mut bytes);
        read.map_err(AppError::io("read", path))?;
        self.bytes += bytes.len();
        if self.bytes > BYTES_MAX {
            return self.refuse(name, format!("more than {BYTES_MAX} bytes in all files"));
        }
        let documents = match is_json {
            true => read_json_document(&bytes).map(|document| vec![document]),
            false => read_yaml(&bytes),
        };
        match documents {
            Ok(documents) => {
                let file: Arc<str> = Arc::from(name);
                documents.into_iter().try_for_each(|document| self.document(&file, document, noun))
            }
            Err(problems) => {
                self.problems.extend(problems.into_iter().map(|found| FileProblem::of_file(name, found)));
                Ok(())
            }
        }
    }

    /// Takes a document apart: sections by noun, lists, things.
    fn document(
        &mut self,
        file: &Arc<str>,
        document: MarkedDocument,
        noun: Option<Noun>,
    ) -> Result<(), AppError> {
        let document = Arc::new(document);
        let found = |at: String| Found { file: file.clone(), document: document.clone(), at };
        match &document.json {
            Json::Object(fields)
                if !fields.is_empty() && fields.keys().all(|name| noun_of(name).is_some()) =>
            {
                for (name, json) in fields.iter().filter(|(_, json)| **json != Json::Null) {
                    self.values(noun_of(name), json, found(format!("/{name}")))?;
                }
                Ok(())
            }
            json => self.values(noun, json, found(String::new())),
        }
    }

    fn values(&mut self, noun: Option<Noun>, json: &Json, found: Found) -> Result<(), AppError> {
        let Json::List(values) = json else { return self.thing(noun, json, found) };
        for (place, json) in values.iter().enumerate() {
            let at = format!("{}/{place}", found.at);
            self.thing(noun, json, Found { at, ..found.clone() })?;
        }
        Ok(())
    }

    fn thing(&mut self, noun: Option<Noun>, json: &Json, found: Found) -> Result<(), AppError> {
        if self.things.len() >= THINGS_MAX {
            let file = found.file.clone();
            return self.refuse(&file, format!("more than {THINGS_MAX} things in all files"));
        }
        let Some(noun) = noun else {
            self.problems.push(found.problem(undecided()));
            return Ok(());
        };
        match Body::of(json.clone()) {
            Ok(body) => self.things.push(Thing { noun, body, found }),
            Err(_) => {
                let message = format!("{} stands where fields have to stand", json.kind());
                let problem = Problem::error(ProblemCode::InvalidValue, message);
                self.problems.push(found.problem(problem.hint("write code: and the other fields")));
            }
        }
        Ok(())
    }

    /// Past a bound nothing more is read.
    fn refuse(&mut self, file: &str, message: String) -> Result<(), AppError> {
        let problem = Problem::error(ProblemCode::LimitExceeded, format!("{file}: {message}"));
        Err(AppError::invalid(vec![problem.about(file).hint("apply less at once")]))
    }
}

fn undecided() -> Problem {
    let names: Vec<&str> = FOLDERS.iter().map(|(_, folder)| *folder).collect();
    let message = "it cannot be told what kind of thing this is";
    Problem::error(ProblemCode::UnknownProfile, message).hint(format!(
        "write a name such as rules: above it, or put it into a folder or a file of such a name: {}",
        names.join(", ")
    ))
}

/// The noun after which a file or a folder is called.
fn named(path: &Path) -> Option<Noun> {
    noun_of(&path.file_stem()?.to_string_lossy())
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}
