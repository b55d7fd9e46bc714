//! Reads the official Ethereum request and reply pairs: `<method>/<case>.io` with `>> request` and `<< reply` lines.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::exchange::{Exchange, Recorded};
use crate::fault::Fault;

/// One request and its reply.
#[derive(Clone, Debug)]
pub struct Pair {
    /// `<method>/<case>.io`, and which of the pairs in that file: a name for messages.
    pub case: String,
    /// The method called.
    pub method: String,
    /// The params as they are written; none where the request has none.
    pub params: Option<Box<RawValue>>,
    /// The request as it is written.
    pub request: String,
    /// The reply as it is written.
    pub reply: String,
    /// The reply, classified.
    pub outcome: Outcome,
}

/// What a reply holds.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// A result, as it is written.
    Result(Box<RawValue>),
    /// An error object, as it is written.
    Error(Box<RawValue>),
}

impl Pair {
    /// The pair for the replay server. The official tests know no HTTP status, so it is 200.
    pub fn exchange(&self) -> Exchange {
        Exchange {
            request: self.request.clone(),
            answer: Recorded::Http {
                status: 200,
                body: self.reply.clone(),
            },
        }
    }

    /// Whether the reply is an error.
    pub fn is_error(&self) -> bool {
        matches!(self.outcome, Outcome::Error(_))
    }
}

/// All pairs below `folder`, by method and case.
pub fn read(folder: &Path) -> Result<Vec<Pair>, Fault> {
    let mut pairs = Vec::new();
    for method in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        for file in entries(&method)?
            .into_iter()
            .filter(|path| path.extension().is_some_and(|it| it == "io"))
        {
            let name = file
                .strip_prefix(folder)
                .unwrap_or(&file)
                .display()
                .to_string();
            let text = fs::read_to_string(&file).map_err(|cause| Fault::during(&name, cause))?;
            pairs.extend(read_case(&name, &text)?);
        }
    }
    Ok(pairs)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let unreadable = |cause| Fault::during(folder.display(), cause);
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let mut paths: Vec<_> = entries
        .map(|entry| entry.map(|it| it.path()))
        .collect::<Result<_, _>>()
        .map_err(unreadable)?;
    paths.sort();
    Ok(paths)
}

fn read_case(name: &str, text: &str) -> Result<Vec<Pair>, Fault> {
    let mut pairs = Vec::new();
    let mut waiting = None;
    for line in text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
    {
        let case = || format!("{name}#{}", pairs.len() + 1);
        match (line.split_at_checked(3), waiting.take()) {
            (Some((">> ", request)), None) => waiting = Some(request),
            (Some(("<< ", reply)), Some(request)) => pairs.push(pair(case(), request, reply)?),
            _ => {
                return Err(Fault::during(
                    name,
                    format!("not a request followed by its reply: {line}"),
                ));
            }
        }
    }
    match waiting {
        Some(request) => Err(Fault::during(name, format!("no reply to {request}"))),
        None => Ok(pairs),
    }
}

#[derive(Deserialize)]
struct Request {
    method: String,
    params: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Reply {
    error: Option<Box<RawValue>>,
    /// A result of null is a result.
    #[serde(default, deserialize_with = "present")]
    result: Option<Box<RawValue>>,
}

fn present<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(deserializer).map(Some)
}

fn pair(case: String, request: &str, reply: &str) -> Result<Pair, Fault> {
    let malformed = |cause: serde_json::Error| Fault::during(&case, cause);
    let asked: Request = serde_json::from_str(request).map_err(malformed)?;
    let answered: Reply = serde_json::from_str(reply).map_err(malformed)?;
    let outcome = match (answered.result, answered.error) {
        (None, Some(error)) => Outcome::Error(error),
        (Some(result), None) => Outcome::Result(result),
        _ => {
            return Err(Fault::during(
                &case,
                "a reply needs either a result or an error",
            ));
        }
    };
    Ok(Pair {
        method: asked.method,
        params: asked.params,
        request: request.to_owned(),
        reply: reply.to_owned(),
        outcome,
        case,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_several_pairs_of_a_case() {
        let pairs = read_case(
            "m/two.io",
            "// speconly: a note\n>> {\"method\":\"m\",\"params\":[1.50]}\n<< {\"result\":null}\n\n\
             >> {\"method\":\"n\"}\n<< {\"error\":{\"code\":1}}\n",
        )
        .unwrap();
        assert_eq!(pairs.len(), 2);
        assert_eq!(pairs[0].params.as_ref().unwrap().get(), "[1.50]");
        assert!(!pairs[0].is_error());
        assert!(pairs[1].is_error());
        assert_eq!(pairs[1].case, "m/two.io#2");
    }

    #[test]
    fn refuses_a_request_without_reply() {
        assert!(read_case("m/one.io", ">> {\"method\":\"m\"}\n").is_err());
        assert!(read_case("m/one.io", "<< {\"result\":1}\n").is_err());
    }
}
