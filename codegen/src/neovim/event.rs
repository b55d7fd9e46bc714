//! Takes a description and gives, as methods that the server sends, the notifications of Neovim.
//!
//! Only those of screens stand in a description. The others belong to functions: who has `nvim_buf_attach` has the
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
    let screen = info
        .ui_events
        .iter()
        .filter_map(|event| screen(event, types));
    told.chain(screen).collect()
}

/// The events of the screen come many at once in `redraw`: each of its params is a list of the event's name and, once for
/// each time that it happened, a list of its own params.
fn screen(event: &Event, types: &Types<'_>) -> Option<Value> {
    let params = types.params(&event.parameters).ok()?;
    let mut screen = method(
        &event.name,
        "What changed on a screen that is attached by `nvim_ui_attach`.",
        params,
    );
    screen["x-batched-in"] = "redraw".into();
    screen["x-nvim-since"] = event.since.into();
    Some(screen)
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
