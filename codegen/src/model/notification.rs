//! What the server sends by itself, as it will be emitted: the document's events, and what a subscription gives of several.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::names::{Names, type_name, value_name};
use super::request::is_asked;
use super::subscription::{Item, Rules};
use super::{Context, docs, marks};
use crate::diagnostic::Code;
use crate::document::{self, Document};
use crate::files::At;
use crate::options::verdict;
use crate::schema::{Direction, SchemaId};

/// Names in the module of notifications that are taken from the start.
const RESERVED: &[&str] = &["Notification", "Other"];

/// Names of variants that are taken from the start.
const VARIANTS_RESERVED: &[&str] = &["Other"];

/// One notification that the server sends: a struct of its params.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// The method on the wire.
    pub(crate) wire: String,
    /// The name of the struct, and of its variant in `Notification`.
    pub(crate) type_name: String,
    pub(crate) docs: String,
    /// In the order of the document, which is the order by position.
    pub(crate) fields: Vec<Field>,
}

/// One param of a notification.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// The name on the wire.
    pub(crate) wire: String,
    pub(crate) rust: String,
    pub(crate) required: bool,
    pub(crate) docs: String,
    /// None: any value.
    pub(crate) schema: Option<SchemaId>,
}

/// An enum for a stream of several notifications; a catch-all variant `Other` comes with it.
#[derive(Clone, Debug)]
pub(crate) struct OneOf {
    pub(crate) name: String,
    /// The method that subscribes.
    pub(crate) wire: String,
    /// Each notification on the wire, its variant, and what it holds.
    pub(crate) variants: Vec<(String, String, Item)>,
}

impl Notifications {
    pub(crate) fn is_empty(&self) -> bool {
        self.events.is_empty() && self.unions.is_empty()
    }
}

/// The events of a document before their schemas are read.
pub(super) struct Events<'d> {
    listed: Vec<(&'d document::Method, String)>,
    /// The place in the list by the name on the wire.
    places: HashMap<&'d str, usize>,
    /// The names in the module of notifications.
    names: Names,
    unions: Vec<OneOf>,
}

/// All that the module of notifications holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notifications {
    pub(crate) events: Vec<Event>,
    /// Notifications that carry events, many at once.
    pub(crate) carriers: BTreeSet<String>,
    pub(crate) unions: Vec<OneOf>,
}

impl<'d> Events<'d> {
    /// Finds the methods that the server sends, and names them.
    pub(super) fn find(document: &'d Document, rules: &Rules, cx: &mut Context<'_, '_>) -> Self {
        unused_patterns(document, cx);
        let mut names = Names::reserving(RESERVED);
        let events = document.methods.iter();
        let events = events.filter(|method| !is_asked(method, cx.options));
        let events = events.filter(|method| is_event(method, rules, cx.options));
        let listed = events.map(|method| (method, names.claim(&variant_name(&method.name))));
        let listed: Vec<_> = listed.collect();
        let places: HashMap<_, _> = listed
            .iter()
            .enumerate()
            .map(|(place, (method, _))| (method.name.as_str(), place))
            .collect();
        // That an event has no result is as it should be.
        let all: HashSet<&At> = listed.iter().map(|(method, _)| &method.at).collect();
        cx.notes.retract(Code::Missing, |at| all.contains(at));
        Self {
            listed,
            places,
            names,
            unions: Vec::new(),
        }
    }

    pub(super) fn contains(&self, method: &document::Method) -> bool {
        self.places.contains_key(method.name.as_str())
    }

    /// The event by its name on the wire, and the name of its struct.
    pub(super) fn named(&self, wire: &str) -> Option<(&'d document::Method, &str)> {
        let (method, name) = self.listed.get(*self.places.get(wire)?)?;
        Some((method, name))
    }

    /// Names the enum of a stream of several notifications, and keeps it.
    pub(super) fn union(
        &mut self,
        name: &str,
        wire: &str,
        notifications: &[String],
        items: Vec<Item>,
    ) -> String {
        let name = self.names.claim(name);
        let mut names = Names::reserving(VARIANTS_RESERVED);
        let variants = notifications.iter().zip(items);
        let variants = variants.map(|(notification, item)| {
            let variant = names.claim(&variant_name(notification));
            (notification.clone(), variant, item)
        });
        self.unions.push(OneOf {
            name: name.clone(),
            wire: wire.to_owned(),
            variants: variants.collect(),
        });
        name
    }

    /// Reads the schemas of all params.
    pub(super) fn build(self, cx: &mut Context<'_, '_>) -> Notifications {
        let carriers = self.listed.iter();
        let carriers = carriers.filter_map(|(method, _)| method.carrier.clone());
        let carriers = carriers.collect();
        let listed = self.listed.into_iter();
        let events = listed.map(|(method, type_name)| Event {
            wire: method.name.clone(),
            docs: docs::event(method),
            fields: fields(method, &type_name, cx),
            type_name,
        });
        Notifications {
            events: events.collect(),
            carriers,
            unions: self.unions,
        }
    }
}

pub(super) fn variant_name(wire: &str) -> String {
    match type_name(wire) {
        name if name.is_empty() => "Unnamed".to_owned(),
        name => name,
    }
}

/// The user's word counts most, then the document's, then that a subscription has it for its notification.
fn is_event(method: &document::Method, rules: &Rules, options: &crate::Options) -> bool {
    let tagged = || {
        let mut tags = method.tags.iter();
        tags.any(|tag| options.event_tags.contains(&tag.name))
    };
    let told = || {
        method
            .event
            .unwrap_or_else(|| rules.notifies_by(&method.name))
    };
    verdict(&options.events, &method.name).unwrap_or_else(|| tagged() || told())
}

/// The params as fields of a struct.
pub(super) fn fields(
    method: &document::Method,
    type_name: &str,
    cx: &mut Context<'_, '_>,
) -> Vec<Field> {
    let mut names = Names::default();
    let mut fields = Vec::with_capacity(method.params.len());
    for param in &method.params {
        let hint = format!("{type_name}{}", super::type_name(&param.name));
        fields.push(Field {
            wire: param.name.clone(),
            rust: names.claim(&value_name(&param.name, "param")),
            required: param.required,
            docs: docs::param(param),
            schema: param
                .schema
                .as_ref()
                .map(|at| cx.schemas.add(at, &hint, Direction::Received)),
        });
    }
    fields
}

/// Says which patterns and tags mark no method.
fn unused_patterns(document: &Document, cx: &mut Context<'_, '_>) {
    let names: Vec<&str> = document.methods.iter().map(|m| m.name.as_str()).collect();
    marks::tell_unused("events", &cx.options.events, &names, cx.notes);
    for tag in &cx.options.event_tags {
        let mut tags = document.methods.iter().flat_map(|method| &method.tags);
        if !tags.any(|known| known.name == *tag) {
            cx.notes.push(marks::unused("event_tags", tag));
        }
    }
}
