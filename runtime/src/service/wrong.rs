//! The answer to wrong params: takes what is wrong, gives the error -32602 with method, param, path and what was expected.
use std::borrow::Cow;

use serde::Serialize;

use super::slots::{Slots, Unknown};
use crate::{
    DecodeFault, Method, ServerError,
    error::{cut, sentence},
};

/// Code of JSON-RPC 2.0, section 5.1.
const INVALID_PARAMS: i64 = -32602;

/// What a program reads of the error.
#[derive(Default, Serialize)]
struct Data<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    param: Option<&'a str>,
    path: &'a str,
    expected: &'a str,
}

/// A param that has to be there and is not.
#[cold]
pub(super) fn missing(slots: &Slots<'_>, index: usize, type_name: &str) -> ServerError {
    let (name, expected) = (name(slots, index), declared(slots, index, type_name));
    let message = format!("param `{name}` is missing, expected {expected}");
    let data = Data {
        param: Some(name),
        path: &place(slots, index),
        expected: &expected,
    };
    error(slots.method, &message, &data)
}

/// A param that is not of its type.
#[cold]
pub(super) fn value(
    slots: &Slots<'_>,
    index: usize,
    type_name: &str,
    mut fault: DecodeFault,
) -> ServerError {
    let (name, declared) = (name(slots, index), declared(slots, index, type_name));
    fault.stand_at(&place(slots, index));
    let (path, cause) = (fault.path(), sentence(fault.cause()));
    let expected = cause
        .split_once("expected ")
        .map_or(&*declared, |(_, what)| what);
    let message = format!("param `{name}` is wrong at `{path}`: {cause}");
    let data = Data {
        param: Some(name),
        path,
        expected,
    };
    error(slots.method, &message, &data)
}

/// A param that the method does not have.
#[cold]
pub(super) fn unknown(method: &Method, unknown: &Unknown) -> ServerError {
    let names: Vec<_> = method
        .params
        .iter()
        .map(|param| format!("`{}`", param.name))
        .collect();
    let expected = match names.is_empty() {
        true => "no params".to_owned(),
        false => names.join(", "),
    };
    let (message, param, path) = match unknown {
        Unknown::Named(name) => (
            format!("there is no param `{}`, expected {expected}", cut(name)),
            Some(cut(name)),
            format!("$.{}", cut(name)),
        ),
        Unknown::Surplus(given) => (
            format!("{given} params are too many, expected {expected}"),
            None,
            format!("$[{}]", names.len()),
        ),
    };
    let data = Data {
        param,
        path: &path,
        expected: &expected,
    };
    error(method, &message, &data)
}

/// Params that are neither an object nor an array.
#[cold]
pub(super) fn shape(method: &Method, why: &str) -> ServerError {
    let expected = "an object or an array";
    let message = format!("the params cannot be read: {}", sentence(why));
    let data = Data {
        param: None,
        path: "$",
        expected,
    };
    error(method, &message, &data)
}

fn error(method: &Method, message: &str, data: &Data<'_>) -> ServerError {
    let message = format!("`{}`: {}", method.name, cut(message));
    ServerError::new(INVALID_PARAMS, message).with_data(data)
}

fn name(slots: &Slots<'_>, index: usize) -> &'static str {
    let param = slots.method.params.get(index);
    param.map_or("", |param| param.name)
}

/// The type of a param as it was declared, or else that with which the service was made.
fn declared(slots: &Slots<'_>, index: usize, type_name: &str) -> Cow<'static, str> {
    let param = slots.method.params.get(index);
    let declared = param.map_or("", |param| param.type_name);
    match declared.is_empty() {
        true => Cow::Owned(without_modules(type_name)),
        false => Cow::Borrowed(declared),
    }
}

/// `Vec<u8>` of `alloc::vec::Vec<u8>`.
fn without_modules(type_name: &str) -> String {
    let parts = type_name.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
    parts
        .map(|part| part.rsplit("::").next().unwrap_or(part))
        .collect()
}

/// Where a param stands among the params, as the client wrote them.
fn place(slots: &Slots<'_>, index: usize) -> String {
    match slots.by_name || slots.asked.raw_params().is_empty() {
        true => format!("$.{}", name(slots, index)),
        false => format!("$[{index}]"),
    }
}
