//! What a server answers, as it will be emitted: the functions of its trait, and what it sends and asks by itself.

mod bundle;

use super::method::{self, Method, Outcome};
use super::names::{Names, value_name};
use super::request::is_asked;
use super::scope::Scope;
use super::{Context, docs};
use crate::document::{self, Document};
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
    let answers = methods.map(|(built, method)| answered(built, method, cx));
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
    }
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
