//! Takes what a mock server made of each document and gives a part of the page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::documents::Document;
use crate::fault::Fault;
use crate::table::{cell, tallied};
use crate::values::{self, Values, Verdicts};

/// What the server says of a document that it refuses, and what that means. Words that none of them fits fail the run.
const REFUSALS: &[(&str, &str)] = &[
    ("Unable to read", "it reads JSON only"),
    // Which of the two comes first depends on the machine.
    ("not ready within", ENDLESS),
    ("Last few GCs", ENDLESS),
    (
        "draft/2020-12",
        "its validator does not know JSON Schema 2020-12",
    ),
    (
        "InvalidFileSystemPathError",
        "it looks for referenced files below its own folder",
    ),
    (
        "InvalidRemoteURLError",
        "a referenced URL is not fetched here",
    ),
    (
        "InvalidJsonPointerRefError",
        "a reference of the document leads nowhere",
    ),
    (
        "Error validating OpenRPC Document",
        "the document breaks the meta-schema",
    ),
];

const ENDLESS: &str = "its references keep it busy without end";

/// What becomes of calls that have no result.
const FAILURES: &[(&str, &str)] = &[
    ("error 6969", "the server fails to make a result"),
    (
        "error -32602",
        "its validator refuses the params, those of the document's own examples among them",
    ),
];

/// What was served.
pub(crate) struct Served {
    tallies: Vec<Tally>,
    failures: Vec<Failure>,
    /// What the server says of those that it does not take.
    refused: BTreeMap<usize, String>,
}

#[derive(Deserialize)]
struct Read {
    tallies: Vec<Tally>,
    failures: Vec<Failure>,
}

/// How the calls of one document ended.
#[derive(Clone, Default, Deserialize)]
struct Tally {
    document: usize,
    calls: usize,
    answered: usize,
    /// With an error.
    refused: usize,
    /// With no answer of JSON-RPC.
    broken: usize,
    /// Results that their own schema does not take.
    odd: usize,
}

/// Calls of one document that have no result, and why.
#[derive(Deserialize)]
struct Failure {
    document: usize,
    cause: String,
    count: usize,
}

impl Served {
    pub(crate) fn new(values: &Values, refused: BTreeMap<usize, String>) -> Result<Self, Fault> {
        let Read { tallies, failures } = values::read(&values.folder().join("served.json"))?;
        Ok(Self {
            tallies,
            failures,
            refused,
        })
    }

    /// The calls and values of each document, and the documents that the server does not take.
    pub(crate) fn tell(&self, page: &mut String, documents: &[Document], verdicts: &Verdicts) {
        page.push_str(
            "\n## Served by a mock server\n\n| document | calls | results | by their schema | errors | neither | values |\n|---|---|---|---|---|---|---|\n",
        );
        let mut whole = Tally::default();
        for tally in &self.tallies {
            let values = tallied(&verdicts.of(Some(tally.document), "mock"));
            line(page, &documents[tally.document].id, tally, &values);
            whole.calls += tally.calls;
            whole.answered += tally.answered;
            whole.refused += tally.refused;
            whole.broken += tally.broken;
            whole.odd += tally.odd;
        }
        let all = format!("**all {}**", self.tallies.len());
        line(page, &all, &whole, &tallied(&verdicts.of(None, "mock")));
        page.push_str("\n| calls without a result | | why |\n|---|---|---|\n");
        for failure in &self.failures {
            let (id, why) = (
                &documents[failure.document].id,
                meaning(FAILURES, &failure.cause),
            );
            let _ = writeln!(
                page,
                "| {id} | {} {} | {why} |",
                failure.count,
                cell(&failure.cause)
            );
        }
        page.push_str("\n| not taken by the mock server | why |\n|---|---|\n");
        for (number, words) in &self.refused {
            let (id, why) = (&documents[*number].id, meaning(REFUSALS, words));
            let _ = writeln!(page, "| {id} | {why} |");
        }
    }

    /// Everything that failed is something that was looked into.
    pub(crate) fn unexplained(&self, documents: &[Document]) -> Vec<String> {
        let refused = self
            .refused
            .iter()
            .map(|(number, words)| (*number, words.as_str(), REFUSALS));
        let failed = self
            .failures
            .iter()
            .map(|failure| (failure.document, failure.cause.as_str(), FAILURES));
        let unknown = refused
            .chain(failed)
            .filter(|(_, words, known)| meaning(known, words) == UNKNOWN);
        let told = unknown.map(|(number, words, _)| {
            let words: String = words.chars().take(400).collect();
            format!(
                "{}: {words}; its reason belongs into served.rs",
                documents[number].id
            )
        });
        told.collect()
    }
}

const UNKNOWN: &str = "**not known**";

fn meaning(known: &'static [(&str, &str)], words: &str) -> &'static str {
    let found = known.iter().find(|(part, _)| words.contains(part));
    found.map_or(UNKNOWN, |(_, meaning)| meaning)
}

fn line(page: &mut String, id: &str, tally: &Tally, values: &str) {
    let Tally {
        calls,
        answered,
        refused,
        broken,
        odd,
        ..
    } = tally;
    let right = answered - odd;
    let _ = writeln!(
        page,
        "| {id} | {calls} | {answered} | {right} | {refused} | {broken} | {values} |"
    );
}
