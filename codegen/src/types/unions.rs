//! Takes an enum of types and has the runtime read it: by the kind, the tag and the members of a value.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use syn::ItemEnum;

use crate::schema::{Form, Known, Union};

use super::runtime::Runtime;
use super::serde_options::SerdeOptions;
use super::{derived, variants};

/// `rt::union!(Pet by "kind" { 0 Cat [object(required "kind" is ["cat"])], 1 Name [string()] });`, with serde's derives
/// taken off.
///
/// None, and nothing changed, where the enum is not what the schema says.
pub(super) fn take(
    item: &mut ItemEnum,
    union: Option<&Union>,
    runtime: &Runtime,
) -> Option<TokenStream> {
    let union = union.filter(|union| union.branches.len() == item.variants.len())?;
    if item.variants.iter().any(|v| variants::payload(v).is_none()) {
        return None;
    }
    SerdeOptions::take(&mut item.attrs);
    derived::remove(&mut item.attrs, &["Deserialize", "Serialize"]);
    let branches = item.variants.iter().zip(&union.branches).enumerate();
    let branches = branches.map(|(index, (variant, forms))| {
        let index = Literal::usize_unsuffixed(index);
        let (name, forms) = (&variant.ident, forms.iter().map(form));
        quote!(#index #name [#(#forms),*])
    });
    let (call, name) = (runtime.path("union"), &item.ident);
    let tag = union.tag.iter();
    Some(quote!(#call!(#name #(by #tag)* { #(#branches),* });))
}

fn form(form: &Form) -> TokenStream {
    let word = Ident::new(word(form), Span::call_site());
    match form {
        Form::String(values) => quote!(#word(#(#values),*)),
        Form::Text(name) => {
            let name = Ident::new(name, Span::call_site());
            quote!(#word(#name))
        }
        Form::Object { members, .. } => {
            let members = members.iter().map(member);
            quote!(#word(#(#members),*))
        }
        Form::List(items) => {
            let items = items.iter().map(self::form);
            quote!(#word(#(#items),*))
        }
        Form::Ext(code) => {
            let code = Literal::i8_unsuffixed(*code);
            quote!(#word(#code))
        }
        _ => quote!(#word()),
    }
}

fn word(form: &Form) -> &'static str {
    match form {
        Form::Any => "any",
        Form::Own => "own",
        Form::Null => "null",
        Form::Boolean => "boolean",
        Form::Integer => "integer",
        Form::Number => "number",
        Form::Text(_) => "text",
        Form::String(_) => "string",
        Form::Ext(_) => "ext",
        Form::Bytes => "bytes",
        Form::List(_) => "list",
        Form::Map => "map",
        Form::Object { closed: true, .. } => "closed",
        Form::Object { closed: false, .. } => "object",
    }
}

fn member(known: &Known) -> TokenStream {
    let (name, values) = (&known.name, &known.values);
    let presence = match known.required {
        true => quote!(required),
        false => quote!(optional),
    };
    match (values.is_empty(), known.only_these) {
        (true, _) => quote!(#presence #name),
        (false, true) => quote!(#presence #name is [#(#values),*]),
        (false, false) => quote!(#presence #name like [#(#values),*]),
    }
}
