//! What the stream of a subscription gives: the schemas of its notifications' payloads, as far as anything tells them.

use super::rule::Stated;
use crate::diagnostic::Code;
use crate::document::{self, ID_NAMES};
use crate::files::At;
use crate::model::Context;
use crate::model::notification::Events;
use crate::model::pages::path;
use crate::options::{AnswerIs, SubscriptionKind};
use crate::{resolve, suggest};

/// The payload of one notification.
#[derive(Clone, Debug)]
pub(super) enum Payload {
    /// The value of this schema; none: any value.
    Schema(Option<At>),
    /// All params of a listed event, by the name of its struct.
    Params(String),
}

/// Where the id and the payload are inside the params of the notifications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paths {
    pub(super) id: Vec<String>,
    pub(super) payload: Vec<String>,
    /// The names of the params, where these may come without.
    pub(super) names: Vec<String>,
}

/// A method that subscribes in one of its kinds, and what may tell of its notifications.
pub(super) struct Asked<'a, 'd> {
    pub(super) method: &'a document::Method,
    pub(super) kind: Option<&'a SubscriptionKind>,
    pub(super) stated: &'a Stated,
    pub(super) events: &'a Events<'d>,
}

impl Asked<'_, '_> {
    /// The paths that the rule states, and those that go without saying.
    pub(super) fn paths(&self, notifications: &[String], cx: &mut Context<'_, '_>) -> Paths {
        let Self {
            method,
            stated,
            events,
            ..
        } = *self;
        let mut listed = notifications.iter().filter_map(|name| events.named(name));
        let first = listed.next().map(|(event, _)| event);
        let has =
            |name: &str| first.is_some_and(|event| event.params.iter().any(|p| p.name == name));
        let id = match &stated.rule.id {
            Some(id) => path::steps(id),
            None => {
                let name = ID_NAMES.into_iter().find(|name| has(name));
                vec![name.unwrap_or(ID_NAMES[0]).to_owned()]
            }
        };
        let payload = match (&stated.rule.payload, first) {
            (Some(payload), _) => path::steps(payload),
            (None, Some(_)) if !has("result") => Vec::new(),
            // Without an id there is no reason to wrap the item.
            (None, None) if id.is_empty() => Vec::new(),
            (None, _) => vec!["result".to_owned()],
        };
        for (what, steps) in [("id", &id), ("payload", &payload)] {
            if let (Some(event), Some(step)) = (first, steps.first())
                && !has(step)
            {
                let message = format!("`{}` has no param `{step}` for the {what}", event.name);
                let hint = format!("`{what}` in the rule is the path inside the params");
                stated.doubt(method, &message, &hint, cx);
            }
        }
        let by_position = cx.options.speaks_msgpack() && !(id.is_empty() && payload.is_empty());
        let names = match first {
            _ if !by_position => Vec::new(),
            Some(event) => event
                .params
                .iter()
                .map(|param| param.name.clone())
                .collect(),
            None => usual(&id, &payload),
        };
        Paths { id, payload, names }
    }

    /// What each of the notifications gives.
    pub(super) fn payloads(
        &self,
        notifications: &[String],
        steps: &[String],
        cx: &mut Context<'_, '_>,
    ) -> Vec<Payload> {
        let alone = notifications.len() == 1;
        let all = notifications.iter();
        all.map(|name| self.payload(name, alone, steps, cx))
            .collect()
    }

    /// The rule's word counts most where it can mean no other notification.
    fn payload(
        &self,
        notification: &str,
        alone: bool,
        steps: &[String],
        cx: &mut Context<'_, '_>,
    ) -> Payload {
        let Self {
            method,
            kind,
            stated,
            events,
        } = *self;
        let own = kind.and_then(|kind| kind.item.as_deref());
        let reference = own.or(stated.rule.item.as_deref());
        let event = events.named(notification);
        if let Some(reference) = reference.filter(|_| alone || event.is_none()) {
            return Payload::Schema(referred(reference, method, stated, cx));
        }
        if let Some((event, name)) = event {
            return match steps.split_first() {
                None => Payload::Params(name.to_owned()),
                Some((first, rest)) => {
                    let mut params = event.params.iter();
                    let param = params.find(|param| param.name == *first);
                    let schema = param.and_then(|param| param.schema.as_ref());
                    Payload::Schema(schema.and_then(|at| path::walk(cx.files, at, rest)))
                }
            };
        }
        let result = method
            .result
            .as_ref()
            .filter(|_| stated.rule.result == AnswerIs::Item);
        if let Some(item) = &method.item {
            // It was met as a member that methods do not have; now it counts.
            let is_used = |at: &At| at == item;
            cx.notes.retract(Code::UnknownKeyword, is_used);
        }
        let schema = method
            .item
            .clone()
            .or_else(|| result.and_then(|result| result.schema.clone()));
        if schema.is_none() {
            let message = format!("nothing says what `{notification}` gives");
            stated.doubt(
                method,
                &message,
                "`item` names its schema; its items are untyped",
                cx,
            );
        }
        Payload::Schema(schema)
    }
}

/// The params of a notification of which nobody tells: the id, the item, and what may stand in the item's place.
fn usual(id: &[String], payload: &[String]) -> Vec<String> {
    match (id, payload) {
        ([id], [payload]) => vec![id.clone(), payload.clone(), "error".to_owned()],
        _ => Vec::new(),
    }
}

/// The place that a reference of a rule means, seen from the document.
pub(super) fn referred(
    reference: &str,
    method: &document::Method,
    stated: &Stated,
    cx: &mut Context<'_, '_>,
) -> Option<At> {
    let at = resolve::target(cx.files, &At::root(), reference);
    let at = at.filter(|at| reference.contains('#') && cx.files.value(at).is_some());
    if at.is_none() {
        let root = cx.files.value(&At::root());
        let schemas = root.and_then(|root| root.pointer("/components/schemas")?.as_object());
        let names = schemas.into_iter().flat_map(|schemas| schemas.keys());
        let wanted = reference.rsplit('/').next().unwrap_or_default();
        let hint = match suggest::nearest(wanted, names) {
            Some(name) => format!("did you mean `#/components/schemas/{name}`?"),
            None => "a reference is such as `#/components/schemas/Block`".to_owned(),
        };
        let message = format!("`{reference}` leads nowhere");
        stated.doubt(method, &message, &hint, cx);
    }
    at
}
