//! Takes the calls that were made for each document and gives what a mock server of the document answers to them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::Value;

use crate::documents::Document;
use crate::fault::{Fault, during};
use crate::mock::Mock;
use crate::values::{self, Values};

/// How many servers run at a time.
const WORKERS: usize = 2;

/// The lines of one document's answers, or what the server says against it.
type Answers = Result<String, String>;

/// Has every document served, adds the results to the values, and gives the documents that were refused and why.
pub(crate) fn all(
    documents: &[Document],
    values: &Values,
    caller: &Path,
) -> Result<BTreeMap<usize, String>, Fault> {
    let calls: Vec<Value> = values::read(&values.folder().join("calls.json"))?;
    let of = |number: usize| {
        let own = calls.iter().filter(move |call| call["document"] == number);
        own.map(|call| format!("{call}\n")).collect::<Vec<_>>()
    };
    let (next, answered) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(document) = documents.get(number) else {
                return;
            };
            let answers = served(values.peers(), document, caller, &of(number));
            if let Ok(mut answered) = answered.lock() {
                answered.insert(number, answers);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(work);
        }
    });
    let answered = answered.into_inner();
    let answered = answered.map_err(|_| Fault("a document was not served".to_owned()))?;
    let (mut lines, mut refused) = (String::new(), BTreeMap::new());
    for (number, answers) in answered {
        match answers? {
            Ok(answers) => lines.push_str(&answers),
            Err(words) => {
                of(number).iter().for_each(|_| lines.push_str("?\n"));
                refused.insert(number, words);
            }
        }
    }
    fs::write(values.folder().join("answers.txt"), lines)?;
    values.add_served()?;
    Ok(refused)
}

/// Starts the server and makes the calls.
fn served(
    peers: &Path,
    document: &Document,
    caller: &Path,
    calls: &[String],
) -> Result<Answers, Fault> {
    let mock = match Mock::start(peers, &document.path)? {
        Ok(mock) => mock,
        Err(words) => return Ok(Err(words)),
    };
    let answers = asked(caller, &mock.url, calls.concat())?;
    answers.map(Ok).map_err(|said| during(&document.id, said))
}

/// Makes calls, a line each, and gives the lines of the answers; what the caller said where it failed.
pub(crate) fn asked(
    caller: &Path,
    url: &str,
    calls: String,
) -> Result<Result<String, String>, Fault> {
    let mut caller = Command::new(caller)
        .arg(url)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|cause| during("starting the caller", cause))?;
    let stdin = caller.stdin.take();
    // Beside reading: neither side waits for the other with a full pipe.
    let written = thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(calls.as_bytes())));
    let ended = caller.wait_with_output()?;
    let _ = written.join();
    let answers = String::from_utf8_lossy(&ended.stdout).into_owned();
    Ok(match ended.status.success() {
        true => Ok(answers),
        false => Err(format!("{answers}the caller ended: {}", ended.status)),
    })
}
