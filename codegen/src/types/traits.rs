//! Takes a type and a trait that can be derived, and gives what stands in the way or which other types must have it too.

use syn::{Attribute, Fields, GenericArgument, Item, PathArguments, Type};

use super::aliases;

/// A trait of the standard library of which it is known what derives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trait {
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Copy,
    Default,
}

impl Trait {
    pub(super) const ALL: [Self; 7] = [
        Self::PartialEq,
        Self::Eq,
        Self::PartialOrd,
        Self::Ord,
        Self::Hash,
        Self::Copy,
        Self::Default,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::PartialEq => "PartialEq",
            Self::Eq => "Eq",
            Self::PartialOrd => "PartialOrd",
            Self::Ord => "Ord",
            Self::Hash => "Hash",
            Self::Copy => "Copy",
            Self::Default => "Default",
        }
    }

    pub(super) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// The traits without which it cannot be derived.
    pub(super) fn needs(self) -> &'static [Self] {
        match self {
            Self::Eq | Self::PartialOrd => &[Self::PartialEq],
            Self::Ord => &[Self::PartialEq, Self::Eq, Self::PartialOrd],
            Self::PartialEq | Self::Hash | Self::Copy | Self::Default => &[],
        }
    }

    /// Why a type of the standard library, of serde_json or of the runtime lacks it.
    fn obstacle(self, outer: &str) -> Option<&'static str> {
        let float = matches!(self, Self::Eq | Self::Ord | Self::Hash);
        let order = matches!(self, Self::PartialOrd | Self::Ord);
        match outer {
            "f32" | "f64" if float => Some("it holds a float"),
            "Value" | "Map" if order => Some("it holds JSON of any kind"),
            "String" | "Vec" | "BTreeMap" | "Box" | "Value" | "Map" | "Integer"
                if self == Self::Copy =>
            {
                Some("it holds memory of its own")
            }
            _ => None,
        }
    }
}

/// Whether the attributes derive a trait of this name.
pub(super) fn is_derived(attributes: &[Attribute], name: &str) -> bool {
    let mut derived = false;
    for attribute in attributes.iter().filter(|a| a.path().is_ident("derive")) {
        // What does not parse derives nothing.
        let _ = attribute.parse_nested_meta(|meta| {
            derived |= meta
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident == name);
            Ok(())
        });
    }
    derived
}

/// The names of the types that an item holds and that must have the trait; or else why it cannot have it.
pub(super) fn demands(item: &Item, known: Trait) -> Result<Vec<String>, &'static str> {
    let mut names = Vec::new();
    match item {
        Item::Struct(item) => of_fields(&item.fields, known, &mut names)?,
        Item::Enum(_) if known == Trait::Default => return Err("no variant is the default"),
        Item::Enum(item) => item
            .variants
            .iter()
            .try_for_each(|variant| of_fields(&variant.fields, known, &mut names))?,
        _ => {}
    }
    Ok(names)
}

fn of_fields(fields: &Fields, known: Trait, names: &mut Vec<String>) -> Result<(), &'static str> {
    let mut waiting: Vec<&Type> = fields.iter().map(|field| &field.ty).collect();
    while let Some(ty) = waiting.pop() {
        let outer = aliases::outer_name(ty).unwrap_or_default();
        if let Some(obstacle) = known.obstacle(&outer) {
            return Err(obstacle);
        }
        // An empty one has nothing in it.
        let empty = known == Trait::Default
            && matches!(outer.as_str(), "Option" | "Vec" | "BTreeMap" | "Map");
        if !empty {
            names.push(outer);
            waiting.extend(parts(ty));
        }
    }
    Ok(())
}

/// The types inside a type.
fn parts(ty: &Type) -> Vec<&Type> {
    match ty {
        Type::Tuple(tuple) => tuple.elems.iter().collect(),
        Type::Array(array) => vec![&array.elem],
        Type::Path(path) => match path.path.segments.last().map(|last| &last.arguments) {
            Some(PathArguments::AngleBracketed(list)) => {
                let types = list.args.iter().filter_map(|argument| match argument {
                    GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                });
                types.collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
