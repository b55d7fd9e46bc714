//! Takes all that was found and gives the page `tests/corpus.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use callwright_codegen::diagnostic::Severity;

use crate::causes::{self, Cause};
use crate::client::Client;
use crate::documents::Document;
use crate::reasons;
use crate::served::Served;
use crate::values::{Miss, Tally, Verdicts};

/// What stands above the first table.
const OPENING: &str = include_str!("opening.md");

/// The part that is the same on every machine.
pub(crate) fn compared(
    documents: &[Document],
    clients: &[Client],
    verdicts: &Verdicts,
    served: &Served,
) -> String {
    let mut page = OPENING.to_owned();
    page.push_str(
        "\n## Documents\n\n| document | methods | types | warnings | fallbacks | examples | made |\n|---|---|---|---|---|---|---|\n",
    );
    let mut whole = [0; 3];
    for (number, (document, client)) in documents.iter().zip(clients).enumerate() {
        let counts = [client.methods.len(), types(client), client.fallbacks()];
        whole
            .iter_mut()
            .zip(counts)
            .for_each(|(sum, count)| *sum += count);
        let [methods, types, fallbacks] = counts;
        let (id, warnings) = (&document.id, warnings(client));
        let shown = |kind| tallied(&verdicts.of(Some(number), kind));
        let (examples, made) = (shown("example"), shown("faker"));
        let _ = writeln!(
            page,
            "| {id} | {methods} | {types} | {warnings} | {fallbacks} | {examples} | {made} |"
        );
    }
    let [methods, types, fallbacks] = whole;
    let shown = |kind| tallied(&verdicts.of(None, kind));
    let (examples, made) = (shown("example"), shown("faker"));
    let _ = writeln!(
        page,
        "| **all {}** | {methods} | {types} | | {fallbacks} | {examples} | {made} |",
        documents.len()
    );
    let untyped = causes::fallbacks(documents, clients);
    section(&mut page, "Fallbacks to `serde_json::Value`", &untyped);
    let relaxed = causes::relaxed(documents, clients);
    section(&mut page, "What types say less of than schemas", &relaxed);
    served.tell(&mut page, documents, verdicts);
    misses(&mut page, documents, verdicts);
    page
}

/// `tried, read, same`, or less where they are equal.
pub(crate) fn tallied(tally: &Tally) -> String {
    let Tally {
        tried, read, same, ..
    } = tally;
    match (*tried, tried == read && read == same) {
        (0, _) => "–".to_owned(),
        (_, true) => format!("all {tried}"),
        (_, false) => format!("{tried}, {read}, {same}"),
    }
}

/// The named types of a client.
fn types(client: &Client) -> usize {
    let types = client.generated.schemas.iter().map(|schema| &schema.text);
    types
        .filter(|text| text.starts_with("types::"))
        .collect::<BTreeSet<_>>()
        .len()
}

/// How many of each kind: `missing 3, untyped 1`.
fn warnings(client: &Client) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let found = client.generated.warnings.iter();
    for diagnostic in found.filter(|diagnostic| diagnostic.severity != Severity::Note) {
        *counts.entry(diagnostic.code.as_str()).or_default() += 1;
    }
    let counts = counts.iter().map(|(code, count)| format!("{code} {count}"));
    counts.collect::<Vec<_>>().join(", ")
}

fn section(page: &mut String, title: &str, causes: &[Cause]) {
    let _ = write!(
        page,
        "\n## {title}\n\n| cause | places | documents |\n|---|---|---|\n"
    );
    for Cause {
        text,
        places,
        documents,
    } in causes
    {
        let _ = writeln!(
            page,
            "| {} | {places} | {} |",
            cell(text),
            documents.join(", ")
        );
    }
}

/// Those of one document, type and reason in one line.
fn misses(page: &mut String, documents: &[Document], verdicts: &Verdicts) {
    let mut groups: BTreeMap<_, (usize, &Miss)> = BTreeMap::new();
    let compared = verdicts.misses.iter().filter(|miss| miss.is_compared());
    for miss in compared {
        let why = reasons::of(&documents[miss.document].id, miss).unwrap_or("**not known**");
        let key = (miss.document, &miss.name, &miss.step, &miss.kind, why);
        groups.entry(key).or_insert((0, miss)).0 += miss.count;
    }
    page.push_str(
        "\n## Misses\n\n| document | type | values | first cause | why |\n|---|---|---|---|---|\n",
    );
    for ((document, name, step, kind, why), (count, first)) in groups {
        let id = &documents[document].id;
        let kind = match kind.as_str() {
            "example" => "examples",
            "mock" => "served",
            _ => "made",
        };
        let cause = cell(&first.cause);
        let _ = writeln!(
            page,
            "| {id} | {} | {count} {kind} not {step} | {cause} | {why} |",
            cell(name)
        );
    }
}

/// Text that ends no cell.
pub(crate) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
