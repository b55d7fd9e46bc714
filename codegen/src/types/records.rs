//! Takes structs with named fields and has the runtime read them, where serde's derive would make far more code.
//!
//! What the derive makes to read a struct is most of what a client costs to compile: an enum of its fields, two visitors,
//! and a second way to read it, from an array, which no JSON-RPC server uses. The runtime's `record!` makes one loop.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Field, Ident, ItemStruct};

use super::aliases::{self, Aliases};
use super::derived;
use super::fields::PRESENT;
use super::runtime::Runtime;
use super::serde_options::SerdeOptions;

/// The serde options that fields of records may have.
const KNOWN: [&str; 5] = [
    "rename",
    "default",
    "skip_serializing_if",
    "deserialize_with",
    "flatten",
];

const CLOSED: &str = "deny_unknown_fields";

/// `rt::record!(Pet { 0 id "id" required plain, 1 owner "owner" optional plain });`, with the derive taken off.
///
/// None, and nothing changed, where the struct is no record.
pub(super) fn take(
    item: &mut ItemStruct,
    runtime: &Runtime,
    aliases: &Aliases,
) -> Option<TokenStream> {
    if !is_record(item) {
        return None;
    }
    let mut members = Vec::new();
    let mut rest = None;
    for field in &mut item.fields {
        let name = field.ident.clone()?;
        let mut options = SerdeOptions::take(&mut field.attrs);
        if options.has("flatten") {
            rest = Some(name);
        } else {
            let index = Literal::usize_unsuffixed(members.len());
            let member = options.text("rename").unwrap_or_else(|| name.to_string());
            let presence = presence(field, &options, aliases);
            let reading = reading(&options, runtime);
            members.push(quote!(#index #name #member #presence #reading));
        }
        options.remove("default");
        options.remove("deserialize_with");
        options.put(&mut field.attrs);
    }
    derived::remove(&mut item.attrs, &["Deserialize"]);
    let mut options = SerdeOptions::take(&mut item.attrs);
    let closed = options.has(CLOSED).then(|| word("closed"));
    options.remove(CLOSED);
    options.put(&mut item.attrs);
    let (record, name) = (runtime.path("record"), &item.ident);
    Some(quote!(#record!(#closed #name { #(#members),* } #rest);))
}

/// Whether the macro says all that the attributes say.
fn is_record(item: &ItemStruct) -> bool {
    let named = matches!(item.fields, syn::Fields::Named(_));
    let plain = SerdeOptions::take(&mut item.attrs.clone()).only(&["crate", CLOSED]);
    let mut rests = 0;
    let fields = item.fields.iter().all(|field| {
        let options = SerdeOptions::take(&mut field.attrs.clone());
        let flattened = options.has("flatten");
        rests += usize::from(flattened);
        let map = ["Map", "BTreeMap", "HashMap"];
        let collects =
            || aliases::outer_name(&field.ty).is_some_and(|name| map.contains(&name.as_str()));
        options.only(&KNOWN) && options.text("default").is_none() && (!flattened || collects())
    });
    named && plain && fields && rests <= 1
}

/// Whether an absent member is its type's default, as it is for every `Option` unless a function reads it.
fn presence(field: &Field, options: &SerdeOptions, aliases: &Aliases) -> Ident {
    let outer = aliases::outer_name(&field.ty).unwrap_or_default();
    let inner = aliases
        .get(&outer)
        .and_then(aliases::outer_name)
        .unwrap_or(outer);
    let implied = inner == "Option" && !options.has("deserialize_with");
    word(if options.has("default") || implied {
        "optional"
    } else {
        "required"
    })
}

/// How the member's value is read.
fn reading(options: &SerdeOptions, runtime: &Runtime) -> Ident {
    word(match options.text("deserialize_with") {
        Some(function) if function == PRESENT => "present",
        Some(function) if function == runtime.string("null_as_default").value() => {
            "null_as_default"
        }
        _ => "plain",
    })
}

fn word(text: &str) -> Ident {
    Ident::new(text, proc_macro2::Span::call_site())
}
