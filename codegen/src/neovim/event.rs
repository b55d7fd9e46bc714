//! Takes a description and gives, as methods that the server sends, the notifications of Neovim.
//!
//! Only those of the screen stand in a description. The others belong to functions: who has `nvim_buf_attach` has the
//! events of buffers.

use serde_json::{Value, json};

use super::api_info::{ApiInfo, Event};
use super::schema::Types;

/// The function that has an event, its name, its params, and what it tells.
type Known = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

const EVENTS: [Known; 4] = [
    (
        "nvim_buf_attach",
        "nvim_buf_lines_event",
        &[
            ("Buffer", "buffer"),
            ("Union(Integer, nil)", "changedtick"),
            ("Integer", "firstline"),
            ("Integer", "lastline"),
            ("ArrayOf(String)", "linedata"),
            ("Boolean", "more"),
        ],
        "The lines from `firstline` to before `lastline`, which is -1 for the first of all, gave way to `linedata`.",
    ),
    (
        "nvim_buf_attach",
        "nvim_buf_changedtick_event",
        &[("Buffer", "buffer"), ("Union(Integer, nil)", "changedtick")],
        "The count of changes of a buffer went up, and its text is as it was.",
    ),
    (
        "nvim_buf_attach",
        "nvim_buf_detach_event",
        &[("Buffer", "buffer")],
        "No more will be told of a buffer.",
    ),
    (
        "",
        "nvim_error_event",
        &[("Integer", "type"), ("String", "message")],
        "What became of a notification that Neovim could not serve.",
    ),
];

pub(super) fn methods(info: &ApiInfo, types: &Types<'_>) -> Vec<Value> {
    let has = |function: &str| info.functions.iter().any(|known| known.name == function);
    let told = EVENTS
        .iter()
        .filter(|(function, ..)| function.is_empty() || has(function));
    let told = told.filter_map(|(_, name, params, about)| {
        let params = types.params(params).ok()?;
        Some(method(name, about, params))
    });
    let screen = (!info.ui_events.is_empty()).then(|| redraw(&info.ui_events, types));
    told.chain(screen).collect()
}

/// The events of the screen come many at once: each param is a list of the event's name and, once for each time that it
/// happened, a list of its own params. No schema says that, so that they are described beside it.
fn redraw(events: &[Event], types: &Types<'_>) -> Value {
    let about = "What changed on the screen. Each of `batches` is the name of an event and the lists of its params.";
    let schema = json!({ "type": "array", "items": { "type": "array", "items": {} } });
    let batches = json!({ "name": "batches", "required": true, "x-rest": true, "schema": schema });
    let mut redraw = method("redraw", about, vec![batches]);
    let events = events.iter().filter_map(|event| {
        let params = types.params(&event.parameters).ok()?;
        Some(json!({ "name": event.name, "params": params, "x-nvim-since": event.since }))
    });
    redraw["x-nvim-ui-events"] = events.collect();
    redraw
}

fn method(name: &str, about: &str, params: Vec<Value>) -> Value {
    json!({
        "name": name,
        "description": about,
        "paramStructure": "by-position",
        "x-notification": true,
        "params": params,
    })
}
