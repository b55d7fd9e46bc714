//! What generated code says of a union: its variants, and the forms that their values have in JSON.

use crate::text::Rule;

/// A union of types.
#[derive(Debug)]
pub struct Union {
    /// The name of the enum.
    pub name: &'static str,
    /// The member that tells all objects of the union apart.
    pub tag: Option<&'static str>,
    /// The variants, in the order in which they are tried where nothing else decides.
    pub branches: &'static [Branch],
}

/// A variant.
#[derive(Debug)]
pub struct Branch {
    /// The name of the variant.
    pub name: &'static str,
    /// The forms of its values: several where it is a union itself.
    pub forms: &'static [Form],
}

/// Values of one kind.
#[derive(Debug)]
pub enum Form {
    /// Every value.
    Any,
    /// Whatever a type that was not generated takes.
    Own,
    /// Null.
    Null,
    /// True and false.
    Boolean,
    /// Numbers without a fraction.
    Integer,
    /// Numbers.
    Number,
    /// Strings of a type that says whether they fit it.
    Text(fn() -> &'static Rule),
    /// Strings: those that are known, or all where none is.
    String(&'static [&'static str]),
    /// Binary data: text in base64, where it is JSON.
    Bytes,
    /// Extensions of MessagePack with this type code.
    Ext(i8),
    /// Arrays, and the forms of their first items where these are told.
    List(&'static [Form]),
    /// Objects with members of any name.
    Map,
    /// Objects with these members.
    Object {
        /// What is known of its members.
        members: &'static [Member],
        /// Whether it has no others.
        closed: bool,
    },
}

/// A member of an object.
#[derive(Debug)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// Whether an object without it can't be read.
    pub required: bool,
    /// The values that are known: strings as they are, others as JSON. None where all are.
    pub values: &'static [&'static str],
    /// Whether an object with another value is surely none of these.
    pub only_these: bool,
}
