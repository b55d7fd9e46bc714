//! What must hold for all documents, and a sentence for each that does not.

use std::time::Duration;

use crate::client::{Client, strict_refuses};
use crate::documents::Document;
use crate::fault::Fault;
use crate::reasons;
use crate::values::Verdicts;

/// The part of the values that must come through, in the corpus and in our own cases. These are made of what is rare,
/// where a type may be narrower than the schema on purpose.
const SHARE: f64 = 0.995;
const SHARE_OF_CASES: f64 = 0.99;

/// What an optimised generator may take for one document. The aim is a second, and the page shows what it took; a busy
/// machine may take longer, and only a generator that has lost its way takes ten.
const LONGEST: Duration = Duration::from_secs(10);

/// Each method that another reader finds is in the client, as often as it is there. A client may have more: those
/// that the document only mentions.
pub(crate) fn methods(
    documents: &[Document],
    clients: &[Client],
    counted: &[Vec<String>],
) -> Vec<String> {
    let mut faults = Vec::new();
    for ((document, client), counted) in documents.iter().zip(clients).zip(counted) {
        let mut missing = counted.clone();
        for method in &client.methods {
            let found = missing.iter().position(|name| name == method);
            found.map(|index| missing.swap_remove(index));
        }
        if !missing.is_empty() {
            faults.push(format!("{}: not in the client: {missing:?}", document.id));
        }
        let unnamed = counted
            .iter()
            .filter(|name| !client.code.contains(&format!("{name:?}")));
        faults
            .extend(unnamed.map(|name| format!("{}: the code does not name {name}", document.id)));
    }
    faults
}

/// With `strict` a warning is an error, and nothing else is.
pub(crate) fn strict(documents: &[Document], clients: &[Client]) -> Result<Vec<String>, Fault> {
    let mut faults = Vec::new();
    for (document, client) in documents.iter().zip(clients) {
        let (warned, refused) = (client.warns(), strict_refuses(document)?);
        if warned != refused {
            faults.push(format!(
                "{}: warned {warned}, refused by strict {refused}",
                document.id
            ));
        }
    }
    Ok(faults)
}

/// No document takes long. Unoptimised times say nothing.
pub(crate) fn times(documents: &[Document], clients: &[Client]) -> Vec<String> {
    let slow = documents
        .iter()
        .zip(clients)
        .filter(|(_, client)| client.time > LONGEST);
    match cfg!(debug_assertions) {
        true => Vec::new(),
        false => slow
            .map(|(document, client)| format!("{}: {:?}", document.id, client.time))
            .collect(),
    }
}

/// Nearly all values of each kind are read, and those that documents show are written as they came.
pub(crate) fn values(verdicts: &Verdicts, is_corpus: bool) -> Vec<String> {
    let least = if is_corpus { SHARE } else { SHARE_OF_CASES };
    let mut faults = Vec::new();
    for kind in ["example", "faker", "hypothesis", "mock"] {
        let tally = verdicts.of(None, kind);
        for (what, count) in [("read", tally.read), ("written as they came", tally.same)] {
            let share = count as f64 / tally.tried.max(1) as f64;
            println!(
                "{kind}: {count} of {} {what}, {:.2} %",
                tally.tried,
                share * 100.0
            );
            let is_bound = what == "read" || (is_corpus && kind == "example");
            if share < least && is_bound {
                faults.push(format!("{kind}: only {:.2} % are {what}", share * 100.0));
            }
        }
    }
    faults
}

/// What came through MessagePack otherwise than through JSON has ended the judging; here it is told how much was tried.
pub(crate) fn both(verdicts: &Verdicts) -> Result<(), Fault> {
    let read = ["example", "faker", "hypothesis"].map(|kind| verdicts.of(None, kind).read);
    let read: usize = read.iter().sum();
    println!("{read} values came through both wires alike");
    match read {
        0 => Err(Fault("no value was tried".to_owned())),
        _ => Ok(()),
    }
}

/// Every miss is one that was looked into.
pub(crate) fn reasons(documents: &[Document], verdicts: &Verdicts) -> Vec<String> {
    let compared = verdicts.misses.iter().filter(|miss| miss.is_compared());
    let unknown = compared.filter(|miss| reasons::of(&documents[miss.document].id, miss).is_none());
    let told = unknown.map(|miss| {
        let id = &documents[miss.document].id;
        format!(
            "{id}: {} at {}: {}; its reason belongs into reasons.rs",
            miss.name, miss.pointer, miss.cause
        )
    });
    told.collect()
}
