//! Takes the document and gives the API as it will be emitted: every name chosen, every decision made.

mod docs;
mod failure;
#[cfg(test)]
mod growth;
mod marks;
mod method;
mod msgpack;
mod names;
mod notification;
mod pages;
mod renames;
mod request;
mod scope;
mod serve;
mod server;
mod subscription;

pub(crate) use failure::{Failure, Variant};
pub(crate) use method::{Method, Outcome, Param};
pub(crate) use notification::{Event, Field, Notifications, OneOf};
pub(crate) use pages::Walk;
pub(crate) use request::{Answer, Asked};
pub(crate) use scope::Tag;
pub(crate) use serve::{Answered, Served};
pub(crate) use server::{Server, ServerVariable};
pub(crate) use subscription::{Item, Subscription};

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{self, Document};
use crate::files::{At, Files};
use crate::options::Options;
use crate::schema::{Direction, Normaliser};
use names::type_name;
use notification::Events;
use scope::Scope;
use subscription::Rules;

/// An API ready to be written down.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    /// The client's type, in UpperCamelCase.
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) version: String,
    /// Rustdoc of the client.
    pub(crate) docs: String,
    pub(crate) methods: Vec<Method>,
    /// The clients that methods are put into, where the options split the client.
    pub(crate) tags: Vec<Tag>,
    pub(crate) notifications: Notifications,
    /// What the server asks the client.
    pub(crate) requests: Vec<Asked>,
    pub(crate) servers: Vec<Server>,
    /// The server's side, where it is asked for.
    pub(crate) served: Option<Served>,
}

/// What building a model needs besides the document.
pub(crate) struct Context<'c, 'f> {
    pub(crate) files: &'f Files,
    /// With `nil` decided.
    pub(crate) options: &'c Options,
    pub(crate) schemas: &'c mut Normaliser<'f>,
    pub(crate) notes: &'c mut Diagnostics,
}

/// Decides everything that the emitter will write.
pub(crate) fn build(document: &Document, cx: &mut Context<'_, '_>) -> Api {
    let name = client_name(document, cx);
    let is_asked = |method: &document::Method| request::is_asked(method, cx.options);
    let mut scope = Scope::new(document.methods.iter().any(is_asked), cx);
    let rules = Rules::of(document, cx.options);
    let mut events = Events::find(document, &rules, cx);
    let added = subscription::added(&rules, document);
    let mut methods = Vec::with_capacity(document.methods.len() + added.len());
    let mut origins = Vec::with_capacity(methods.capacity());
    let mut sent = Vec::new();
    let form = msgpack::of_document(cx);
    for method in document.methods.iter().chain(&added) {
        if events.contains(method) || request::is_asked(method, cx.options) {
            sent.push(method);
        } else {
            let built = method::build(method, document, &rules, &mut events, &mut scope, cx);
            let form = msgpack::of_method(method, form, cx);
            methods.extend(built.into_iter().map(|built| Method {
                msgpack_params: form,
                ..built
            }));
            origins.resize(methods.len(), method);
        }
    }
    let names: Vec<&str> = methods.iter().map(|m| m.wire.as_str()).collect();
    marks::tell_unused("idempotent", &cx.options.idempotent, &names, cx.notes);
    if cx.options.only_types {
        components(cx);
    }
    renames::unused(document, cx);
    pages::unused_rules(document, cx);
    rules.tell_unused(cx);
    let servers = server::build_all(document, &mut scope, cx);
    let notifications = events.build(cx);
    let requests = request::build_all(document, cx);
    let served = cx.options.server.then(|| {
        let methods = methods.iter().zip(origins);
        serve::build(methods, &sent, document, &mut scope, cx)
    });
    Api {
        title: document.info.title.clone(),
        version: document.info.version.clone(),
        docs: docs::client(&document.info),
        servers,
        methods,
        tags: scope.tags,
        notifications,
        requests,
        served,
        name,
    }
}

/// Asks for every component schema, whether a method leads to it or not.
fn components(cx: &mut Context<'_, '_>) {
    let list = At::root().join("components").join("schemas");
    let schemas = cx.files.value(&list).and_then(Value::as_object);
    for name in schemas.into_iter().flat_map(Map::keys) {
        // Which way they go is not known: as if received, so that what servers add is kept.
        cx.schemas.add(&list.join(name), name, Direction::Received);
    }
}

/// The user's name for the client, else the document's title, else `Client`.
fn client_name(document: &Document, cx: &mut Context<'_, '_>) -> String {
    if let Some(name) = &cx.options.name {
        return name.clone();
    }
    let name = type_name(&document.info.title);
    if !name.is_empty() {
        return name;
    }
    let message = "the document has no title to name the client after";
    cx.notes.push(
        Diagnostic::at(Code::Missing, &At::root().join("info"), message)
            .hint("the client is called `Client`; give it a name in the options"),
    );
    "Client".to_owned()
}
