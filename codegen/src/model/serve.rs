//! What a server answers, as it will be emitted: the functions of its trait, and what it sends and asks by itself.

mod bundle;

use std::collections::BTreeSet;

use super::method::{self, Method, Outcome};
use super::names::{Names, value_name};
use super::pages::path;
use super::request::is_asked;
use super::scope::Scope;
use super::{Context, docs};
use crate::document::{self, Document};
use crate::resolve;
use crate::schema::{Direction, SchemaId};

/// Arguments that every function of the trait has.
const ARGUMENTS_RESERVED: &[&str] = &["context"];

/// Functions that what calls clients has from the start.
const CALLS_RESERVED: &[&str] = &[
    "of",
    "connection",
    "clone",
    "fmt",
    "to_string",
    "into",
    "from",
];

/// The server's side of an API.
#[derive(Clone, Debug)]
pub(crate) struct Served {
    /// The document as JSON in one piece.
    pub(crate) document: String,
    /// One for each of the API's methods, in their order.
    pub(crate) answers: Vec<Answered>,
    /// The methods that unsubscribe, listed or not: no function answers them.
    pub(crate) leaving: BTreeSet<String>,
    /// What the server sends and asks: the methods of a client of its clients.
    pub(crate) calls: Vec<Method>,
}

/// A function of the trait, beside what its method says.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub(crate) docs: String,
    /// The name of each param's argument.
    pub(crate) arguments: Vec<String>,
    /// The whole result of a method with pages; none: any value.
    pub(crate) page: Option<SchemaId>,
    /// The runtime's name for what who subscribes is answered.
    pub(crate) ids: &'static str,
}

/// Decides the server's side: `methods` are the API's, each with what it was made of, and `sent` what the server sends
/// and asks.
pub(super) fn build<'d>(
    methods: impl Iterator<Item = (&'d Method, &'d document::Method)>,
    sent: &[&document::Method],
    document: &Document,
    scope: &mut Scope,
    cx: &mut Context<'_, '_>,
) -> Served {
    let methods: Vec<_> = methods.collect();
    let leaving = leaving(methods.iter().map(|(built, _)| *built));
    let answers = methods.into_iter();
    let answers = answers.map(|(built, method)| answered(built, method, cx));
    let answers = answers.collect();
    let mut functions = Names::reserving(CALLS_RESERVED);
    let calls = sent.iter().map(|method| {
        let plain = value_name(&method.name, "method");
        let chosen = cx.options.rename.methods.get(&method.name);
        let called = (method.name.as_str(), &method.at.join("name"));
        let function = functions.name(called, chosen, &plain, cx.notes);
        call(method, function, scope, cx)
    });
    let calls = calls.collect();
    Served {
        document: bundle::text(cx.files, document),
        answers,
        leaving,
        calls,
    }
}

fn answered(built: &Method, method: &document::Method, cx: &mut Context<'_, '_>) -> Answered {
    let mut names = Names::reserving(ARGUMENTS_RESERVED);
    let arguments = built.params.iter().map(|param| names.claim(&param.rust));
    let page = match (&built.outcome, &method.result) {
        (Outcome::Pages(_), Some(result)) => result.schema.as_ref(),
        _ => None,
    };
    let hint = format!("{}Page", built.type_name);
    Answered {
        docs: docs::answered(method),
        arguments: arguments.collect(),
        page: page.map(|at| cx.schemas.add(at, &hint, Direction::Sent)),
        ids: ids(built, method, cx),
    }
}

/// What who subscribes is answered: an id of the type that the document has for it, or what it has in its place.
fn ids(built: &Method, method: &document::Method, cx: &Context<'_, '_>) -> &'static str {
    let Outcome::Subscription(subscription) = &built.outcome else {
        return "Number";
    };
    let result = method.result.as_ref();
    let at = result
        .and_then(|result| path::walk(cx.files, result.schema.as_ref()?, &subscription.answer));
    let schema = at.and_then(|at| resolve::follow(cx.files, &at).ok());
    let ty = schema.and_then(|(_, schema)| schema.get("type")?.as_str());
    match (subscription.id.is_empty(), ty) {
        (false, Some("string")) => "Text",
        (false, _) => "Number",
        (true, Some("boolean")) => "True",
        (true, _) => "Null",
    }
}

/// The methods that unsubscribe.
fn leaving<'m>(methods: impl Iterator<Item = &'m Method>) -> BTreeSet<String> {
    let subscriptions = methods.filter_map(|method| match &method.outcome {
        Outcome::Subscription(subscription) => subscription.unsubscribe.as_ref(),
        _ => None,
    });
    let methods = subscriptions.map(|unsubscribe| unsubscribe.method.clone());
    methods.collect()
}

/// What calls a client's method, or notifies it.
fn call(
    method: &document::Method,
    function: String,
    scope: &mut Scope,
    cx: &mut Context<'_, '_>,
) -> Method {
    let type_name = scope.type_name(method, &function, cx);
    let mut call = method::plain(method, function, type_name, cx);
    call.params = method::params(method, &call.type_name, cx);
    if is_asked(method, cx.options) {
        call.outcome = match &method.result {
            Some(result) => method::value(result, &call.type_name, cx),
            None => method::any(),
        };
    }
    call
}
