//! The names that the items of one client share, and the clients that its methods are put into.

use std::collections::HashSet;

use super::names::{Names, renamed, type_name, value_name};
use super::{Context, docs};
use crate::document;
use crate::files::At;
use crate::options::Split;

/// Functions that every client has; a method of the same name gets a number.
const RESERVED: &[&str] = &[
    "connect",
    "with_connection",
    "connection",
    "notifications",
    "clone",
    "fmt",
    "to_string",
    "into",
    "from",
];

/// A client of the methods with one tag.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    /// The function that gives it.
    pub(crate) function: String,
    /// Its type in `tags`.
    pub(crate) type_name: String,
    pub(crate) docs: String,
    /// The tag as the document has it.
    name: String,
}

/// The names given so far. Whoever comes first in the document keeps the plain name.
pub(super) struct Scope {
    /// Of all methods, whichever client they are put into, and of servers.
    functions: Names,
    /// In `calls` and `errors`.
    types: Names,
    accessors: Names,
    tag_types: Names,
    /// What the client itself has: its functions, and the functions that give clients of tags.
    own: HashSet<String>,
    given: HashSet<String>,
    pub(super) tags: Vec<Tag>,
}

impl Scope {
    /// No names yet; `has_requests` where the client has a function for what the server asks.
    pub(super) fn new(has_requests: bool, cx: &Context<'_, '_>) -> Self {
        let reserved = match has_requests {
            true => &[RESERVED, &["requests"]].concat(),
            false => RESERVED,
        };
        let mut functions = Names::reserving(reserved);
        functions.promise(cx.options.rename.methods.values());
        Self {
            functions,
            types: Names::default(),
            accessors: Names::reserving(reserved),
            tag_types: Names::default(),
            own: HashSet::new(),
            given: HashSet::new(),
            tags: Vec::new(),
        }
    }

    /// Which client a method is put into: that of its first tag, where the options split the client.
    pub(super) fn tag(
        &mut self,
        method: &document::Method,
        cx: &mut Context<'_, '_>,
    ) -> Option<usize> {
        if cx.options.split == Split::Off {
            return None;
        }
        let tag = method.tags.first()?;
        let known = self.tags.iter().position(|known| known.name == tag.name);
        Some(known.unwrap_or_else(|| {
            let plain = value_name(&tag.name, "tag");
            let function = free(&mut self.accessors, &plain, &self.own);
            if function != plain {
                let called = (tag.name.as_str(), &tag.at);
                cx.notes.push(renamed(called, &plain, &function));
            }
            self.given.insert(function.clone());
            let ty = match type_name(&plain) {
                name if name.is_empty() => "Tag".to_owned(),
                name => name,
            };
            self.tags.push(Tag {
                function,
                type_name: self
                    .tag_types
                    .name((&tag.name, &tag.at), None, &ty, cx.notes),
                docs: docs::tag(tag),
                name: tag.name.clone(),
            });
            self.tags.len() - 1
        }))
    }

    /// The name of a method's function.
    pub(super) fn function(
        &mut self,
        method: &document::Method,
        tag: Option<usize>,
        cx: &mut Context<'_, '_>,
    ) -> String {
        let plain = value_name(&method.name, "method");
        let chosen = cx.options.rename.methods.get(&method.name);
        let at = method.at.join("name");
        let called = (method.name.as_str(), &at);
        let function = self.functions.name(called, chosen, &plain, cx.notes);
        match tag {
            Some(_) => function,
            None => self.beside_tags(called, function, cx),
        }
    }

    /// The name of the function that connects to a server.
    pub(super) fn server(
        &mut self,
        called: (&str, &At),
        plain: &str,
        cx: &mut Context<'_, '_>,
    ) -> String {
        let function = self.functions.name(called, None, plain, cx.notes);
        self.beside_tags(called, function, cx)
    }

    /// The name of a method's types.
    pub(super) fn type_name(
        &mut self,
        method: &document::Method,
        function: &str,
        cx: &mut Context<'_, '_>,
    ) -> String {
        let plain = match type_name(function) {
            name if name.is_empty() => "Method".to_owned(),
            name => name,
        };
        let at = method.at.join("name");
        self.types.name((&method.name, &at), None, &plain, cx.notes)
    }

    /// The name itself, or another one where a tag's client is called so.
    fn beside_tags(
        &mut self,
        called: (&str, &At),
        name: String,
        cx: &mut Context<'_, '_>,
    ) -> String {
        let function = match self.given.contains(&name) {
            true => free(&mut self.functions, &name, &self.given),
            false => name.clone(),
        };
        if function != name {
            cx.notes.push(renamed(called, &name, &function));
        }
        self.own.insert(function.clone());
        function
    }
}

/// A name that is free in both.
fn free(names: &mut Names, plain: &str, taken: &HashSet<String>) -> String {
    loop {
        let name = names.claim(plain);
        if !taken.contains(&name) {
            return name;
        }
    }
}
