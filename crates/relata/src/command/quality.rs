use std::fmt::Write;

use clap::Args;
use relata_api::QualityDocument;
use relata_app::QualityQuery;

use super::Context;
use crate::exit::Exit;
use crate::output::{Paint, counted, plain};
use crate::table::{Side, Table};

/// Problems that are printed; --json has more.
const SHOWN: usize = 20;

/// List broken, stale, dangling, circular and overfull relations with proposed repairs
#[derive(Debug, Args)]
pub(super) struct Quality {}

impl Quality {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let quality = context.open_existing()?.quality(&QualityQuery::default())?;
        let output = &context.output;
        match output.is_json() {
            true => output.document(&quality)?,
            false => output.result(&text(&quality, output.paint())),
        }
        Ok(Exit::Done)
    }
}

fn text(quality: &QualityDocument, paint: Paint) -> String {
    let broken = broken_text(quality, paint);
    if quality.counts.is_empty() {
        let nothing = "Nothing is wrong with the stored relations.".to_string();
        return [Some(nothing), broken].into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    }
    let mut counts = Table::new(&[("finding", Side::Left), ("relations", Side::Right)]);
    for (code, count) in &quality.counts {
        counts.row([code.clone(), count.to_string()]);
    }
    let mut text = counts.render(paint);
    text.push('\n');
    for problem in quality.problems.iter().map(|finding| &finding.problem).take(SHOWN) {
        let subject = problem.subject.as_deref().map(|subject| plain(subject) + ": ").unwrap_or_default();
        let code = paint.dim(&format!("({})", problem.code));
        let _ = write!(text, "\n  {subject}{} {code}", plain(&problem.message));
        if let Some(hint) = &problem.hint {
            let _ = write!(text, "\n    {}", plain(hint));
        }
    }
    if let Some(broken) = broken {
        let _ = write!(text, "\n\n{broken}");
    }
    let all: u64 = quality.counts.values().sum();
    let more = all.saturating_sub(SHOWN as u64);
    if more > 0 {
        let _ = write!(text, "\n\n{}: see them with --json.", counted(more, "more", "more"));
    }
    text
}

/// Rules and guidelines that are active and do nothing.
fn broken_text(quality: &QualityDocument, paint: Paint) -> Option<String> {
    if quality.broken.is_empty() {
        return None;
    }
    let mut text = String::from("Active, and without effect:");
    for broken in quality.broken.iter().take(SHOWN) {
        let _ = write!(text, "\n  {} {}", broken.noun, paint.bold(&plain(&broken.code)));
        for problem in &broken.problems {
            let place = problem.pointer.as_deref().unwrap_or_default().trim_start_matches('/');
            let _ = write!(text, "\n    {}: {}", plain(place), plain(&problem.message));
            if let Some(hint) = &problem.hint {
                let _ = write!(text, " ({})", plain(hint));
            }
        }
        let _ = write!(text, "\n    mend its conditions, or let it pause");
    }
    Some(text)
}
