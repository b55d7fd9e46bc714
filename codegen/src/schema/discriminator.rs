//! Takes OpenAPI's `discriminator` and gives the values of the tag for each branch of the union.

use std::collections::BTreeMap;

use serde_json::Value;

use super::place::Place;
use super::shape::Tag;

/// The member that says which branch a value is of.
#[derive(Debug)]
pub(super) struct Discriminator<'f> {
    member: &'f str,
    /// Values by what they lead to: a reference, or the name of a component.
    mapping: BTreeMap<&'f str, Vec<&'f str>>,
}

impl<'f> Discriminator<'f> {
    pub(super) fn of(place: &Place<'f>) -> Option<Self> {
        let raw = place.get("discriminator")?;
        let member = raw.get("propertyName").and_then(Value::as_str)?;
        let mut mapping: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let pairs = raw.get("mapping").and_then(Value::as_object);
        for (value, target) in pairs.into_iter().flatten() {
            if let Some(target) = target.as_str() {
                mapping.entry(target).or_default().push(value.as_str());
            }
        }
        Some(Self { member, mapping })
    }

    /// The tag of a branch: as it is mapped, or else the name of its component. Inline schemas have none.
    pub(super) fn of_branch(&self, raw: &Value) -> Option<Tag> {
        let reference = raw.get("$ref").and_then(Value::as_str)?;
        let name = reference.rsplit('/').next().unwrap_or(reference);
        let mapped: Vec<_> = [reference, name]
            .iter()
            .filter_map(|target| self.mapping.get(target))
            .flatten()
            .map(|value| (*value).to_owned())
            .collect();
        let values = match mapped.is_empty() {
            true => vec![name.to_owned()],
            false => mapped,
        };
        let member = self.member.to_owned();
        Some(Tag { member, values })
    }
}
