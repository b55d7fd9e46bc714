//! Takes an argument of a function and gives the param of the method: its name, its type, and whether it may be absent.

use proc_macro2::Span;
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Attribute, Expr, Generics, LitStr, Pat, PatType, Type};

use super::attribute;
use super::docs;
use super::faults::Faults;
use super::spelling::{self, Owned};

pub(super) enum Argument {
    Param(Box<Param>),
    /// The connection, which may be wanted as a value.
    Context {
        by_value: bool,
    },
}

impl Argument {
    pub(super) fn param(&self) -> Option<&Param> {
        match self {
            Self::Param(param) => Some(param),
            Self::Context { .. } => None,
        }
    }
}

pub(super) struct Param {
    /// On the wire.
    pub(super) name: String,
    pub(super) span: Span,
    /// What is decoded, without the `Option`s that say that it may be absent.
    pub(super) owned: Owned,
    pub(super) presence: Presence,
    pub(super) doc: String,
}

pub(super) enum Presence {
    Required,
    /// `Option<T>`
    Optional,
    /// `Option<Option<T>>`
    Nullable,
    /// `#[param(default = …)]`; without a value the type's own.
    Default(Option<Box<Expr>>),
}

/// None of what cannot be a param. The argument loses our attributes, and its docs.
pub(super) fn read(argument: &mut PatType, faults: &mut Faults) -> Option<Argument> {
    let given = given(&mut argument.attrs, faults);
    let doc = docs::read(&argument.attrs).whole();
    argument
        .attrs
        .retain(|attribute| !attribute.path().is_ident("doc"));
    if let Some(by_value) = spelling::is_context(&argument.ty) {
        return Some(Argument::Context { by_value });
    }
    let name = match &*argument.pat {
        Pat::Ident(name) if name.subpat.is_none() && name.by_ref.is_none() => {
            name.ident.unraw().to_string()
        }
        other => {
            faults.at(
                other,
                "a param has a name, which clients see: take it apart inside of the method",
            );
            return None;
        }
    };
    let (wanted, presence) = match given.default {
        Some(default) => ((*argument.ty).clone(), Presence::Default(default)),
        None => presence(&argument.ty),
    };
    Some(Argument::Param(Box::new(Param {
        name: given.name.unwrap_or(name),
        span: argument.pat.span(),
        owned: faults.or_tell(spelling::owned(&wanted))?,
        presence,
        doc,
    })))
}

/// What `#[param(…)]` says.
#[derive(Default)]
struct Given {
    name: Option<String>,
    default: Option<Option<Box<Expr>>>,
}

fn given(attributes: &mut Vec<Attribute>, faults: &mut Faults) -> Given {
    let mut given = Given::default();
    attribute::take_list(attributes, "param", faults, |meta| {
        if meta.path.is_ident("name") {
            given.name = Some(meta.value()?.parse::<LitStr>()?.value());
        } else if meta.path.is_ident("default") {
            let has_value = meta.input.peek(syn::Token![=]);
            given.default = Some(match has_value {
                true => Some(meta.value()?.parse()?),
                false => None,
            });
        } else {
            return Err(meta.error("a param takes `name = \"…\"` and `default = …`"));
        }
        Ok(())
    });
    given
}

fn presence(ty: &Type) -> (Type, Presence) {
    match spelling::option(ty) {
        None => (ty.clone(), Presence::Required),
        Some(inner) => match spelling::option(inner) {
            None => (inner.clone(), Presence::Optional),
            Some(innermost) => (innermost.clone(), Presence::Nullable),
        },
    }
}

/// OpenRPC (1.4, Method Object) wants required params before the others, since an array has no holes.
pub(super) fn are_in_order(arguments: &[Argument], faults: &mut Faults) -> bool {
    let mut is_optional = false;
    let mut are = true;
    for param in arguments.iter().filter_map(Argument::param) {
        match param.presence {
            Presence::Required if is_optional => {
                let name = &param.name;
                let hint = format!(
                    "`{name}` has to be there and stands after a param that may be left out: put it before that one"
                );
                faults.add(syn::Error::new(param.span, hint));
                are = false;
            }
            Presence::Required => {}
            _ => is_optional = true,
        }
    }
    are
}

impl Param {
    /// The type as a document's reader sees it, or nothing where it is known only with the types of the service.
    pub(super) fn type_name(&self, generics: &Generics) -> String {
        let name = spelling::compact(self.owned.ty.to_token_stream());
        let mut words = name.split(|c: char| !c.is_alphanumeric() && c != '_');
        let is_open =
            |word| word == "Self" || generics.type_params().any(|param| param.ident == word);
        match words.any(is_open) {
            true => String::new(),
            false => name,
        }
    }
}
