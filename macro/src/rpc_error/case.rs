//! One variant of an enum of errors: takes its attributes and fields, gives what it is on the wire.
use std::collections::HashMap;

use syn::{Attribute, Expr, ExprLit, ExprUnary, Field, Fields, Ident, Lit, LitStr, UnOp, Variant};

use super::message;

/// A variant.
pub(super) struct Case {
    pub(super) name: Ident,
    pub(super) about: Vec<Attribute>,
    pub(super) fields: Fields,
    pub(super) kind: Kind,
    /// Whether the enum is made of its field by `?`.
    pub(super) is_from: bool,
}

/// What its error object is.
pub(super) enum Kind {
    /// One of its own, which is declared.
    Own { code: Expr, message: String },
    /// That of its field.
    Transparent,
}

const OF_ITS_FIELD: &str = "a transparent error has the code and message of its field";

impl Case {
    pub(super) fn read(variant: &Variant) -> syn::Result<Self> {
        let said = Said::read(&variant.attrs)?;
        let name = variant.ident.clone();
        let fields = variant.fields.clone();
        let is_one = matches!(&fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1);
        let words = [said.transparent.as_ref(), said.from.as_ref()];
        if let Some(word) = words.into_iter().flatten().next().filter(|_| !is_one) {
            let message = "this is for a variant of one field, without a name";
            return Err(syn::Error::new_spanned(word, message));
        }
        let kind = match (said.transparent, said.code) {
            (Some(_), Some(code)) => return Err(syn::Error::new_spanned(code, OF_ITS_FIELD)),
            (Some(_), None) => Kind::Transparent,
            (None, Some(code)) => Kind::Own {
                code,
                message: match said.message {
                    Some(message) => message.value(),
                    None => message::of(&name),
                },
            },
            (None, None) => {
                let message = "say what it is: `#[rpc(code = …, message = \"…\")]`, or \
                               `#[rpc(transparent)]` for the error of its field";
                return Err(syn::Error::new_spanned(&name, message));
            }
        };
        for field in &fields {
            if is_skipped(field)? && matches!(kind, Kind::Transparent) {
                let message = "the field of a transparent error is the error that is sent";
                return Err(syn::Error::new_spanned(field, message));
            }
        }
        Ok(Self {
            name,
            about: variant.attrs.clone(),
            fields,
            kind,
            is_from: said.from.is_some(),
        })
    }
}

/// What the attributes of a variant say.
#[derive(Default)]
struct Said {
    code: Option<Expr>,
    message: Option<LitStr>,
    transparent: Option<syn::Path>,
    from: Option<syn::Path>,
}

impl Said {
    fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut said = Self::default();
        for attribute in attributes.iter().filter(|a| a.path().is_ident("rpc")) {
            attribute.parse_nested_meta(|meta| {
                let twice = if meta.path.is_ident("code") {
                    said.code.replace(code(meta.value()?.parse()?)?).is_some()
                } else if meta.path.is_ident("message") {
                    said.message.replace(meta.value()?.parse()?).is_some()
                } else if meta.path.is_ident("transparent") {
                    said.transparent.replace(meta.path.clone()).is_some()
                } else if meta.path.is_ident("from") {
                    said.from.replace(meta.path.clone()).is_some()
                } else {
                    let message = "there are `code`, `message`, `transparent` and `from`";
                    return Err(meta.error(message));
                };
                match twice {
                    true => Err(meta.error("this is here twice")),
                    false => Ok(()),
                }
            })?;
        }
        if let (Some(message), Some(_)) = (&said.message, &said.transparent) {
            return Err(syn::Error::new_spanned(message, OF_ITS_FIELD));
        }
        Ok(said)
    }
}

/// A code: a number, or what the compiler will see to be one.
fn code(code: Expr) -> syn::Result<Expr> {
    let is_number = match &code {
        Expr::Lit(ExprLit { lit, .. }) => matches!(lit, Lit::Int(_)),
        _ => true,
    };
    if !is_number || (number(&code).is_none() && literal(&code).is_some()) {
        let message = "a code is an integer of 64 bits, such as 42 or -32001";
        return Err(syn::Error::new_spanned(code, message));
    }
    Ok(code)
}

/// The digits of a code that is a literal.
fn literal(code: &Expr) -> Option<String> {
    match code {
        Expr::Lit(ExprLit {
            lit: Lit::Int(digits),
            ..
        }) => Some(digits.base10_digits().to_owned()),
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => Some(format!("-{}", literal(expr)?)),
        _ => None,
    }
}

fn number(code: &Expr) -> Option<i64> {
    literal(code)?.parse().ok()
}

/// Whether a field stays with the server.
pub(super) fn is_skipped(field: &Field) -> syn::Result<bool> {
    let mut is_skipped = false;
    for attribute in field.attrs.iter().filter(|a| a.path().is_ident("rpc")) {
        attribute.parse_nested_meta(|meta| match meta.path.is_ident("skip") {
            true => {
                is_skipped = true;
                Ok(())
            }
            false => Err(meta.error("a field can be `skip`: it is not sent")),
        })?;
    }
    Ok(is_skipped)
}

/// Faults of codes that two variants have, by which nobody could tell them apart.
pub(super) fn doubles(cases: &[Case]) -> Vec<syn::Error> {
    let mut known: HashMap<i64, &Ident> = HashMap::new();
    let mut faults = Vec::new();
    for case in cases {
        let Kind::Own { code, .. } = &case.kind else {
            continue;
        };
        let Some(number) = number(code) else { continue };
        match known.get(&number) {
            Some(other) => faults.push(syn::Error::new_spanned(
                code,
                format!("`{other}` has the code {number}, too: codes tell errors apart"),
            )),
            None => _ = known.insert(number, &case.name),
        }
    }
    faults
}
