//! What the server asks the client, as it will be emitted.

use super::names::{Names, value_name};
use super::notification::{self, Event, variant_name};
use super::{Context, docs, marks};
use crate::document::{self, Document};
use crate::options::{Options, verdict};
use crate::schema::{Direction, SchemaId};

/// The names in the module of requests that are taken from the start.
const RESERVED: &[&str] = &["Requests"];

/// Functions that are there from the start.
const FUNCTIONS_RESERVED: &[&str] = &["of", "clone", "fmt", "into", "from"];

/// One request of the server: a struct of its params, and the function that sets what answers it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) params: Event,
    pub(crate) function: String,
    /// Rustdoc of the function.
    pub(crate) docs: String,
    pub(crate) deprecated: bool,
    pub(crate) answer: Answer,
}

/// What the client answers.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// Null: the document tells of no result.
    Nothing,
    /// A value; none: any value.
    Value(Option<SchemaId>),
}

/// Whether the server calls a method: by the user's word, then the document's, unless the user calls it an event.
pub(super) fn is_asked(method: &document::Method, options: &Options) -> bool {
    let told = || {
        let mut tags = method.tags.iter();
        method.asked == Some(true)
            && !verdict(&options.events, &method.name).unwrap_or(false)
            && !tags.any(|tag| options.event_tags.contains(&tag.name))
    };
    verdict(&options.server_requests, &method.name).unwrap_or_else(told)
}

/// The requests of the server, in the document's order.
pub(super) fn build_all(document: &Document, cx: &mut Context<'_, '_>) -> Vec<Asked> {
    let names: Vec<&str> = document.methods.iter().map(|m| m.name.as_str()).collect();
    marks::tell_unused(
        "server_requests",
        &cx.options.server_requests,
        &names,
        cx.notes,
    );
    let mut types = Names::reserving(RESERVED);
    let mut functions = Names::reserving(FUNCTIONS_RESERVED);
    let asked = document.methods.iter();
    let asked = asked.filter(|method| is_asked(method, cx.options));
    let asked: Vec<_> = asked.collect();
    let build = |method: &document::Method| {
        let type_name = types.claim(&variant_name(&method.name));
        let answer = method.result.as_ref().map(|result| {
            let schema = result.schema.as_ref();
            schema.map(|at| {
                cx.schemas
                    .add(at, &format!("{type_name}Result"), Direction::Sent)
            })
        });
        Asked {
            function: functions.claim(&value_name(&method.name, "request")),
            docs: docs::asked(method),
            deprecated: method.deprecated,
            answer: answer.map_or(Answer::Nothing, Answer::Value),
            params: Event {
                wire: method.name.clone(),
                docs: docs::asked_params(method),
                fields: notification::fields(method, &type_name, cx),
                type_name,
            },
        }
    };
    asked.into_iter().map(build).collect()
}
