//! What a schema means, once its keywords are read: the normaliser's own form between two dialects.

use std::hash::{Hash, Hasher};

use super::foreign::Foreign;
use super::patterns::{Class, Pattern};

/// A shape and what the document says about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Schema {
    pub(super) shape: Shape,
    pub(super) doc: Doc,
}

/// The kinds of values. Objects, choices and unions stand in definitions only: elsewhere they are referred to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    Any,
    Null,
    Boolean,
    Integer(Width),
    /// An integer that is checked: only where decoding is exact.
    Bounded(Bounds),
    Number,
    Text(Limits),
    /// One of these strings.
    Choice(Vec<String>),
    List(Box<Schema>),
    Tuple(Vec<Schema>),
    /// An object whose members have no names that are known: all have this schema.
    Map(Box<Schema>),
    Object(Object),
    Union(Vec<Branch>),
    Nullable(Box<Schema>),
    Ref(DefinitionId),
    /// A type that is not made here.
    Foreign(Foreign),
    /// An extension type of MessagePack; other wires have what it holds.
    Ext(Ext),
}

/// An extension type of MessagePack.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Ext {
    pub(super) code: i8,
    pub(super) payload: Payload,
    pub(super) takes_plain: bool,
}

impl Ext {
    pub(super) fn written(&self) -> Extension {
        Extension {
            code: self.code,
            payload: match self.payload {
                Payload::Integer => "integer",
                Payload::Bytes => "bytes",
                Payload::Timestamp => "timestamp",
                Payload::Value(_) => "value",
            },
            takes_plain: self.takes_plain,
        }
    }
}

/// What an extension type holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Payload {
    Integer,
    Bytes,
    Timestamp,
    Value(Box<Schema>),
}

/// An extension type as the runtime's macro takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extension {
    /// Its code.
    pub(crate) code: i8,
    /// The word for what it holds.
    pub(crate) payload: &'static str,
    /// Whether what it holds is taken without the extension around it.
    pub(crate) takes_plain: bool,
}

/// A definition in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct DefinitionId(pub(super) usize);

/// How wide an integer is: typify's name for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Width(pub(super) &'static str);

impl Width {
    /// Wider than 64 bits: the runtime's type for integers of any size.
    pub(super) const ANY: Self = Self("integer");
}

/// The least and the greatest value of an integer, narrower than its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Bounds {
    pub(super) width: Width,
    pub(crate) min: i128,
    pub(crate) max: i128,
}

/// What a string is like; its length says nothing unless decoding is exact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Limits {
    pub(crate) pattern: Option<Pattern>,
    pub(crate) min: Option<u32>,
    pub(crate) max: Option<u32>,
}

impl Limits {
    /// How few strings fit: a digest of 64 digits is a number of any length too.
    pub(super) fn specificity(&self) -> usize {
        match self.pattern.as_ref().map(|pattern| &pattern.class) {
            Some(Class::Hex(digits) | Class::Decimal(digits)) => match digits.max {
                Some(max) if max == digits.min => 4,
                Some(_) => 3,
                None => 2,
            },
            Some(Class::Fraction | Class::Other) => 1,
            None => 0,
        }
    }

    /// Whether it is known of every string if it fits.
    pub(crate) fn are_recognised(&self) -> bool {
        self.pattern
            .as_ref()
            .is_some_and(|pattern| pattern.is_exact)
    }

    /// Whether every string will do.
    pub(super) fn are_none(&self) -> bool {
        *self == Self::default()
    }
}

/// An object with members.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Object {
    pub(super) members: Vec<Member>,
    pub(super) extra: Extra,
    /// Members that are required but declared elsewhere, if at all.
    pub(super) demanded: Vec<String>,
}

/// A member of an object, by its name on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) schema: Schema,
    pub(super) required: bool,
    /// Its only value where that is no string, as JSON; the type says nothing of it.
    pub(super) constant: Option<String>,
    /// Whether null says no more than that the member is not there.
    pub(super) null_is_absent: bool,
}

/// What becomes of members that an object does not declare.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Extra {
    /// Nothing is said of them: they are let go, unless something is lost by that.
    Open,
    /// They are read and let go.
    Dropped,
    /// They are kept beside the declared ones.
    Kept(Box<Schema>),
    /// They are refused.
    Refused,
}

/// One way to be a union.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Branch {
    /// What the document calls it; none where its type says enough.
    pub(super) label: Option<String>,
    pub(super) schema: Schema,
    /// What the document says tells it from the other branches.
    pub(super) tag: Option<Tag>,
}

/// The values of a member that only one branch of a union has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Tag {
    pub(super) member: String,
    pub(super) values: Vec<String>,
}

/// A description. All are equal: two schemas that differ in words only are one type.
#[derive(Clone, Debug, Default)]
pub(super) struct Doc(pub(super) Option<String>);

impl PartialEq for Doc {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Doc {}

impl Hash for Doc {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Shape {
    /// The schema of this shape that nothing is said about.
    pub(super) fn bare(self) -> Schema {
        Schema {
            shape: self,
            doc: Doc::default(),
        }
    }

    /// A string that every text is.
    pub(super) fn is_plain_text(&self) -> bool {
        matches!(self, Self::Text(limits) if limits.are_none())
    }

    /// What an extension type holds that has a schema.
    pub(super) fn payload(&self) -> Option<&Schema> {
        match self {
            Self::Ext(Ext {
                payload: Payload::Value(inner),
                ..
            }) => Some(inner),
            _ => None,
        }
    }

    /// As `payload`, to change it.
    pub(super) fn payload_mut(&mut self) -> Option<&mut Schema> {
        match self {
            Self::Ext(Ext {
                payload: Payload::Value(inner),
                ..
            }) => Some(inner),
            _ => None,
        }
    }

    pub(super) fn list(item: Schema) -> Self {
        Self::List(Box::new(item))
    }

    pub(super) fn map(value: Schema) -> Self {
        Self::Map(Box::new(value))
    }
}

impl Schema {
    pub(super) fn any() -> Self {
        Shape::Any.bare()
    }

    /// How many lists, maps and options are around the innermost thing that is none.
    pub(super) fn nesting(&self) -> usize {
        match &self.shape {
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => 1 + inner.nesting(),
            Shape::Tuple(items) => 1 + items.iter().map(Self::nesting).max().unwrap_or(0),
            _ => 0,
        }
    }

    pub(super) fn is_any(&self) -> bool {
        matches!(self.shape, Shape::Any)
    }
}
