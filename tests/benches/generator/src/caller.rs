//! Takes the made-up API and gives the source of a crate that calls every method once, the same way for each client.
//!
//! Each call is a public function that gives a boxed future, so that all that the call needs is compiled here unless
//! the client's crate has it: the whole of what a program pays that uses the whole of a client.

use crate::api::{Api, Entry, Verb};

/// For callwright's client.
pub(crate) fn of_callwright(api: &Api) -> String {
    source(api, "Warehouse", |entry| {
        let name = entry.method_name();
        match entry.verb() {
            Verb::Get => format!("client.{name}(1).fresh(true).await.is_ok()"),
            Verb::Put => format!("client.{name}(record).version(1).await.is_ok()"),
            Verb::Remove => format!("client.{name}(record).await.is_ok()"),
            Verb::List => format!(
                "client.{name}().limit(10).items().next().await.is_some_and(|item| item.is_ok())"
            ),
        }
    })
}

/// For progenitor's client, in its default style: arguments by position.
pub(crate) fn of_progenitor(api: &Api) -> String {
    source(api, "Client", |entry| {
        let name = entry.method_name();
        match entry.verb() {
            Verb::Get => format!("client.{name}(1, Some(true)).await.is_ok()"),
            Verb::Put => format!("client.{name}(Some(1), &record).await.is_ok()"),
            Verb::Remove => format!("client.{name}(&record).await.is_ok()"),
            Verb::List => format!(
                "client.{name}_stream(Some(10)).next().await.is_some_and(|item| item.is_ok())"
            ),
        }
    })
}

fn source(api: &Api, client: &str, call: impl Fn(Entry) -> String) -> String {
    let mut source = format!(
        "#![allow(unused_imports)]
use std::{{future::Future, pin::Pin}};
use client::{{{client}, types}};
use futures_util::StreamExt as _;
type Done<'c> = Pin<Box<dyn Future<Output = bool> + Send + 'c>>;
"
    );
    for entry in api.entries() {
        let taken = match entry.verb() {
            Verb::Put | Verb::Remove => format!(", record: types::{}", entry.schema_name()),
            Verb::Get | Verb::List => String::new(),
        };
        source.push_str(&format!(
            "pub fn {}(client: &{client}{taken}) -> Done<'_> {{ Box::pin(async move {{ {} }}) }}\n",
            entry.method_name(),
            call(entry),
        ));
    }
    source
}
