use clap::Args;
use relata_app::AppError;
use relata_store::{DatabaseUrl, SchemaStatus, Store, StoreOptions};
use serde_json::json;

use super::Context;
use crate::exit::Exit;

/// Bring the tables of the database up to date, making the database if it is not there
///
/// Every command does this when it opens a database, forward only. Run it by itself to have it done
/// before the servers of a new version start; take a backup first.
///
/// With --status it only looks: it shows the version of the tables, the version that this program
/// knows, and the migrations in between, and changes nothing. It fails when the tables are of a newer
/// program than this one. With --json the fields are database, found, known, current, and pending, a
/// list of version and name.
#[derive(Debug, Args)]
pub(super) struct Migrate {
    /// Show which version the tables have and what would be done, without doing it
    #[arg(long)]
    status: bool,
}

impl Migrate {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let database = context.database()?;
        match self.status {
            true => look(context, &database),
            false => migrate(context, &database),
        }
    }
}

fn migrate(context: &Context, database: &DatabaseUrl) -> anyhow::Result<Exit> {
    let store = Store::open(database, &StoreOptions::default()).map_err(AppError::from)?;
    let versions = store.versions().map_err(AppError::from)?;
    let output = &context.output;
    if output.is_json() {
        output
            .document(&json!({ "database": database.to_string(), "current": true, "versions": versions }))?;
    } else {
        let versions: Vec<String> =
            versions.iter().map(|(name, version)| format!("{name} {version}")).collect();
        output.result(&format!("The tables of {database} are up to date ({}).", versions.join(", ")));
    }
    Ok(Exit::Done)
}

fn look(context: &Context, database: &DatabaseUrl) -> anyhow::Result<Exit> {
    let status = Store::schema_status(database).map_err(AppError::from)?;
    let output = &context.output;
    if output.is_json() {
        let SchemaStatus { found, known, pending } = &status;
        let pending: Vec<_> =
            pending.iter().map(|(version, name)| json!({ "version": version, "name": name })).collect();
        output.document(&json!({
            "database": database.to_string(),
            "found": found,
            "known": known,
            "current": found == known,
            "pending": pending,
        }))?;
    } else {
        output.result(&sentence(&database.to_string(), &status));
    }
    Ok(if status.is_too_new() { Exit::Failed } else { Exit::Done })
}

/// What the versions mean to a person.
fn sentence(database: &str, status: &SchemaStatus) -> String {
    let SchemaStatus { found, known, pending } = status;
    if status.is_too_new() {
        return format!(
            "The tables of {database} have version {found}, this program knows {known}: use the newer program."
        );
    }
    if pending.is_empty() {
        return format!("The tables of {database} are up to date (version {found}).");
    }
    let mut text = match found {
        0 => format!("{database} has no tables yet, this program knows version {known}. It would apply"),
        _ => format!(
            "The tables of {database} have version {found}, this program knows {known}. It would apply"
        ),
    };
    for (version, name) in pending {
        text.push_str(&format!("\n  {version}  {}", name.replace('_', " ")));
    }
    text.push_str("\nTake a backup first, then run relata migrate.");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_says_what_to_do_next() {
        let status = |found, pending: &[(i64, &'static str)]| SchemaStatus {
            found,
            known: 4,
            pending: pending.to_vec(),
        };
        let said = [
            sentence("shop.db", &status(4, &[])),
            sentence("shop.db", &status(9, &[])),
            sentence("shop.db", &status(2, &[(3, "orders"), (4, "imports_and_jobs")])),
        ]
        .join("\n\n");
        expect_test::expect![[r#"
            The tables of shop.db are up to date (version 4).

            The tables of shop.db have version 9, this program knows 4: use the newer program.

            The tables of shop.db have version 2, this program knows 4. It would apply
              3  orders
              4  imports and jobs
            Take a backup first, then run relata migrate."#]]
        .assert_eq(&said);
    }
}
