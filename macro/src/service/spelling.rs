//! Takes types as they are written and gives what they mean here: optional, borrowed, the connection.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{GenericArgument, Lifetime, PathArguments, Type, TypeImplTrait, TypePath, TypeReference};

/// A type that is decoded, and how the method gets it.
pub(super) struct Owned {
    pub(super) ty: Type,
    pub(super) lent: Lent,
}

/// Whether the method takes a reference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lent {
    Not,
    /// To the value.
    Itself,
    /// To what the value leads to, as a `String` to a `str`.
    Inside,
}

/// What a param is decoded as. `&str` is lent of a `String`, `&[T]` of a `Vec<T>`, `&T` of a `T`.
pub(super) fn owned(ty: &Type) -> syn::Result<Owned> {
    let (ty, lent) = match ty {
        Type::Reference(TypeReference {
            mutability: Some(_),
            ..
        }) => {
            let hint = "a param cannot be changed where it came from: take it by value";
            return Err(syn::Error::new_spanned(ty, hint));
        }
        Type::Reference(to) if to.lifetime.as_ref().is_none_or(|it| it.ident == "_") => {
            lent(&to.elem)?
        }
        _ => (ty.clone(), Lent::Not),
    };
    let mut borrowed = Borrowed(None);
    borrowed.visit_type_mut(&mut ty.clone());
    match borrowed.0 {
        Some(fault) => Err(fault),
        None => Ok(Owned { ty, lent }),
    }
}

fn lent(ty: &Type) -> syn::Result<(Type, Lent)> {
    Ok(match ty {
        Type::Path(TypePath {
            qself: None, path, ..
        }) if path.is_ident("str") => (syn::parse2(quote!(::std::string::String))?, Lent::Inside),
        Type::Slice(slice) => {
            let element = &slice.elem;
            (
                syn::parse2(quote!(::std::vec::Vec<#element>))?,
                Lent::Inside,
            )
        }
        other => (other.clone(), Lent::Itself),
    })
}

/// Looks for what no value that is decoded can have.
struct Borrowed(Option<syn::Error>);

impl VisitMut for Borrowed {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident != "static" {
            self.refuse(
                lifetime,
                "a param owns what it holds: a lifetime has no place here",
            );
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        self.refuse(
            reference,
            "a param owns what it holds: take a `String` for a `&str`, a `Vec<T>` for a `&[T]`",
        );
    }

    fn visit_type_impl_trait_mut(&mut self, ty: &mut TypeImplTrait) {
        self.refuse(
            ty,
            "a param has one type, which the document describes: name it",
        );
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_mut::visit_type_mut(self, ty);
    }
}

impl Borrowed {
    fn refuse(&mut self, tokens: &dyn quote::ToTokens, hint: &str) {
        self.0
            .get_or_insert_with(|| syn::Error::new_spanned(tokens, hint));
    }
}

/// The `T` of an `Option<T>`.
pub(super) fn option(ty: &Type) -> Option<&Type> {
    let Type::Path(TypePath {
        qself: None, path, ..
    }) = ty
    else {
        return None;
    };
    let last = path.segments.last().filter(|last| last.ident == "Option")?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(GenericArgument::Type(ty)) if arguments.args.len() == 1 => Some(ty),
            _ => None,
        },
        _ => None,
    }
}

/// Whether it is the connection, and then whether it is taken by value.
pub(super) fn is_context(ty: &Type) -> Option<bool> {
    let (ty, by_value) = match ty {
        Type::Reference(to) if to.mutability.is_none() => (&*to.elem, false),
        ty => (ty, true),
    };
    let Type::Path(TypePath {
        qself: None, path, ..
    }) = ty
    else {
        return None;
    };
    let last = path.segments.last()?;
    (last.ident == "Context" && last.arguments.is_empty()).then_some(by_value)
}

/// Tokens as one writes them: `Vec<Option<u8>>`.
pub(super) fn compact(tokens: TokenStream) -> String {
    let mut text = String::new();
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => text.push_str(", "),
            TokenTree::Punct(punct) => text.push(punct.as_char()),
            TokenTree::Group(group) => text.push_str(&group.to_string()),
            word => {
                if text.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                    text.push(' ');
                }
                text.push_str(&word.to_string());
            }
        }
    }
    text
}
