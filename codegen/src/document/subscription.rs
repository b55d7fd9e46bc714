//! What a document says of messages that the server sends by itself: events and its own requests among the methods, and
//! rules for subscriptions.

use serde::Deserialize;
use serde_json::Value;

use super::description::Descriptor;
use super::node::Node;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::At;
use crate::options::SubscriptionRule;

/// A rule, the method or pattern that it is for, and where it stands.
pub(crate) type Ruled = (String, At, SubscriptionRule);

/// Names under which a notification carries the id of its subscription.
pub(crate) const ID_NAMES: [&str; 3] = ["subscription", "subscription_id", "subscriptionId"];

/// Members that say whether a method is an event, as they are met.
const MARKS: [&str; 3] = ["x-notification", "x-event", "x-server-notification"];

/// Whether the server calls a method and waits for the client's answer; none where nothing says so.
pub(super) fn asked(method: &Node<'_>, notes: &mut Diagnostics) -> Option<bool> {
    if method.member("x-server-request").is_some() {
        return Some(method.flag("x-server-request", notes));
    }
    // Before 1.3 every method has a result; one of null is as good as none.
    let result = method.member("result")?;
    let is_null = result
        .value
        .pointer("/schema/type")
        .is_some_and(|kind| kind == "null");
    let is_event = MARKS.iter().any(|mark| method.member(mark).is_some());
    (of_client(method) && !is_null && !is_event).then_some(true)
}

/// Whether a method is sent by the server; none where nothing says so.
pub(super) fn event(
    method: &Node<'_>,
    params: &[Descriptor],
    notes: &mut Diagnostics,
) -> Option<bool> {
    let marks = MARKS.iter().filter(|mark| method.member(mark).is_some());
    let marked: Vec<bool> = marks.map(|mark| method.flag(mark, notes)).collect();
    if let Some(mark) = marked.first() {
        return Some(*mark);
    }
    (of_client(method) || (method.member("result").is_none() && of_subscription(params)))
        .then_some(true)
}

/// OpenRPC's own extension for who handles a method says that the client does.
fn of_client(method: &Node<'_>) -> bool {
    let Some(node) = method.member("x-implemented-by") else {
        return false;
    };
    let names = |who: &str| match node.value {
        Value::Array(all) => all.iter().any(|name| name == who),
        one => one == who,
    };
    names("client") && !names("server")
}

/// A subscription's id and a `result`, and no answer: nobody but a server has a reason to send that.
fn of_subscription(params: &[Descriptor]) -> bool {
    let has = |names: &[&str]| params.iter().any(|param| names.contains(&&*param.name));
    params.len() == 2 && has(&ID_NAMES) && has(&["result"])
}

/// The schema of what a subscription gives, as a subscribing method is met to state it.
pub(super) fn item(method: &Node<'_>) -> Option<At> {
    let names = ["x-notification-schema", "notification_schema"];
    names
        .into_iter()
        .find_map(|name| method.member(name))
        .map(|node| node.at)
}

/// `x-subscription` of a method: a rule, or `true` for the rule that goes without saying, or `false` for none.
pub(super) fn of_method(method: &Node<'_>, name: &str, notes: &mut Diagnostics) -> Option<Ruled> {
    let node = method.member("x-subscription")?;
    let rule = match node.value {
        Value::Bool(on) => SubscriptionRule {
            off: !on,
            ..SubscriptionRule::default()
        },
        _ => rule(&node, notes)?,
    };
    Some(ruled(rule, name, node.at))
}

/// `x-subscriptions` beside `methods`: rules by method name or pattern, or a list of rules that say what they are for.
pub(super) fn of_document(root: &Node<'_>, notes: &mut Diagnostics) -> Vec<Ruled> {
    let names = ["x-subscriptions", "x-subscription"];
    let Some(key) = names.into_iter().find(|key| root.member(key).is_some()) else {
        return Vec::new();
    };
    let nodes = match root.member(key).map(|node| node.value) {
        Some(Value::Array(_)) => {
            let nodes = root.list(key, notes).into_iter();
            nodes.map(|node| (String::new(), node)).collect()
        }
        _ => root
            .member(key)
            .map_or_else(Vec::new, |node| node.members(notes)),
    };
    let mut all = Vec::with_capacity(nodes.len());
    for (name, node) in nodes {
        let Some(rule) = rule(&node, notes) else {
            continue;
        };
        let (name, at, rule) = ruled(rule, &name, node.at);
        if name.is_empty() {
            let message = "the subscription rule does not say which method subscribes";
            notes.push(
                Diagnostic::at(Code::Subscription, &at, message).hint("add `subscribe` to it"),
            );
            continue;
        }
        all.push((name, at, rule));
    }
    all
}

/// A rule with what it is for: the method that it names, or else where it stands.
fn ruled(rule: SubscriptionRule, name: &str, at: At) -> Ruled {
    let name = rule.subscribe.clone().unwrap_or_else(|| name.to_owned());
    (name, at, rule)
}

fn rule(node: &Node<'_>, notes: &mut Diagnostics) -> Option<SubscriptionRule> {
    match SubscriptionRule::deserialize(node.value) {
        Ok(rule) => Some(rule),
        Err(error) => {
            let message = format!("the subscription rule cannot be read: {error}");
            notes.push(Diagnostic::at(Code::Subscription, &node.at, message).hint(
                "it is left out; what is meant for another tool can be removed by an overlay",
            ));
            None
        }
    }
}
