//! Decides which methods make subscriptions, of which kinds, and what their streams give.

mod item;
mod params;
mod rule;

pub(super) use rule::Rules;

use super::Context;
use super::names::type_name;
use super::notification::Events;
use super::pages::path;
use crate::document::{self, Document, Structure};
use crate::files::At;
use crate::options::{ParamsDefault, SubscriptionKind};
use crate::schema::{Direction, SchemaId};
use item::{Asked, Payload};
use rule::Stated;

/// How a method subscribes.
#[derive(Clone, Debug)]
pub(crate) struct Subscription {
    pub(crate) item: Item,
    /// The methods of its notifications on the wire.
    pub(crate) notifications: Vec<String>,
    /// Where the id is inside a notification's params; empty: they carry none.
    pub(crate) id: Vec<String>,
    /// Where the item is inside a notification's params.
    pub(crate) payload: Vec<String>,
    /// The params of a notification in their order, where they may come as an array.
    pub(crate) params: Vec<String>,
    /// Where the id is inside the answer.
    pub(crate) answer: Vec<String>,
    pub(crate) unsubscribe: Option<Unsubscribe>,
}

/// The method that ends a subscription, and the name of its param where that travels by name.
#[derive(Clone, Debug)]
pub(crate) struct Unsubscribe {
    pub(crate) method: String,
    pub(crate) param: Option<String>,
}

/// What a stream gives.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    /// A value of this schema; none: any value.
    Schema(Option<SchemaId>),
    /// All params of an event, by the name of its struct.
    Params(String),
    /// One of several notifications, by the name of the enum.
    OneOf(String),
}

/// One way to subscribe by a method: the method with the params of a kind.
pub(super) struct Form<'s> {
    pub(super) method: document::Method,
    /// What the function is called after.
    name: String,
    /// The slot of the kind and its value.
    pub(super) fixed: Option<(usize, String)>,
    kind: Option<(&'s String, &'s SubscriptionKind)>,
    stated: &'s Stated,
}

/// The methods that rules add because the document does not list them.
pub(super) fn added(rules: &Rules, document: &Document) -> Vec<document::Method> {
    let listed = |name: &str| document.methods.iter().any(|method| method.name == name);
    let adding = rules.adding().filter(|stated| !listed(&stated.pattern));
    adding
        .map(|stated| document::Method::unlisted(&stated.pattern, &stated.at))
        .collect()
}

/// All ways to subscribe by a method; none where it makes no subscriptions.
pub(super) fn forms<'s>(
    method: &document::Method,
    rules: &'s Rules,
    cx: &mut Context<'_, '_>,
) -> Vec<Form<'s>> {
    let Some(stated) = rules.stated(&method.name) else {
        return Vec::new();
    };
    let whole = params::of_rule(method, stated, cx);
    let kinds = &stated.rule.kinds;
    if kinds.is_empty() {
        return vec![Form {
            name: whole.name.clone(),
            method: whole,
            fixed: None,
            kind: None,
            stated,
        }];
    }
    let slot = params::kind_slot(&whole, stated);
    let mut forms = Vec::with_capacity(kinds.len());
    for (key, kind) in kinds {
        let mut method = whole.clone();
        params::of_kind(&mut method, slot, kind, stated, cx);
        let name = kind.name.clone();
        forms.push(Form {
            name: name.unwrap_or_else(|| format!("{} {key}", method.name)),
            method,
            fixed: Some((slot, key.clone())),
            kind: Some((key, kind)),
            stated,
        });
    }
    forms
}

impl Form<'_> {
    /// Decides how the subscription travels and what it gives; `name` is the name of the call's type.
    pub(super) fn subscription(
        &self,
        name: &str,
        document: &Document,
        events: &mut Events<'_>,
        cx: &mut Context<'_, '_>,
    ) -> Subscription {
        let notifications = self.stated.notifications(&self.method.name, self.kind);
        let asked = Asked {
            method: &self.method,
            kind: self.kind.map(|(_, kind)| kind),
            stated: self.stated,
            events,
        };
        let paths = asked.paths(&notifications, cx);
        let payloads = asked.payloads(&notifications, &paths.payload, cx);
        let alone = notifications.len() == 1;
        let named = notifications.iter().zip(payloads);
        let items: Vec<Item> = named
            .map(|(notification, payload)| match payload {
                Payload::Params(name) => Item::Params(name),
                Payload::Schema(at) if alone => Item::Schema(schema(at, name, "Item", cx)),
                Payload::Schema(at) => Item::Schema(schema(at, name, &type_name(notification), cx)),
            })
            .collect();
        let item = match <[Item; 1]>::try_from(items) {
            Ok([item]) => item,
            Err(items) => {
                let union = events.union(name, &self.method.name, &notifications, items);
                Item::OneOf(union)
            }
        };
        Subscription {
            item,
            notifications,
            id: paths.id,
            payload: paths.payload,
            params: paths.names,
            answer: path::steps(&self.stated.rule.answer),
            unsubscribe: self.unsubscribe(document, cx),
        }
    }

    /// The method under the name that its function is called after.
    pub(super) fn called(&self) -> document::Method {
        document::Method {
            name: self.name.clone(),
            ..self.method.clone()
        }
    }

    /// The method without what a user neither gives nor gets: what its docs tell of.
    pub(super) fn shown(&self) -> document::Method {
        let mut shown = self.method.clone();
        shown.result = None;
        if let Some((slot, _)) = self.fixed {
            shown.params.remove(slot);
        }
        shown
    }

    fn unsubscribe(&self, document: &Document, cx: &Context<'_, '_>) -> Option<Unsubscribe> {
        let name = self.stated.rule.unsubscribe.as_ref()?;
        let key = self.kind.map(|(key, _)| key.as_str());
        let name = self.stated.filled(name, &self.method.name, key);
        let mut methods = document.methods.iter();
        let listed = methods.find(|method| method.name == name);
        let by_name = listed.filter(|method| match method.structure {
            Structure::ByName => true,
            Structure::ByPosition => false,
            Structure::Either => cx.options.params == ParamsDefault::ByName,
        });
        Some(Unsubscribe {
            param: by_name.and_then(|method| Some(method.params.first()?.name.clone())),
            method: name,
        })
    }
}

fn schema(at: Option<At>, name: &str, part: &str, cx: &mut Context<'_, '_>) -> Option<SchemaId> {
    let hint = format!("{name}{part}");
    at.map(|at| cx.schemas.add(&at, &hint, Direction::Received))
}
