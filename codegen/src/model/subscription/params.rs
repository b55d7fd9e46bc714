//! The params of a method that subscribes: the document's, as the rule and the kind change them.

use crate::document::{Descriptor, Method};
use crate::files::At;
use crate::model::Context;
use crate::options::{AddedParam, SubscriptionKind, SubscriptionParam};

use super::rule::Stated;

/// The param that takes the kind where neither the document nor the rule names it.
const KIND: &str = "kind";

/// The method with the params that subscribing has, whatever the kind.
pub(super) fn of_rule(method: &Method, stated: &Stated, cx: &mut Context<'_, '_>) -> Method {
    let mut method = method.clone();
    for param in &stated.rule.params {
        put(&mut method, param, stated, cx);
    }
    if stated.rule.kinds.is_empty() {
        return method;
    }
    let wanted = stated.rule.kind_in.as_deref();
    let listed = |name: &str| method.params.iter().any(|param| param.name == name);
    let first = method.params.first().filter(|_| !stated.rule.add);
    let known = wanted.map_or(first.is_some(), listed);
    if !known {
        let name = wanted.unwrap_or(KIND);
        if !stated.rule.add {
            let message = format!("there is no param `{name}` for the kind");
            stated.doubt(
                &method,
                &message,
                "`kind_in` names the param; one is added",
                cx,
            );
        }
        method
            .params
            .insert(0, descriptor(name, true, None, &stated.at));
    }
    method
}

/// The slot of the param that takes the kind.
pub(super) fn kind_slot(method: &Method, stated: &Stated) -> usize {
    let wanted = stated.rule.kind_in.as_deref();
    let named = wanted.and_then(|name| method.params.iter().position(|param| param.name == name));
    named.unwrap_or(0)
}

/// Keeps the params of one kind. One that stands before another that is kept stays, so that the order by position does.
pub(super) fn of_kind(
    method: &mut Method,
    slot: usize,
    kind: &SubscriptionKind,
    stated: &Stated,
    cx: &mut Context<'_, '_>,
) {
    if let Some(wanted) = &kind.params {
        for param in wanted {
            put(method, param, stated, cx);
        }
        let is_kept = |(place, param): (usize, &Descriptor)| {
            place == slot || wanted.iter().any(|wanted| wanted.name() == param.name)
        };
        let last = method.params.iter().enumerate().rposition(is_kept);
        method.params.truncate(last.map_or(0, |last| last + 1));
    }
    if let Some(param) = method.params.get_mut(slot) {
        param.required = true;
        // Nobody gives it, so it needs no type.
        param.schema = None;
    }
}

/// Adds a param, or changes the one of its name.
fn put(method: &mut Method, param: &SubscriptionParam, stated: &Stated, cx: &mut Context<'_, '_>) {
    let known = method.params.iter().position(|p| p.name == param.name());
    match (param, known) {
        (SubscriptionParam::Listed(_), Some(_)) => {}
        (SubscriptionParam::Listed(name), None) => {
            let message = format!("the method has no param `{name}`");
            stated.doubt(method, &message, "one that takes any value is added", cx);
            method
                .params
                .push(descriptor(name, false, None, &stated.at));
        }
        (SubscriptionParam::Added(added), known) => {
            let made = of_added(method, added, stated, cx);
            match known.and_then(|place| method.params.get_mut(place)) {
                Some(listed) => {
                    listed.required = made.required;
                    listed.schema = made.schema.or(listed.schema.take());
                }
                None => method.params.push(made),
            }
        }
    }
}

fn of_added(
    method: &Method,
    added: &AddedParam,
    stated: &Stated,
    cx: &mut Context<'_, '_>,
) -> Descriptor {
    let schema = added.schema.as_deref();
    let schema = schema.and_then(|reference| super::item::referred(reference, method, stated, cx));
    descriptor(&added.name, added.required, schema, &stated.at)
}

fn descriptor(name: &str, required: bool, schema: Option<At>, at: &At) -> Descriptor {
    Descriptor {
        at: at.clone(),
        name: name.to_owned(),
        summary: None,
        description: None,
        required,
        deprecated: false,
        schema,
    }
}
