//! Takes Neovim's functions and gives the methods of a document.

use serde_json::{Value, json};

use super::api_info::{ApiInfo, Function};
use super::schema::{LuaFunction, Types};

/// The methods, and the names of functions that cannot be called from outside.
pub(super) fn methods(info: &ApiInfo, types: &Types<'_>) -> (Vec<Value>, Vec<String>) {
    let mut methods = Vec::with_capacity(info.functions.len());
    let mut left_out = Vec::new();
    for function in &info.functions {
        match method(function, info, types) {
            Ok(method) => methods.push(method),
            Err(LuaFunction) => left_out.push(function.name.clone()),
        }
    }
    (methods, left_out)
}

fn method(function: &Function, info: &ApiInfo, types: &Types<'_>) -> Result<Value, LuaFunction> {
    let errors = info.error_types.keys();
    let errors = errors.map(|name| json!({ "$ref": format!("#/components/errors/{name}") }));
    let mut method = json!({
        "name": function.name,
        "description": age(function),
        "paramStructure": "by-position",
        "params": types.params(&function.parameters)?,
        "result": { "name": "result", "schema": types.schema(&function.return_type)? },
        "errors": errors.collect::<Vec<_>>(),
    });
    if let Some(about) = about(function) {
        method["tags"] = json!([{ "name": about }]);
    }
    if let Some(since) = function.since {
        method["x-nvim-since"] = since.into();
    }
    if let Some(since) = function.deprecated_since {
        method["deprecated"] = true.into();
        method["x-nvim-deprecated-since"] = since.into();
    }
    Ok(method)
}

/// What a function is about, for clients that are split by tag: the kind of its first param, or the screen.
fn about(function: &Function) -> Option<&str> {
    let first = function.parameters.first().filter(|_| function.method);
    let screen = function.name.starts_with("nvim_ui_").then_some("Ui");
    first.map(|(kind, _)| kind.as_str()).or(screen)
}

/// Neovim tells nothing else of a function.
fn age(function: &Function) -> String {
    let level = |level: Option<u64>| {
        level.map_or("an unknown API level".to_owned(), |level| {
            format!("API level {level}")
        })
    };
    let since = format!("Since {}", level(function.since));
    match function.deprecated_since {
        None => format!("{since}."),
        old => format!("{since}, deprecated since {}.", level(old)),
    }
}
