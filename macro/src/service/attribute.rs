//! Takes our attributes out of those of a function or a param, so that the compiler does not meet them.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, Meta};

use super::faults::Faults;

/// Takes the attribute of this name away; whether it was there.
pub(super) fn take(attributes: &mut Vec<Attribute>, name: &str) -> Option<Attribute> {
    let place = attributes
        .iter()
        .position(|attribute| attribute.path().is_ident(name))?;
    Some(attributes.remove(place))
}

/// Takes one away that has nothing in it.
pub(super) fn take_word(attributes: &mut Vec<Attribute>, name: &str, faults: &mut Faults) -> bool {
    let Some(attribute) = take(attributes, name) else {
        return false;
    };
    if !matches!(attribute.meta, Meta::Path(_)) {
        faults.at(&attribute, format!("`#[{name}]` stands by itself"));
    }
    true
}

/// Takes away one that has a list in it, and hands on each of its parts.
pub(super) fn take_list(
    attributes: &mut Vec<Attribute>,
    name: &str,
    faults: &mut Faults,
    part: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>,
) {
    if let Some(attribute) = take(attributes, name) {
        faults.or_tell(attribute.parse_nested_meta(part));
        if let Some(second) = take(attributes, name) {
            faults.at(second, format!("`#[{name}]` is here twice"));
        }
    }
}
