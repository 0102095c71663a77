use clap::Args;
use relata_app::DatabaseUrl;
use serde_json::json;

use super::Context;
use crate::exit::Exit;
use crate::settings::{KEYS, SetBy, Setting};
use crate::table::{Side, Table};

/// Show the configuration in force and where each value comes from
#[derive(Debug, Args)]
pub(super) struct Config {}

impl Config {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let settings = &context.settings;
        let mut table = Table::new(&[("key", Side::Left), ("value", Side::Left), ("set by", Side::Left)]);
        let mut documents = Vec::new();
        for key in KEYS {
            let setting = settings.of(key.name);
            let by = match setting.set_by {
                SetBy::Environment => format!("environment ({})", key.variable),
                SetBy::Flag => format!("flag ({})", key.flag),
                other => other.to_string(),
            };
            let value = harmless(key.name, &setting);
            documents.push(json!({
                "key": key.name, "value": value, "from": setting.set_by.to_string(),
                "default": key.default, "variable": key.variable, "meaning": key.meaning,
            }));
            table.row([key.name.to_string(), value, by]);
        }
        let output = &context.output;
        if output.is_json() {
            output.document(&json!({ "file": settings.file, "settings": documents }))?;
        } else {
            let file = match &settings.file {
                Some(path) => format!("Read from {}.", path.display()),
                None => "No configuration file; relata.example.toml shows what can stand in one.".to_string(),
            };
            output.result(&format!("{}\n\n{file}", table.render(output.paint())));
        }
        Ok(Exit::Done)
    }
}

/// The value as it may be shown: without the password of a database.
fn harmless(key: &str, setting: &Setting) -> String {
    match key {
        "database.url" => {
            DatabaseUrl::parse(&setting.value).map_or_else(|_| "?".to_string(), |url| url.to_string())
        }
        _ => setting.value.clone(),
    }
}
