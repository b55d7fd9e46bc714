//! A method as it will be emitted.

use super::failure::{self, Failure};
use super::names::{Names, value_name};
use super::notification::Events;
use super::pages::{self, Pages};
use super::scope::Scope;
use super::subscription::{self, Rules, Subscription};
use super::{Context, docs};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{self, Descriptor, Document, Structure};
use crate::options::{Nil, ParamsDefault, verdict};
use crate::schema::{Direction, SchemaId};

/// Functions that every call has; a param of the same name gets a number.
const CALL_RESERVED: &[&str] = &[
    "with_timeout",
    "with_header",
    "with_idempotent",
    "request",
    "into_future",
    "pages",
    "items",
    "from_key",
    "with_buffer",
    "with_overflow",
    "clone",
    "into",
    "from",
];

/// One RPC method: its Rust names, how its params travel, and what comes back.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    /// The name on the wire.
    pub(crate) wire: String,
    /// The name of the client's function.
    pub(crate) function: String,
    /// Which of the clients of tags it is put into.
    pub(crate) tag: Option<usize>,
    /// The name of its types in `calls` and `errors`.
    pub(crate) type_name: String,
    pub(crate) docs: String,
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) deprecated: bool,
    /// Whether calling it twice does no more than calling it once.
    pub(crate) idempotent: bool,
    pub(crate) by_name: bool,
    /// The runtime's name for how params travel in MessagePack; none where it is the usual way.
    pub(crate) msgpack_params: Option<&'static str>,
    /// In the order of the document, which is the order by position.
    pub(crate) params: Vec<Param>,
    pub(crate) outcome: Outcome,
    /// None where the document declares no errors.
    pub(crate) failure: Option<Failure>,
}

/// One param.
#[derive(Clone, Debug)]
pub(crate) struct Param {
    /// The name on the wire.
    pub(crate) wire: String,
    /// The name of the argument or, for an optional param, of the setter.
    pub(crate) rust: String,
    pub(crate) required: bool,
    /// The text that it always has, of a param that no user gives.
    pub(crate) fixed: Option<String>,
    pub(crate) deprecated: bool,
    /// What the document says of it; may be empty.
    pub(crate) docs: String,
    /// None: any value.
    pub(crate) schema: Option<SchemaId>,
}

/// What a call gives.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// Nothing: no answer is awaited.
    Notification,
    /// A value; none: any value.
    Value {
        schema: Option<SchemaId>,
        /// The JSON that a result of `null` is read as.
        null_as: Option<&'static str>,
    },
    /// Pages of items.
    Pages(Pages),
    /// A stream of what the server sends.
    Subscription(Subscription),
}

impl Method {
    /// Whether the method has setters, and so a call type of its own.
    pub(crate) fn has_setters(&self) -> bool {
        self.params.iter().any(|param| !param.required)
    }

    /// What `inspect` tells beside the signature.
    pub(crate) fn notes(&self) -> Vec<String> {
        let kind = match self.outcome {
            Outcome::Notification => Some("notification".to_owned()),
            Outcome::Pages(_) => Some("pages".to_owned()),
            Outcome::Subscription(_) => Some("subscription".to_owned()),
            Outcome::Value { .. } => None,
        };
        let deprecated = self.deprecated.then(|| "deprecated".to_owned());
        let idempotent = self.idempotent.then(|| "idempotent".to_owned());
        let errors = self.failure.as_ref().map(|failure| {
            let codes: Vec<String> = failure
                .variants
                .iter()
                .map(|v| v.code.to_string())
                .collect();
            format!("errors {}", codes.join(", "))
        });
        let told = kind.into_iter().chain(deprecated).chain(idempotent);
        told.chain(errors).collect()
    }
}

/// The functions for a method: one, or for a method that subscribes one for each of its kinds.
pub(super) fn build(
    method: &document::Method,
    document: &Document,
    rules: &Rules,
    events: &mut Events<'_>,
    scope: &mut Scope,
    cx: &mut Context<'_, '_>,
) -> Vec<Method> {
    let forms = subscription::forms(method, rules, cx);
    if forms.is_empty() {
        let mut built = named(method, method, scope, cx);
        let pages = pages::build(method, document, &built.type_name, cx);
        built.params = params(method, &built.type_name, cx);
        built.outcome = match (pages, &method.result) {
            (Some(pages), _) => Outcome::Pages(pages),
            (None, Some(result)) => value(result, &built.type_name, cx),
            (None, None) => Outcome::Notification,
        };
        return vec![built];
    }
    let mut all = Vec::with_capacity(forms.len());
    for form in forms {
        let mut built = named(&form.method, &form.called(), scope, cx);
        let kind = form.fixed.as_ref().map(|(_, kind)| kind.as_str());
        built.docs = docs::subscription(&form.shown(), kind);
        built.params = params(&form.method, &built.type_name, cx);
        if let Some((slot, value)) = &form.fixed
            && let Some(param) = built.params.get_mut(*slot)
        {
            param.fixed = Some(value.clone());
        }
        let subscription = form.subscription(&built.type_name, document, events, cx);
        built.outcome = Outcome::Subscription(subscription);
        all.push(built);
    }
    all
}

/// A method of the client without its params and its outcome; its names are made of those of `called`.
fn named(
    method: &document::Method,
    called: &document::Method,
    scope: &mut Scope,
    cx: &mut Context<'_, '_>,
) -> Method {
    let tag = scope.tag(method, cx);
    let function = scope.function(called, tag, cx);
    let type_name = scope.type_name(called, &function, cx);
    param_order(method, cx);
    Method {
        tag,
        ..plain(method, function, type_name, cx)
    }
}

/// A method of these names without its params and its outcome.
pub(super) fn plain(
    method: &document::Method,
    function: String,
    type_name: String,
    cx: &mut Context<'_, '_>,
) -> Method {
    Method {
        wire: method.name.clone(),
        docs: docs::method(method),
        summary: method.summary.clone().unwrap_or_default(),
        description: method.description.clone().unwrap_or_default(),
        deprecated: method.deprecated,
        idempotent: verdict(&cx.options.idempotent, &method.name).unwrap_or(method.idempotent),
        by_name: match method.structure {
            Structure::ByName => true,
            Structure::ByPosition => false,
            Structure::Either => cx.options.params == ParamsDefault::ByName,
        },
        msgpack_params: None,
        params: Vec::new(),
        outcome: Outcome::Notification,
        failure: failure::build(method, &type_name, cx),
        tag: None,
        function,
        type_name,
    }
}

pub(super) fn params(
    method: &document::Method,
    type_name: &str,
    cx: &mut Context<'_, '_>,
) -> Vec<Param> {
    let mut arguments = Names::default();
    let mut setters = Names::reserving(CALL_RESERVED);
    let rename = &cx.options.rename;
    for param in &method.params {
        let names = names_of(param, &mut arguments, &mut setters);
        names.promise(rename.param(&method.name, &param.name));
    }
    let mut params = Vec::with_capacity(method.params.len());
    for param in &method.params {
        let plain = value_name(&param.name, "param");
        let names = names_of(param, &mut arguments, &mut setters);
        let chosen = rename.param(&method.name, &param.name);
        let called = (param.name.as_str(), &param.at);
        let hint = format!("{type_name}{}", super::type_name(&param.name));
        params.push(Param {
            wire: param.name.clone(),
            rust: names.name(called, chosen, &plain, cx.notes),
            required: param.required,
            fixed: None,
            deprecated: param.deprecated,
            docs: docs::param(param),
            schema: param
                .schema
                .as_ref()
                .map(|at| cx.schemas.add(at, &hint, Direction::Sent)),
        });
    }
    params
}

/// Arguments and setters do not meet.
fn names_of<'n>(
    param: &Descriptor,
    arguments: &'n mut Names,
    setters: &'n mut Names,
) -> &'n mut Names {
    match param.required {
        true => arguments,
        false => setters,
    }
}

/// A value that is answered.
pub(super) fn value(result: &Descriptor, type_name: &str, cx: &mut Context<'_, '_>) -> Outcome {
    let hint = format!("{type_name}Result");
    Outcome::Value {
        null_as: result.schema.as_ref().and_then(|at| null_as(at, cx)),
        schema: result
            .schema
            .as_ref()
            .map(|at| cx.schemas.add(at, &hint, Direction::Received)),
    }
}

/// A value of which nothing is known.
pub(super) fn any() -> Outcome {
    Outcome::Value {
        schema: None,
        null_as: None,
    }
}

/// What `null` means for a result of this schema when the server has one empty value for all.
fn null_as(schema: &crate::files::At, cx: &Context<'_, '_>) -> Option<&'static str> {
    if cx.options.nil == Nil::Off {
        return None;
    }
    let (_, schema) = crate::resolve::follow(cx.files, schema).ok()?;
    match schema.get("type")?.as_str()? {
        "array" => Some("[]"),
        "boolean" => Some("false"),
        _ => None,
    }
}

/// Required params become arguments wherever they stand; the specification wants them first.
fn param_order(method: &document::Method, cx: &mut Context<'_, '_>) {
    let optional = method.params.iter().position(|param| !param.required);
    let required = method.params.iter().rposition(|param| param.required);
    if let (Some(optional), Some(required)) = (optional, required)
        && optional < required
    {
        let (late, early) = (&method.params[required], &method.params[optional]);
        let message = format!(
            "`{}` requires `{}` after the optional `{}`",
            method.name, late.name, early.name
        );
        cx.notes.push(
            Diagnostic::at(Code::ParamOrder, &late.at, message)
                .hint("by position an optional param that is not set before it is sent as null"),
        );
    }
}
