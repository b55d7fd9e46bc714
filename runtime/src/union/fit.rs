//! Takes a value and a form, says how well they fit or why they do not.
use std::cmp::Reverse;

use super::form::{Form, Member};
use super::look::{Look, Members, plain};
use crate::source::Source;

/// How well a value fits; the least comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    /// Of scalars: known or exact, then plain, then only just; of lists, that of the first item.
    loose: u8,
    /// Members with values that are not known, and members of a closed object that it does not declare.
    odd: usize,
    /// Members with values that tell the form from others.
    told: Reverse<usize>,
    /// Members that the form declares.
    declared: Reverse<usize>,
    /// Members that it does not declare.
    undeclared: usize,
}

/// Why a value does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Misfit {
    /// A member has a value that it can't have.
    Value(&'static str, &'static [&'static str]),
    /// A required member is missing.
    Missing(&'static str),
    /// It is of another kind.
    Kind,
}

impl Form {
    pub(super) fn fit(&self, look: &Look<'_>) -> Result<Rank, Misfit> {
        let loose = match (self, look) {
            (Self::Any, _) => 3,
            (Self::Own, _) => 0,
            (Self::Object { members, closed }, Look::Object(found)) => {
                return fit_object(members, *closed, found);
            }
            (Self::List(items), Look::List(first)) => return Ok(fit_list(items, *first)),
            (Self::Null, Look::Null)
            | (Self::Boolean, Look::Boolean)
            | (Self::Map, Look::Object(_)) => 0,
            (Self::Text(rule), Look::String(text)) => u8::from(!rule().accepts(text)) * 2,
            (Self::String(known), Look::String(text)) => match known {
                [] => 1,
                known if known.contains(&text.as_ref()) => 0,
                _ => 2,
            },
            #[cfg(feature = "msgpack")]
            (Self::Ext(known), Look::Ext(code)) if known == code => 0,
            #[cfg(feature = "msgpack")]
            (Self::Bytes, Look::Bytes) => 0,
            #[cfg(feature = "msgpack")]
            (Self::String([]), Look::Bytes) => 2,
            (Self::Bytes, Look::String(_)) => 1,
            // As JSON has it, written out.
            (Self::Ext(_), Look::Object(members)) if members.get("$ext").is_some() => 0,
            (Self::Integer, Look::Number { whole }) => u8::from(!whole) * 2,
            (Self::Number, Look::Number { .. }) => 1,
            _ => return Err(Misfit::Kind),
        };
        Ok(Rank {
            loose,
            ..Rank::default()
        })
    }
}

/// The first item speaks for all. It never rules a list out: what is wrong is told best by reading it.
fn fit_list(items: &'static [Form], first: Option<Source<'_>>) -> Rank {
    const HARDLY: u8 = 4;
    let Some(look) = first.filter(|_| !items.is_empty()).map(Look::at) else {
        return Rank::default();
    };
    let ranks = items.iter().filter_map(|form| form.fit(&look).ok());
    ranks.min().unwrap_or(Rank {
        loose: HARDLY,
        ..Rank::default()
    })
}

fn fit_object(
    members: &'static [Member],
    closed: bool,
    found: &Members<'_>,
) -> Result<Rank, Misfit> {
    // First of all what rules it out: it also tells more than a missing member.
    for member in members.iter().filter(|member| member.only_these) {
        if found
            .get(member.name)
            .is_some_and(|value| !member.has(value))
        {
            return Err(Misfit::Value(member.name, member.values));
        }
    }
    let mut rank = Rank::default();
    for member in members {
        match found.get(member.name) {
            None if member.required => return Err(Misfit::Missing(member.name)),
            None => continue,
            Some(_) if member.values.is_empty() => {}
            Some(value) if member.has(value) => rank.told.0 += 1,
            Some(_) => rank.odd += 1,
        }
        rank.declared.0 += 1;
    }
    rank.undeclared = found.count() - rank.declared.0;
    if closed {
        rank.odd += rank.undeclared;
    }
    Ok(rank)
}

impl Member {
    /// Whether this is one of the values that are known.
    fn has(&self, value: Source<'_>) -> bool {
        self.values.contains(&plain(value).as_ref())
    }
}
