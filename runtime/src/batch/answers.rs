//! What a server answers to a batch over HTTP: takes a body in any state, gives an outcome for each request.
use bytes::Bytes;

use super::{Outcome, all_fail, elements, left_out};
use crate::{
    Error, Fault, Reply, StrayKind,
    sniff::{answered_id, stray_kind},
    stray::Strays,
    tolerance,
};

/// A body sorted by calls.
pub(crate) struct Answers<'a> {
    /// In the order of the calls.
    calls: Vec<Option<Outcome>>,
    /// What the calls without an answer get.
    otherwise: Error,
    /// Whether the server refused the batch as a whole.
    is_refused: bool,
    /// Where answers to nobody go, and to a call that had one.
    strays: &'a Strays,
    /// What a strict connection fails all calls for.
    breach: Option<Fault>,
}

impl<'a> Answers<'a> {
    /// Of `calls` calls with the ids from `first_id` on.
    pub(crate) fn read(
        body: Bytes,
        status: u16,
        first_id: u64,
        calls: usize,
        strays: &'a Strays,
    ) -> Self {
        let left_out = Error::Transport(left_out(&body).with_status(status));
        let mut answers = Self {
            calls: vec![None; calls],
            otherwise: left_out,
            is_refused: false,
            strays,
            breach: None,
        };
        match elements(&body, None) {
            Some(elements) => {
                for element in elements {
                    answers.take(element, status, first_id);
                }
                // An error to nobody in particular, and no answers beside it.
                let is_error = matches!(answers.otherwise, Error::Server(_));
                answers.is_refused = is_error && answers.calls.iter().all(Option::is_none);
            }
            None => match Reply::from_response(body.clone(), Some(status)) {
                Ok(_) => answers.take(body, status, first_id),
                Err(error) => {
                    let is_silence = calls == 0 && (200..300).contains(&status);
                    answers.is_refused = !(is_silence && matches!(error, Error::Transport(_)));
                    answers.otherwise = error;
                }
            },
        }
        answers
    }

    fn take(&mut self, element: Bytes, status: u16, first_id: u64) {
        let id = answered_id(&element);
        let place = id.and_then(|id| usize::try_from(id.checked_sub(first_id)?).ok());
        let outcome = match self.strays.is_strict().then(|| tolerance::check(&element)) {
            Some(Err(tolerance)) => Err(tolerance.error(&element)),
            _ => Reply::from_response(element.clone(), Some(status)),
        };
        match place.and_then(|place| self.calls.get_mut(place)) {
            Some(call @ None) => *call = Some(outcome),
            Some(Some(_)) => self.stray(StrayKind::SecondAnswer, &element),
            // The server could not read the id of what it refuses.
            None => match outcome {
                Err(error @ Error::Server(_)) if id.is_none() => self.otherwise = error,
                _ if id.is_some() => self.stray(StrayKind::UnknownId, &element),
                _ => self.stray(stray_kind(&element), &element),
            },
        }
    }

    fn stray(&mut self, kind: StrayKind, element: &[u8]) {
        let noted = self.strays.note(kind, element);
        self.breach = self.breach.take().or(noted.err());
    }

    /// An outcome for each request, of which these are notifications.
    pub(crate) fn outcomes(self, are_notifications: &[bool]) -> Vec<Outcome> {
        let Self {
            calls,
            otherwise,
            is_refused,
            breach,
            ..
        } = self;
        if let Some(fault) = breach {
            let error = Error::Transport(fault.sent());
            return all_fail(are_notifications.len(), &error);
        }
        let mut calls = calls.into_iter();
        let outcome = |is_notification: &bool| match is_notification {
            true if is_refused => Err(otherwise.clone()),
            true => Ok(Reply::new("null")),
            false => {
                let answered = calls.next().flatten();
                answered.unwrap_or_else(|| Err(otherwise.clone()))
            }
        };
        are_notifications.iter().map(outcome).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ConnectOptions;

    /// What three calls with the ids from 7 on and a notification before the last get, and how
    /// many strays there were.
    fn read(body: &'static str) -> (Vec<String>, u64) {
        let strays = Strays::new("here".into(), &ConnectOptions::new());
        let answers = Answers::read(Bytes::from_static(body.as_bytes()), 200, 7, 3, &strays);
        let outcomes = answers.outcomes(&[false, false, true, false]);
        let text = |outcome: Outcome| match outcome {
            Ok(reply) => String::from_utf8(reply.result.to_vec()).unwrap(),
            Err(Error::Server(error)) => error.message().to_owned(),
            Err(error) => error.to_string(),
        };
        let outcomes = outcomes.into_iter().map(text).collect();
        (outcomes, strays.counts().total())
    }

    #[test]
    fn answers_find_their_calls() {
        let body = r#" [{"id":9,"result":"c"} , {"error":{"code":1,"message":"b"},"id":"8"},
            {"jsonrpc":"2.0","id":7,"result":[1]}]"#;
        assert_eq!(
            read(body),
            (["[1]", "b", "null", "\"c\""].map(Into::into).into(), 0)
        );
    }

    #[test]
    fn the_first_counts_and_foreign_ones_are_strays() {
        let body = r#"[{"id":7,"result":1},{"id":7,"result":2},{"id":6,"result":0},5,"x",[],
            {"id":8,"result":3},{"id":9,"result":4}]"#;
        assert_eq!(
            read(body),
            (["1", "3", "null", "4"].map(Into::into).into(), 6 - 1)
        );
    }

    #[test]
    fn what_is_left_out_says_so() {
        let (outcomes, _) = read(r#"[{"id":8,"result":3},{"id":9,"resu"#);
        assert_eq!((&*outcomes[1], &*outcomes[2]), ("3", "null"));
        let said = "the answer to the batch has none to this call (HTTP 200): [{\"id\":8";
        assert!(outcomes[0].starts_with(said), "{}", outcomes[0]);
        assert!(
            outcomes[3].starts_with("the reply is not JSON-RPC"),
            "{}",
            outcomes[3]
        );
    }

    #[test]
    fn one_error_is_for_all_that_have_no_answer() {
        let (outcomes, _) = read(r#"[{"id":8,"result":3},{"id":null,"error":{"message":"no"}}]"#);
        assert_eq!(outcomes, ["no", "3", "null", "no"]);
        let (outcomes, _) = read(r#"{"id":7,"error":{"code":-32600,"message":"no"}}"#);
        assert_eq!(outcomes, ["no", "no", "no", "no"]);
        let (outcomes, _) = read(r#"{"id":8,"result":3}"#);
        assert_eq!(outcomes[1], "3");
    }
}
