use clap::Args;
use relata_api::RuleDocument;
use relata_model::{Invalid, Rule, RuleStatus};
use serde_json::json;

use crate::command::Context;
use crate::exit::Exit;
use crate::output::Paint;
use crate::table::{Side, Table};

/// List the rules of the shop
#[derive(Debug, Args)]
pub(super) struct List {
    /// Only rules of this status: draft, active, paused or archived
    #[arg(long, value_name = "STATUS", value_parser = status)]
    status: Option<RuleStatus>,

    /// Only rules of this relation type
    #[arg(long = "type", value_name = "TYPE")]
    type_code: Option<String>,
}

fn status(text: &str) -> Result<RuleStatus, String> {
    RuleStatus::parse(text).map_err(|Invalid { message, hint }| format!("{message}: {hint}"))
}

impl List {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let mut rules = context.open_existing()?.list_documents::<Rule>()?;
        rules.retain(|rule| {
            self.status.is_none_or(|status| rule.status == status)
                && self.type_code.as_ref().is_none_or(|code| rule.type_code.as_str() == code)
        });
        let output = &context.output;
        match output.is_json() {
            true => {
                let items: Vec<RuleDocument> = rules.iter().map(RuleDocument::from_rule).collect();
                output.document(&json!({ "items": items }))?;
            }
            false => output.result(&text(&rules, output.paint())),
        }
        Ok(Exit::Done)
    }
}

fn text(rules: &[Rule], paint: Paint) -> String {
    if rules.is_empty() {
        return "There are no such rules.".to_string();
    }
    let mut table = Table::new(&[
        ("rule", Side::Left),
        ("type", Side::Left),
        ("status", Side::Left),
        ("priority", Side::Right),
        ("match", Side::Left),
        ("show", Side::Left),
    ]);
    for rule in rules {
        table.row([
            rule.code.to_string(),
            rule.type_code.to_string(),
            rule.status.as_str().to_string(),
            rule.priority.to_string(),
            rule.matching.clone(),
            rule.show.clone(),
        ]);
    }
    table.render(paint)
}
