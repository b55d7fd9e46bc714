//! Why no variant took a value: takes what was found, gives a sentence of bounded length and the place it is about.
use crate::source::Source;

use super::fit::Misfit;
use super::form::{Form, Member, Union};
use super::look::Look;

/// Variants and values that are named in a sentence.
const NAMED: usize = 8;

/// Bytes of one part of a sentence: of an excerpt, and of what a variant says.
const EXCERPT: usize = 40;
const PART: usize = 160;

/// A sentence, and the place in the union's value that it is about.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub(super) message: String,
    pub(super) offset: usize,
}

impl Failure {
    fn of_whole(message: String) -> Self {
        Self { message, offset: 0 }
    }

    pub(super) fn of_kind(union: &Union, look: &Look<'_>) -> Self {
        let mut expected: Vec<&str> = union.forms().map(Form::kind).collect();
        expected.sort_unstable();
        expected.dedup();
        let expected = expected.join(", ");
        let name = union.name;
        Self::of_whole(format!(
            "invalid type: {}, expected `{name}`: {expected}",
            look.kind()
        ))
    }

    pub(super) fn of_missing_tag(tag: &str, known: &[&str]) -> Self {
        Self::of_whole(format!("missing tag `{tag}`; expected {}", listed(known)))
    }

    /// `value` is a part of `whole`.
    pub(super) fn of_tag(tag: &str, value: Source<'_>, known: &[&str], whole: Source<'_>) -> Self {
        let (found, expected) = (cut(&value.json(), EXCERPT), listed(known));
        Self {
            message: format!("unknown variant: `{tag}` is {found}; expected {expected}"),
            offset: value.bytes().as_ptr() as usize - whole.bytes().as_ptr() as usize,
        }
    }

    pub(super) fn of_misfits(union: &Union, misfits: &[(usize, Misfit)]) -> Self {
        let parts = misfits.iter().map(|(index, misfit)| {
            let why = match misfit {
                Misfit::Kind => "another kind".to_owned(),
                Misfit::Missing(member) => format!("`{member}` is missing"),
                Misfit::Value(member, known) => format!("`{member}` is not {}", listed(known)),
            };
            (*index, why)
        });
        Self::of_whole(of_parts(union, parts.collect()))
    }

    /// Of variants that were tried; the error of the only one is the error.
    pub(super) fn of_tries(
        union: &Union,
        mut failures: Vec<(usize, Self)>,
        value: Source<'_>,
    ) -> Self {
        if failures.len() == 1
            && let Some((_, only)) = failures.pop()
        {
            return only;
        }
        let offset = failures.first().map_or(0, |(_, first)| first.offset);
        let agree = failures.iter().all(|(_, failure)| failure.offset == offset);
        let parts = failures.into_iter().take(NAMED).map(|(index, failure)| {
            let path = value.path(failure.offset);
            let place = if path.is_empty() { "" } else { " at " };
            (index, format!("{}{place}{path}", failure.message))
        });
        Self {
            message: of_parts(union, parts.collect()),
            offset: if agree { offset } else { 0 },
        }
    }
}

fn of_parts(union: &Union, parts: Vec<(usize, String)>) -> String {
    let more = if parts.len() > NAMED { "; …" } else { "" };
    let parts = parts.into_iter().take(NAMED).map(|(index, why)| {
        let variant = union.branches.get(index).map_or("", |branch| branch.name);
        format!("`{variant}`: {}", cut(&why, PART))
    });
    let parts: Vec<String> = parts.collect();
    format!(
        "no variant of `{}` fits: {}{more}",
        union.name,
        parts.join("; ")
    )
}

/// `"cat", "dog" or "fish"`.
fn listed(known: &[&str]) -> String {
    let quoted: Vec<String> = known
        .iter()
        .take(NAMED)
        .map(|value| format!("{:?}", cut(value, EXCERPT)))
        .collect();
    match quoted.as_slice() {
        some if known.len() > NAMED => format!("{}, …", some.join(", ")),
        [some @ .., last] if !some.is_empty() => format!("{} or {last}", some.join(", ")),
        some => some.concat(),
    }
}

/// At most this many bytes.
fn cut(text: &str, longest: usize) -> String {
    let end = (0..=longest).rev().find(|end| text.is_char_boundary(*end));
    match end.filter(|_| text.len() > longest) {
        Some(end) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl Union {
    fn forms(&self) -> impl Iterator<Item = &'static Form> {
        self.branches.iter().flat_map(|branch| branch.forms)
    }

    /// The values that a member has in the union's objects.
    pub(super) fn values_of(&self, tag: &str) -> Vec<&'static str> {
        let members = self.forms().flat_map(Form::members);
        let tags = members.filter(|member| member.name == tag);
        tags.flat_map(|member| member.values).copied().collect()
    }
}

impl Form {
    fn members(&self) -> &'static [Member] {
        match self {
            Self::Object { members, .. } => members,
            _ => &[],
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Any | Self::Own => "any value",
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::Text(_) | Self::String(_) => "a string",
            Self::Bytes => "binary data",
            Self::Ext(_) => "an extension",
            Self::List(_) => "an array",
            Self::Map | Self::Object { .. } => "an object",
        }
    }
}

impl Look<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number { whole: true } => "integer",
            Self::Number { whole: false } => "floating point",
            Self::String(_) => "string",
            #[cfg(feature = "msgpack")]
            Self::Bytes => "byte array",
            #[cfg(feature = "msgpack")]
            Self::Ext(_) => "extension",
            Self::List(_) => "sequence",
            Self::Object(_) => "map",
        }
    }
}
