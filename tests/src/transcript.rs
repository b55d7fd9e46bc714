//! Reads a wire transcript, as recorded from the 40ants server, into exchanges.
//!
//! `--> ` starts a request, `<-- HTTP 200 ` its answer, `<-- TRANSPORT-LEVEL ` the words of a server that broke down
//! (they may run over several lines). An empty line ends the recording; notes may follow it.

use crate::exchange::{Exchange, Recorded};
use crate::fault::Fault;

/// All exchanges of a transcript, in the order of their recording.
pub fn read(transcript: &str) -> Result<Vec<Exchange>, Fault> {
    let recording = transcript.split("\n\n").next().unwrap_or_default();
    let recording = recording.trim_end_matches('\n');
    let blocks = recording
        .strip_prefix("--> ")
        .unwrap_or(recording)
        .split("\n--> ");
    blocks
        .map(|block| exchange(block).ok_or_else(|| Fault::during("not an exchange", block)))
        .collect()
}

fn exchange(block: &str) -> Option<Exchange> {
    let (request, answer) = block.split_once("\n<-- ")?;
    let answer = match answer.strip_prefix("HTTP ") {
        Some(http) => {
            let (status, body) = http.split_once(' ')?;
            Recorded::Http {
                status: status.parse().ok()?,
                body: body.to_owned(),
            }
        }
        None => Recorded::Broken(answer.strip_prefix("TRANSPORT-LEVEL ")?.to_owned()),
    };
    Some(Exchange {
        request: request.to_owned(),
        answer,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_answers_and_breakdowns() {
        let read = read(concat!(
            "--> {\"id\":1}\n<-- HTTP 404 {\"error\":{}}\n",
            "--> [{}]\n<-- TRANSPORT-LEVEL NO-METHOD: none\n   for []\n",
            "--> {}\n<-- HTTP 200 null\n",
            "\nnotes: 1\n",
        ))
        .unwrap();
        let answers: Vec<_> = read.into_iter().map(|exchange| exchange.answer).collect();
        assert_eq!(
            answers,
            [
                Recorded::Http {
                    status: 404,
                    body: "{\"error\":{}}".to_owned()
                },
                Recorded::Broken("NO-METHOD: none\n   for []".to_owned()),
                Recorded::Http {
                    status: 200,
                    body: "null".to_owned()
                },
            ]
        );
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        assert!(read("--> {}\n<-- SMTP 250 ok\n").is_err());
    }
}
