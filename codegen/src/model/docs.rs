//! Takes what a document says of a thing and gives its rustdoc.

use serde_json::Value;

use crate::document::{Descriptor, Example, Info, Method, Server, Tag, Variable};
use crate::markdown::clean;

/// Characters of an example that are shown at the most.
const LONGEST_EXAMPLE: usize = 400;

/// The client's: the document's own description.
pub(super) fn client(info: &Info) -> String {
    let title = match info.title.as_str() {
        "" => "A client.".to_owned(),
        title => format!("A client of {} {}.", clean(title), clean(&info.version)),
    };
    paragraphs([Some(title), info.description.as_deref().map(clean)])
}

/// A method's: what it does, its params, its errors, an example, where more is written.
pub(super) fn method(method: &Method) -> String {
    let way = format!("Calls `{}`.", method.name.replace('`', "'"));
    called(method, way)
}

/// A subscribing method's, of one kind.
pub(super) fn subscription(method: &Method, kind: Option<&str>) -> String {
    let name = method.name.replace('`', "'");
    let way = match kind {
        None => format!("Subscribes by `{name}`."),
        Some(kind) => format!("Subscribes by `{name}` to `{}`.", kind.replace('`', "'")),
    };
    called(method, way)
}

fn called(method: &Method, way: String) -> String {
    let see = method.external_docs.as_ref().map(|docs| {
        let text = docs
            .description
            .as_deref()
            .unwrap_or("External documentation");
        clean(&format!(
            "{}: {}",
            text.trim_end_matches(['.', ':']),
            docs.url
        ))
    });
    let result = method
        .result
        .as_ref()
        .map(said_of)
        .filter(|text| !text.is_empty());
    paragraphs([
        Some(said(&method.summary, &method.description)),
        Some(way),
        section(
            "Params",
            method
                .params
                .iter()
                .map(|param| item(&param.name, &said_of(param))),
        ),
        result.map(|text| format!("# Result\n{text}")),
        section(
            "Errors",
            method
                .errors
                .iter()
                .map(|e| item(&e.code.to_string(), &clean(&e.message))),
        ),
        method.examples.first().and_then(example),
        served(method),
        see,
    ])
}

/// That of the function of a server that answers a method.
pub(super) fn answered(method: &Method) -> String {
    let way = format!("Answers `{}`.", method.name.replace('`', "'"));
    called(method, way)
}

/// A notification's, for the struct of its params.
pub(super) fn event(method: &Method) -> String {
    paragraphs([
        Some(said(&method.summary, &method.description)),
        Some(format!(
            "The server sends it as `{}`.",
            method.name.replace('`', "'")
        )),
    ])
}

/// That of the function that sets what answers a request of the server.
pub(super) fn asked(method: &Method) -> String {
    let way = format!("Sets what answers `{}`.", method.name.replace('`', "'"));
    called(method, way)
}

/// That of the params of a request of the server.
pub(super) fn asked_params(method: &Method) -> String {
    format!(
        "What the server asks by `{}`.",
        method.name.replace('`', "'")
    )
}

/// Where the method is served when that is not where the others are.
fn served(method: &Method) -> Option<String> {
    let urls = method
        .servers
        .iter()
        .map(|server| format!("`{}`", server.url.replace('`', "'")));
    let urls: Vec<String> = urls.collect();
    (!urls.is_empty()).then(|| {
        format!(
            "The document says that this method is served at {}.",
            urls.join(", ")
        )
    })
}

/// That of the client of a tag's methods.
pub(super) fn tag(tag: &Tag) -> String {
    paragraphs([
        Some(format!(
            "The methods with the tag `{}`.",
            tag.name.replace('`', "'")
        )),
        Some(said(&tag.summary, &tag.description)),
    ])
}

/// A param's; empty where the document says nothing of it.
pub(super) fn param(param: &Descriptor) -> String {
    said_of(param)
}

/// A server's, for its constructor.
pub(super) fn server(server: &Server, url: &str) -> String {
    paragraphs([
        Some(format!(
            "Connects to the server at `{}`.",
            url.replace('`', "'")
        )),
        Some(said(&server.summary, &server.description)),
    ])
}

/// A server variable's, for its setter.
pub(super) fn variable(variable: &Variable) -> String {
    let allowed = match variable.allowed.as_slice() {
        [] => String::new(),
        allowed => format!(
            " One of {}.",
            allowed
                .iter()
                .map(|v| format!("`{v}`"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    };
    paragraphs([
        Some(format!(
            "Sets `{}`, which is `{}` by default.{allowed}",
            variable.name, variable.default
        )),
        variable.description.as_deref().map(clean),
    ])
}

fn said_of(descriptor: &Descriptor) -> String {
    said(&descriptor.summary, &descriptor.description)
}

/// Summary and description, once where they are the same.
fn said(summary: &Option<String>, description: &Option<String>) -> String {
    let summary = summary
        .as_deref()
        .map(clean)
        .filter(|text| !text.is_empty());
    let description = description
        .as_deref()
        .map(clean)
        .filter(|text| !text.is_empty());
    match (summary, description) {
        (Some(summary), Some(description)) if summary != description => {
            format!("{summary}\n\n{description}")
        }
        (one, other) => one.or(other).unwrap_or_default(),
    }
}

/// A list entry; what goes on is indented so that it stays in the entry.
fn item(name: &str, text: &str) -> String {
    // Code opens only at the start of a line.
    let border = if text.starts_with(['`', '~']) {
        "\n\n  "
    } else {
        " "
    };
    let text = text.replace('\n', "\n  ");
    match text.is_empty() {
        true => format!("- `{name}`"),
        false => format!("- `{name}`:{border}{text}"),
    }
}

fn section(title: &str, items: impl Iterator<Item = String>) -> Option<String> {
    let items: Vec<String> = items.collect();
    (!items.is_empty()).then(|| format!("# {title}\n{}", items.join("\n")))
}

/// The first example, where it is short enough to help.
fn example(example: &Example) -> Option<String> {
    let params: serde_json::Map<String, Value> = example.params.iter().cloned().collect();
    let mut text = format!("params: {}", Value::Object(params));
    if let Some(result) = &example.result {
        text.push_str(&format!("\nresult: {result}"));
    }
    let title = example.name.as_deref().map(clean).unwrap_or_default();
    (text.len() <= LONGEST_EXAMPLE && !text.contains("```"))
        .then(|| format!("# Example\n{title}\n```text\n{text}\n```").replace("\n\n", "\n"))
}

fn paragraphs<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("\n\n")
}
