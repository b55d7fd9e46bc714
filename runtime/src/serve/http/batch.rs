//! What the body of a request says: takes its text, gives the answer to one request or to a batch of them.
use std::{
    fmt,
    sync::atomic::{AtomicUsize, Ordering},
};

use futures_util::{StreamExt, stream::FuturesOrdered};
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{
    HttpBody,
    answer::{BUSY, Outcome, ask, tell, write, written},
    asked::{Asked, Invalid},
};
use crate::{ConnectOptions, Context, ServerError};

/// What is answered, and with which error, where it is one.
pub(super) struct Answer {
    /// Nothing to notifications.
    pub(super) body: Option<HttpBody>,
    /// The code of the error; none of a batch.
    pub(super) code: Option<i64>,
}

impl Answer {
    fn of(id: &str, outcome: Outcome) -> Self {
        let code = outcome.as_ref().err().map(ServerError::code);
        Self {
            body: Some(written(id, outcome)),
            code,
        }
    }

    fn invalid(invalid: Invalid<'_>) -> Self {
        Self::of(invalid.id, Err(invalid.error))
    }

    const NOTHING: Self = Self {
        body: None,
        code: None,
    };
}

/// Answers a body.
pub(super) async fn answer(body: &[u8], options: &ConnectOptions, context: &Context) -> Answer {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let text = match crate::json::text(body) {
        Ok(text) => text,
        Err(error) => return Answer::invalid(Invalid::unread(error)),
    };
    if text.trim_ascii_start().starts_with('[') {
        return batch(text, options, context).await;
    }
    match Asked::read(text) {
        Err(invalid) => Answer::invalid(invalid),
        Ok(asked) => match asked.id {
            Some(id) => Answer::of(id, ask(&asked, options, context).await),
            None => {
                tell(&asked, options, context).await;
                Answer::NOTHING
            }
        },
    }
}

/// Answers an array: its requests side by side, its notifications one after another.
async fn batch(text: &str, options: &ConnectOptions, context: &Context) -> Answer {
    let elements = match elements(text, options.max_incoming_batch) {
        Ok(elements) => elements,
        Err(invalid) => return Answer::invalid(invalid),
    };
    let read = elements
        .into_iter()
        .map(|element| Asked::read(element.get()));
    let (told, asked): (Vec<_>, Vec<_>) =
        read.partition(|read| matches!(read, Ok(asked) if asked.id.is_none()));
    let telling = async {
        for told in told.iter().flatten() {
            tell(told, options, context).await;
        }
    };
    let answering = answers(&asked, options, context);
    let (answers, ()) = futures_util::future::join(answering, telling).await;
    match asked.is_empty() {
        true => Answer::NOTHING,
        false => Answer {
            body: Some(answers.into()),
            code: None,
        },
    }
}

/// The answers in the order of the requests, so many asked for at once. Once they are longer than a
/// message may be, those that are left are not asked for any more.
async fn answers(
    asked: &[Result<Asked<'_>, Invalid<'_>>],
    options: &ConnectOptions,
    context: &Context,
) -> Vec<u8> {
    let mut left = asked.iter();
    let length = AtomicUsize::new(0);
    let mut asking = FuturesOrdered::new();
    let mut out = vec![b'['];
    loop {
        while asking.len() < options.max_handled.max(1)
            && let Some(next) = left.next()
        {
            asking.push_back(one(next, &length, options, context));
        }
        let Some((id, outcome)) = asking.next().await else {
            break;
        };
        if out.len() > 1 {
            out.push(b',');
        }
        write(id, outcome, &mut out);
    }
    out.push(b']');
    out
}

/// What becomes of one of them, after answers of this length.
async fn one<'a>(
    asked: &'a Result<Asked<'a>, Invalid<'a>>,
    length: &AtomicUsize,
    options: &ConnectOptions,
    context: &Context,
) -> (&'a str, Outcome) {
    match asked {
        Err(invalid) => (invalid.id, Err(invalid.error.clone())),
        Ok(asked) => {
            let is_full = length.load(Ordering::Relaxed) > options.max_reply_bytes;
            let outcome = match is_full {
                true => Err(ServerError::new(BUSY, "the batch has too long an answer")),
                false => ask(asked, options, context).await,
            };
            let written = outcome.as_ref().map_or(0, |reply| reply.result.len());
            length.fetch_add(written, Ordering::Relaxed);
            (asked.id.unwrap_or("null"), outcome)
        }
    }
}

/// The elements of an array, of which there may be so many.
fn elements(text: &str, most: usize) -> Result<Vec<&RawValue>, Invalid<'_>> {
    let mut json = serde_json::Deserializer::from_str(text);
    let read = json.deserialize_seq(Elements { most });
    let read = read.and_then(|elements| json.end().map(|()| elements));
    match read.map_err(|_| Invalid::of(text))? {
        elements if elements.is_empty() => Err(Invalid::new(None, "an empty batch")),
        elements if elements.len() > most => {
            let why = format!("a batch has at most {most} requests");
            Err(Invalid::new(None, &why))
        }
        elements => Ok(elements),
    }
}

/// Keeps so many elements and one more; the rest is looked through.
struct Elements {
    most: usize,
}

impl<'de> Visitor<'de> for Elements {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = array.next_element()? {
            elements.push(element);
            if elements.len() > self.most {
                while array.next_element::<IgnoredAny>()?.is_some() {}
            }
        }
        Ok(elements)
    }
}
