//! Takes a union and a value, gives the variants to try, the most specific first, or why there is none.
use super::failure::Failure;
use super::fit::Misfit;
use super::form::Union;
use super::look::{Look, plain};
use crate::source::Source;

pub(super) fn candidates(union: &'static Union, value: Source<'_>) -> Result<Vec<usize>, Failure> {
    let look = Look::at(value);
    let mut fits = Vec::new();
    let mut misfits = Vec::new();
    for (index, branch) in union.branches.iter().enumerate() {
        match branch.forms.iter().map(|form| form.fit(&look)).min() {
            Some(Ok(rank)) => fits.push((rank, index)),
            None | Some(Err(Misfit::Kind)) => {}
            Some(Err(misfit)) => misfits.push((index, misfit)),
        }
    }
    if !fits.is_empty() {
        fits.sort_unstable();
        return Ok(fits.into_iter().map(|(_, index)| index).collect());
    }
    if let (Some(tag), Look::Object(members)) = (union.tag, &look) {
        check_tag(union, tag, members.get(tag), value)?;
    }
    match without_wrong_values(&misfits).as_slice() {
        // Its own error says best what is wrong with a value that can be nothing else.
        [index] => Ok(vec![*index]),
        _ if misfits.is_empty() => Err(Failure::of_kind(union, &look)),
        _ => Err(Failure::of_misfits(union, &misfits)),
    }
}

/// The variants that only miss members, or the only one.
fn without_wrong_values(misfits: &[(usize, Misfit)]) -> Vec<usize> {
    let missing = |(_, misfit): &&(usize, Misfit)| matches!(misfit, Misfit::Missing(_));
    match misfits {
        [(only, _)] => vec![*only],
        several => several.iter().filter(missing).map(|(i, _)| *i).collect(),
    }
}

/// Whether any variant has this tag.
fn check_tag(
    union: &'static Union,
    tag: &'static str,
    found: Option<Source<'_>>,
    whole: Source<'_>,
) -> Result<(), Failure> {
    let known = union.values_of(tag);
    match found {
        None => Err(Failure::of_missing_tag(tag, &known)),
        Some(value) if known.contains(&plain(value).as_ref()) => Ok(()),
        Some(value) => Err(Failure::of_tag(tag, value, &known, whole)),
    }
}
