use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// The configuration file that is read when nobody names another.
const FILE: &str = "relata.toml";

/// Something that can be configured.
#[derive(Debug)]
pub(crate) struct Key {
    /// Its table and name in the file: `server.listen`.
    pub name: &'static str,
    /// The environment variable that sets it.
    pub variable: &'static str,
    /// The flag that sets it.
    pub flag: &'static str,
    /// What it is when nobody sets it.
    pub default: &'static str,
    /// What it means, one sentence.
    pub meaning: &'static str,
    /// What can stand there.
    pub kind: Kind,
}

/// What kind of value a key has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A text.
    Text,
    /// A whole number from the first to the second, both legal.
    Number(u64, u64),
}

/// Everything that can be configured, in the order in which it is shown.
pub(crate) const KEYS: &[Key] = &[
    Key {
        name: "server.listen",
        variable: "RELATA_LISTEN",
        flag: "--listen",
        default: "127.0.0.1:8080",
        meaning: "The address and port of the server; without keys only loopback addresses are accepted.",
        kind: Kind::Text,
    },
    Key {
        name: "server.requests_max",
        variable: "RELATA_REQUESTS_MAX",
        flag: "",
        default: "512",
        meaning: "Requests that are worked on at once; more are refused with 503.",
        kind: Kind::Number(1, 100_000),
    },
    Key {
        name: "server.request_timeout_s",
        variable: "RELATA_REQUEST_TIMEOUT_S",
        flag: "",
        default: "10",
        meaning: "Seconds that a request may take.",
        kind: Kind::Number(1, 3_600),
    },
    Key {
        name: "server.long_request_timeout_s",
        variable: "RELATA_LONG_REQUEST_TIMEOUT_S",
        flag: "",
        default: "1800",
        meaning: "Seconds that an import, an export or a bulk request may take.",
        kind: Kind::Number(1, 86_400),
    },
    Key {
        name: "server.shutdown_s",
        variable: "RELATA_SHUTDOWN_S",
        flag: "",
        default: "10",
        meaning: "Seconds that a stopping server gives to the requests that it is answering.",
        kind: Kind::Number(0, 600),
    },
    Key {
        name: "server.uploads",
        variable: "RELATA_UPLOADS",
        flag: "",
        default: "",
        meaning: "The folder for uploaded files, kept for a day; empty is relata-uploads beside a SQLite file, else a temporary folder.",
        kind: Kind::Text,
    },
    Key {
        name: "server.image_hosts",
        variable: "RELATA_IMAGE_HOSTS",
        flag: "--image-hosts",
        default: "",
        meaning: "Hosts whose product pictures pages of the server may show, with commas between.",
        kind: Kind::Text,
    },
    Key {
        name: "server.web_folder",
        variable: "RELATA_WEB_FOLDER",
        flag: "",
        default: "",
        meaning: "A folder with a built web app to serve in place of the one in the program, for those who work on it.",
        kind: Kind::Text,
    },
    Key {
        name: "database.url",
        variable: "RELATA_DB",
        flag: "--db",
        default: "relata.db",
        meaning: "The database: a path, sqlite:PATH, or postgres://USER@HOST/NAME.",
        kind: Kind::Text,
    },
    Key {
        name: "import.problems_shown",
        variable: "RELATA_PROBLEMS_SHOWN",
        flag: "",
        default: "10",
        meaning: "Problems and warnings of each file that an import prints; --json prints up to a thousand.",
        kind: Kind::Number(0, 1_000),
    },
    Key {
        name: "log.filter",
        variable: "RUST_LOG",
        flag: "--log",
        default: "info",
        meaning: "What a server logs: error, warn, info, debug, trace, or a filter such as relata_server=debug,warn.",
        kind: Kind::Text,
    },
];

/// Where a value comes from; later ones win.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SetBy {
    /// Nobody set it.
    Default,
    /// The configuration file.
    File,
    /// An environment variable.
    Environment,
    /// A flag on the command line.
    Flag,
}

impl fmt::Display for SetBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SetBy::Default => "default",
            SetBy::File => "file",
            SetBy::Environment => "environment",
            SetBy::Flag => "flag",
        })
    }
}

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setting {
    /// The value as text.
    pub value: String,
    /// Who set it.
    pub set_by: SetBy,
}

/// The effective configuration: every key with its value.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// The file that was read, if there was one.
    pub file: Option<PathBuf>,
    values: BTreeMap<&'static str, Setting>,
}

/// Where settings are gathered from.
#[derive(Debug, Default)]
pub(crate) struct Sources<'a> {
    /// The file named with `--config` or `RELATA_CONFIG`; it has to exist.
    pub file: Option<&'a Path>,
    /// Key and value of the flags that were given.
    pub flags: Vec<(&'static str, String)>,
}

impl Settings {
    /// Gathers the configuration: defaults, then the file, then the environment, then the flags.
    pub(crate) fn gather(
        sources: Sources<'_>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> anyhow::Result<Settings> {
        let mut settings = Settings::default();
        let named =
            sources.file.map(Path::to_path_buf).or_else(|| variable("RELATA_CONFIG").map(PathBuf::from));
        let path = named.clone().unwrap_or_else(|| PathBuf::from(FILE));
        if named.is_some() || path.exists() {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read the configuration file {}", path.display()))?;
            settings.read(&text).with_context(|| format!("the configuration file {}", path.display()))?;
            settings.file = Some(path);
        }
        for key in KEYS {
            if let Some(value) = variable(key.variable).filter(|value| !value.is_empty()) {
                settings.set(key, value, SetBy::Environment)?;
            }
        }
        for (name, value) in sources.flags {
            settings.set(key(name), value, SetBy::Flag)?;
        }
        Ok(settings)
    }

    /// Reads the text of a configuration file. A key that does not exist is refused.
    fn read(&mut self, text: &str) -> anyhow::Result<()> {
        let tables: toml::Table =
            text.parse().map_err(|error: toml::de::Error| anyhow::anyhow!("{error}"))?;
        for (table, entries) in tables {
            let Some(entries) = entries.as_table() else {
                bail!("{table:?} stands outside a table: write it under one of {}", table_names().join(", "));
            };
            for (entry, value) in entries {
                let name = format!("{table}.{entry}");
                let Some(key) = KEYS.iter().find(|key| key.name == name) else {
                    bail!("there is no key {name:?}: {}", instead(&name));
                };
                let value = match (key.kind, value) {
                    (Kind::Text, toml::Value::String(text)) => text.clone(),
                    (Kind::Number(..), toml::Value::Integer(number)) => number.to_string(),
                    (Kind::Text, _) => bail!("{name} is a text: write it in quotation marks"),
                    (Kind::Number(..), _) => {
                        bail!("{name} is a whole number: write it without quotation marks")
                    }
                };
                self.set(key, value, SetBy::File)?;
            }
        }
        Ok(())
    }

    fn set(&mut self, key: &Key, value: String, set_by: SetBy) -> anyhow::Result<()> {
        if let Kind::Number(least, most) = key.kind {
            let number = value.parse::<u64>().ok().filter(|number| (least..=most).contains(number));
            if number.is_none() {
                bail!("{} ({set_by}) is {value:?}: write a whole number from {least} to {most}", key.name);
            }
        }
        self.values.insert(key.name, Setting { value, set_by });
        Ok(())
    }

    /// The value of a key and where it comes from.
    pub(crate) fn of(&self, name: &'static str) -> Setting {
        let default = || Setting { value: key(name).default.to_string(), set_by: SetBy::Default };
        self.values.get(name).cloned().unwrap_or_else(default)
    }

    /// The value of a key as text.
    pub(crate) fn text(&self, name: &'static str) -> String {
        self.of(name).value
    }

    /// The value of a key as a number.
    pub(crate) fn number(&self, name: &'static str) -> u64 {
        self.of(name).value.parse().expect("numbers are checked when they are set")
    }
}

fn key(name: &str) -> &'static Key {
    KEYS.iter().find(|key| key.name == name).expect("the program asks only for keys of the table")
}

fn table_names() -> Vec<String> {
    let mut names: Vec<String> =
        KEYS.iter().filter_map(|key| Some(format!("[{}]", key.name.split_once('.')?.0))).collect();
    names.dedup();
    names
}

/// Where to look after a name that does not exist.
fn instead(name: &str) -> String {
    match relata_api::nearest(name, KEYS.iter().map(|key| key.name)) {
        Some(nearest) => format!("did you mean {nearest:?}?"),
        None => format!("there are {}", KEYS.iter().map(|key| key.name).collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn gather(
        file: &str,
        variables: &[(&str, &str)],
        flags: &[(&'static str, &str)],
    ) -> anyhow::Result<Settings> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("relata.toml");
        std::fs::write(&path, file).expect("a file");
        let flags = flags.iter().map(|(name, value)| (*name, value.to_string())).collect();
        let variable = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string())
        };
        Settings::gather(Sources { file: Some(&path), flags }, variable)
    }

    #[test]
    fn a_flag_beats_the_environment_beats_the_file_beats_the_default() {
        let file = "[server]\nlisten = \"file\"\n[database]\nurl = \"file\"\n[log]\nfilter = \"file\"";
        let settings = gather(file, &[("RELATA_DB", "env"), ("RUST_LOG", "env")], &[("log.filter", "flag")])
            .expect("legal");
        let shown: Vec<String> = KEYS
            .iter()
            .map(|key| settings.of(key.name))
            .map(|Setting { value, set_by }| format!("{value} {set_by}"))
            .collect();
        assert_eq!(
            shown,
            [
                "file file",
                "512 default",
                "10 default",
                "1800 default",
                "10 default",
                " default",
                " default",
                " default",
                "env environment",
                "10 default",
                "flag flag"
            ]
        );
    }

    #[test]
    fn what_is_wrong_in_a_file_is_said_with_the_way_out() {
        let said = |file: &str| {
            let error = gather(file, &[], &[]).expect_err("refused");
            error.root_cause().to_string()
        };
        let expected = expect![[r#"
            there is no key "server.lisen": did you mean "server.listen"?
            there is no key "databse.url": did you mean "database.url"?
            there is no key "nonsense.here": there are server.listen, server.requests_max, server.request_timeout_s, server.long_request_timeout_s, server.shutdown_s, server.uploads, server.image_hosts, server.web_folder, database.url, import.problems_shown, log.filter
            "listen" stands outside a table: write it under one of [server], [database], [import], [log]
            server.listen is a text: write it in quotation marks
            server.shutdown_s (file) is "9999": write a whole number from 0 to 600"#]];
        let cases = [
            "[server]\nlisen = \"x\"",
            "[databse]\nurl = \"x\"",
            "[nonsense]\nhere = 1",
            "listen = \"x\"",
            "[server]\nlisten = 8080",
            "[server]\nshutdown_s = 9999",
        ];
        expected.assert_eq(&cases.map(said).join("\n"));
    }

    #[test]
    fn the_defaults_are_those_of_the_server() {
        let server = relata_server::ServerOptions::default();
        let settings = Settings::default();
        let seconds = |duration: std::time::Duration| duration.as_secs();
        assert_eq!(settings.number("server.requests_max"), server.requests_max as u64);
        assert_eq!(settings.number("server.request_timeout_s"), seconds(server.request_timeout));
        assert_eq!(settings.number("server.long_request_timeout_s"), seconds(server.long_request_timeout));
        assert_eq!(settings.number("server.shutdown_s"), seconds(server.drain_timeout));
    }

    #[test]
    fn the_example_names_every_key_with_its_default_and_nothing_else() {
        let example = include_str!("../../../relata.example.toml");
        let settings = gather(example, &[], &[]).expect("the example is legal");
        for key in KEYS {
            let set = settings.of(key.name);
            assert_eq!((set.value.as_str(), set.set_by), (key.default, SetBy::File), "{}", key.name);
            assert!(example.contains(key.meaning), "the example does not say what {} means", key.name);
            assert!(example.contains(key.variable), "the example does not name {}", key.variable);
        }
    }
}
