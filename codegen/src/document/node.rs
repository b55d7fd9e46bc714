//! A value in a document with its place: reads members of the types that the specification states, and says where one is not.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::{At, Files};
use crate::resolve::{self, Broken};

/// What becomes of most members of a wrong type.
pub(super) const IGNORED: &str = "it is ignored";

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node<'f> {
    pub(super) files: &'f Files,
    pub(super) at: At,
    pub(super) value: &'f Value,
}

impl<'f> Node<'f> {
    pub(super) fn new(files: &'f Files, at: At, value: &'f Value) -> Self {
        Self { files, at, value }
    }

    /// The member of this name as it stands; `null` counts as absent.
    pub(super) fn member(&self, key: &str) -> Option<Self> {
        match self.value.get(key)? {
            Value::Null => None,
            value => Some(Self::new(self.files, self.at.join(key), value)),
        }
    }

    /// A string member. A number is taken as its text; anything else is a warning.
    pub(super) fn text(&self, key: &str, notes: &mut Diagnostics) -> Option<String> {
        let node = self.member(key)?;
        match node.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => {
                notes.push(node.wrong("a string").hint("it is read as its digits"));
                Some(number.to_string())
            }
            _ => {
                notes.push(node.wrong("a string").hint(IGNORED));
                None
            }
        }
    }

    /// A boolean member, false when absent. Words for true and false, as YAML had some, are taken with a warning.
    pub(super) fn flag(&self, key: &str, notes: &mut Diagnostics) -> bool {
        let Some(node) = self.member(key) else {
            return false;
        };
        match node.value {
            Value::Bool(flag) => *flag,
            other => {
                let words = ["true", "yes", "on"];
                let flag = other.as_str().is_some_and(|word| words.contains(&word));
                let hint = format!("it is read as {flag}");
                notes.push(node.wrong("a boolean").hint(hint));
                flag
            }
        }
    }

    /// The elements of an array member, their references followed; those that lead nowhere are left out with a warning.
    pub(super) fn list(&self, key: &str, notes: &mut Diagnostics) -> Vec<Self> {
        let Some(node) = self.member(key) else {
            return Vec::new();
        };
        let Value::Array(elements) = node.value else {
            notes.push(node.wrong("an array").hint(IGNORED));
            return Vec::new();
        };
        elements
            .iter()
            .enumerate()
            .filter_map(|(i, value)| Self::new(self.files, node.at.join(i), value).followed(notes))
            .collect()
    }

    /// As `list`; an object in its place is met as its elements by name.
    pub(super) fn named(&self, key: &str, notes: &mut Diagnostics) -> Vec<(Option<String>, Self)> {
        match self.member(key) {
            Some(node) if node.object().is_some() => {
                let hint = "it is read as the elements by their names";
                notes.push(node.wrong("an array").hint(hint));
                let members = node.members(notes).into_iter();
                members.map(|(key, node)| (Some(key), node)).collect()
            }
            _ => {
                let nodes = self.list(key, notes).into_iter();
                nodes.map(|node| (None, node)).collect()
            }
        }
    }

    /// The members of this object, their references followed; a warning where this is none.
    pub(super) fn members(&self, notes: &mut Diagnostics) -> Vec<(String, Self)> {
        let Some(members) = self.object() else {
            notes.push(self.wrong("an object").hint(IGNORED));
            return Vec::new();
        };
        members
            .iter()
            .filter_map(|(key, value)| {
                let node = Self::new(self.files, self.at.join(key), value).followed(notes)?;
                Some((key.clone(), node))
            })
            .collect()
    }

    /// What the reference here leads to, or this node itself where there is none.
    pub(super) fn followed(self, notes: &mut Diagnostics) -> Option<Self> {
        match resolve::follow(self.files, &self.at) {
            Ok((at, value)) => Some(Self::new(self.files, at, value)),
            Err(broken) => {
                notes.extend(dangling(&self.at, &broken));
                None
            }
        }
    }

    pub(super) fn object(&self) -> Option<&'f Map<String, Value>> {
        self.value.as_object()
    }

    /// A warning that this should be something else.
    pub(super) fn wrong(&self, expected: &str) -> Diagnostic {
        Diagnostic::wrong_type(
            &self.at,
            self.value,
            &format!("the specification wants {expected}"),
        )
    }
}

/// The warning for a reference that leads nowhere, unless there is one.
fn dangling(at: &At, broken: &Broken) -> Option<Diagnostic> {
    let (code, message, hint) = match broken {
        Broken::Unread => return None,
        Broken::Dangling(text) => (
            Code::DanglingReference,
            format!("`{text}` leads nowhere"),
            "define it, or correct the reference; what it stood for is left out",
        ),
        Broken::Cycle(text) => (
            Code::ReferenceCycle,
            format!("`{text}` leads back to where it came from"),
            "what it stood for is left out",
        ),
        Broken::Endless(text) => (
            Code::DanglingReference,
            format!("`{text}` stands at the end of too many references to follow"),
            "what it stood for is left out",
        ),
    };
    Some(Diagnostic::at(code, at, message).hint(hint))
}
