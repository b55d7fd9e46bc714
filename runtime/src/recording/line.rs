//! One line of a recording: takes an exchange, gives its JSON, and back.
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::Redaction;
use crate::{Error, Fault, Reply, ServerError, ServerNotification, json};

/// An exchange, or a notification of the server. One of the first four is there.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Line {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) call: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) notify: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subscribe: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) notification: Option<String>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(super) params: Option<Box<RawValue>>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(super) result: Option<Box<RawValue>>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) failure: Option<Failure>,
    /// The HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<u16>,
    /// Which subscription it begins or belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) number: Option<u64>,
}

/// An error that is not the server's.
#[derive(Serialize, Deserialize)]
pub(super) struct Failure {
    kind: String,
    message: String,
    /// Whether the server may have received the request.
    #[serde(default)]
    sent: bool,
    /// Whether the same request would meet it again.
    #[serde(default)]
    lasting: bool,
}

/// A member that may be null and is there.
fn present<'de, D: Deserializer<'de>>(json: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(json).map(Some)
}

impl Line {
    /// Reads a line of a recording, which is the one of this number.
    pub(super) fn read(number: usize, text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|error| {
            let what = error.to_string();
            // Its line is counted in this text.
            let what = what.split(" at line ").next().unwrap_or_default();
            let message = format!("line {number} of the recording cannot be read: {what}");
            let fault = Fault::new(message).with_snippet(text.as_bytes());
            Error::Connect(fault.caused_by(error).lasting())
        })
    }

    /// The line with its end.
    pub(super) fn write(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self).map(|line| line + "\n")
    }

    /// A notification of the server.
    pub(super) fn of_notification(came: &ServerNotification, redaction: &Redaction) -> Self {
        let params = came.json().ok();
        let params = params
            .as_deref()
            .and_then(|json| json::decode::<&RawValue>(json).ok());
        Self {
            notification: Some(came.method().to_owned()),
            params: params.map(|params| redaction.apply(came.method(), params)),
            ..Self::default()
        }
    }

    /// Adds what became of an exchange.
    pub(super) fn with_outcome(
        mut self,
        method: &str,
        outcome: &Result<Option<Reply>, Error>,
        redaction: &Redaction,
    ) -> Self {
        match outcome {
            Ok(None) => {}
            Ok(Some(reply)) => {
                self.status = reply.status;
                let result = reply.json().ok();
                match result
                    .as_deref()
                    .and_then(|json| json::decode::<&RawValue>(json).ok())
                {
                    Some(result) => self.result = Some(redaction.apply(method, result)),
                    None => self.failure = Some(not_json()),
                }
            }
            Err(Error::Server(error)) => {
                self.status = error.status();
                self.error = Some(redaction.apply(method, &error_object(error)));
            }
            Err(error) => {
                self.status = error.status();
                self.failure = Some(Failure::of(error));
            }
        }
        self
    }

    /// What became of the exchange.
    pub(super) fn outcome(&self) -> Result<Reply, Error> {
        if let Some(failure) = &self.failure {
            return Err(failure.error(self.status));
        }
        if let Some(error) = &self.error {
            return Err(Error::Server(
                ServerError::read(error).with_status(self.status),
            ));
        }
        let result = self.result.as_ref().map_or("null", |result| result.get());
        let mut reply = Reply::new(result.to_owned());
        reply.status = self.status;
        Ok(reply)
    }

    /// The notification of the server.
    pub(super) fn came(&self) -> Option<ServerNotification> {
        let method = self.notification.as_deref()?;
        let params = self.params.as_ref().map_or("{}", |params| params.get());
        Some(ServerNotification::new(
            method,
            Bytes::from(params.to_owned()),
        ))
    }
}

impl Failure {
    fn of(error: &Error) -> Self {
        let fault = error.fault();
        let kind = match error {
            Error::Connect(_) => "connect",
            Error::Closed(_) => "closed",
            Error::Timeout(_) => "timeout",
            Error::Encode(_) => "encode",
            Error::Paging(_) => "paging",
            Error::Subscription(_) => "subscription",
            Error::Layer(_) => "layer",
            Error::Transport(_) | Error::Decode(_) | Error::Server(_) => "transport",
        };
        Self {
            kind: kind.to_owned(),
            // What came in place of an answer may hold anything.
            message: fault.map_or_else(|| error.to_string(), |fault| fault.message().to_owned()),
            sent: error.may_have_been_received(),
            lasting: fault.is_some_and(|fault| !fault.is_passing()),
        }
    }

    fn error(&self, status: Option<u16>) -> Error {
        let mut fault = Fault::new(self.message.clone());
        if let Some(status) = status {
            fault = fault.with_status(status);
        }
        if self.sent {
            fault = fault.sent();
        }
        if self.lasting {
            fault = fault.lasting();
        }
        match self.kind.as_str() {
            "connect" => Error::Connect(fault),
            "closed" => Error::Closed(fault),
            "timeout" => Error::Timeout(fault),
            "encode" => Error::Encode(fault),
            "paging" => Error::Paging(fault),
            "subscription" => Error::Subscription(fault),
            "layer" => Error::Layer(fault),
            _ => Error::Transport(fault),
        }
    }
}

fn not_json() -> Failure {
    Failure {
        kind: "transport".to_owned(),
        message: "the result was not JSON".to_owned(),
        sent: true,
        lasting: true,
    }
}

/// The error object as the server wrote it, except for the order of members.
fn error_object(error: &ServerError) -> Box<RawValue> {
    let code = json::raw(error.code().to_string().into_bytes());
    let mut message = Vec::new();
    json::write_string(error.message(), &mut message);
    let message = json::raw(message);
    let extra: Vec<_> = error
        .extra()
        .iter()
        .map(|(name, value)| (name.as_str(), json::raw(value.to_string().into_bytes())))
        .collect();
    let members = [("code", &*code), ("message", &*message)].into_iter();
    let data = error.raw_data();
    let members = members.chain(data.as_deref().map(|data| ("data", data)));
    let mut out = Vec::new();
    let extra = extra.iter().map(|(name, value)| (*name, &**value));
    json::write_object(members.chain(extra), &mut out);
    json::raw(out)
}
