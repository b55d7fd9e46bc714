//! Takes the items that typify made and gives those of the module `types`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use serde_json::Value;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Item, ItemEnum, ItemStruct, Type, parse_quote};

use crate::diagnostic::Diagnostics;
use crate::options::{Decode, Options};
use crate::schema::{Bounds, Extension, Limits, Schemas};

use super::aliases::{self, Aliases};
use super::conversions;
use super::derives::Derives;
use super::empties::Empties;
use super::fields::{self, Rules};
use super::runtime::{Redirect, Runtime};
use super::serde_options::SerdeOptions;
use super::texts::{Takes, Texts};
use super::{bounded, choices, derived, docs, exts, patterned, records, traits, unions, variants};

/// What integers derive.
const ORDERS: [&str; 6] = ["Copy", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// The rewritten module.
pub(super) struct Module {
    pub(super) items: TokenStream,
    pub(super) aliases: Aliases,
}

/// Keeps the types, writes their docs and serde attributes anew, and adds the conversions that are worth their compile time.
pub(super) fn module(
    mut items: Vec<Item>,
    schemas: &Schemas,
    runtime: &Runtime,
    options: &Options,
    found: &mut Diagnostics,
) -> Module {
    // First of all, so that whatever is made of the types names the runtime too.
    for item in &mut items {
        Redirect(runtime).visit_item_mut(item);
    }
    choices::open(&mut items, &schemas.open);
    let aliases = aliases::find(&items, schemas);
    let derives = Derives::find(&items, &aliases, schemas, options, found);
    let empties = Empties::find(&items, schemas);
    let texts = Texts::find(&items, schemas, options.decode);
    let rewriter = Rewriter {
        schemas,
        runtime,
        rules: Rules {
            runtime,
            aliases: &aliases,
            empties: &empties,
            nil: options.nil,
            decode: options.decode,
        },
        texts: &texts,
        derives: &derives,
    };
    let mut tokens = TokenStream::new();
    let mut needs_error = false;
    let mut needs_present = false;
    let mut error = None;
    for item in items {
        match item {
            Item::Struct(item) => {
                let (item, present) = rewriter.structure(item);
                needs_present |= present;
                tokens.extend(item);
            }
            Item::Enum(item) => {
                needs_error |=
                    texts.of_name(&item.ident) == Some(Takes::Some) && !variants::are_values(&item);
                tokens.extend(rewriter.enumeration(item));
            }
            Item::Mod(item) if item.ident == "error" => error = Some(item),
            _ => {}
        }
    }
    if needs_present {
        tokens.extend(fields::present(runtime));
    }
    if needs_error {
        tokens.extend(error.map(ToTokens::into_token_stream));
    }
    Module {
        items: tokens,
        aliases,
    }
}

struct Rewriter<'r> {
    schemas: &'r Schemas,
    runtime: &'r Runtime,
    rules: Rules<'r>,
    texts: &'r Texts,
    derives: &'r Derives,
}

impl Rewriter<'_> {
    /// The type, and whether it has members that are read by `present`.
    fn structure(&self, mut item: ItemStruct) -> (TokenStream, bool) {
        let name = item.ident.to_string();
        docs::drop_name(&mut item.attrs, &name);
        docs::complete(&mut item.attrs, || format!("The type `{name}`."));
        if let Some(alias) = self.rules.aliases.get(&name) {
            return (self.alias(&item, alias), false);
        }
        let wire = self.schemas.wire.get(&name);
        let definition = self.schemas.definitions.get(&name).unwrap_or(&Value::Null);
        let mut present = false;
        for field in item.fields.iter_mut().filter(|f| f.ident.is_some()) {
            present |= self.rules.apply(field, definition, wire);
        }
        // Typify leaves it out where other members are kept.
        let empty = fields::may_all_be_absent(&item.fields, self.rules.aliases)
            || self.rules.decode == Decode::Lenient && self.rules.empties.is_text(&name);
        let default = empty && !traits::is_derived(&item.attrs, "Default");
        let more = default.then_some("Default");
        if let Some(limits) = self.schemas.texts.get(&name) {
            return (self.text(item, limits, more.as_slice()), false);
        }
        if let Some(bounds) = self.schemas.bounds.get(&name) {
            return (self.bounded(item, *bounds), false);
        }
        if let Some(ext) = self.schemas.exts.get(&name) {
            return (self.ext(item, *ext), false);
        }
        let record = records::take(&mut item, self.runtime, self.rules.aliases);
        self.add_derives(&mut item.attrs, &name, more.as_slice());
        let conversions = conversions::of_newtype(&item);
        let present = present && record.is_none();
        (quote!(#item #record #conversions), present)
    }

    fn alias(&self, item: &ItemStruct, alias: &Type) -> TokenStream {
        let docs = item.attrs.iter().filter(|a| a.path().is_ident("doc"));
        let name = &item.ident;
        quote!(#(#docs)* pub type #name = #alias;)
    }

    /// A string with a pattern, which the runtime reads and writes.
    fn text(&self, mut item: ItemStruct, limits: &Limits, more: &[&str]) -> TokenStream {
        self.take_serde(&mut item, more, patterned::doc(limits));
        patterned::of_struct(&item, limits, self.rules.decode, self.runtime)
    }

    /// An integer with bounds, which the runtime checks.
    fn bounded(&self, mut item: ItemStruct, bounds: Bounds) -> TokenStream {
        derived::remove(&mut item.attrs, &ORDERS);
        self.take_serde(&mut item, &ORDERS, bounded::doc(bounds));
        bounded::of_struct(&item, bounds, self.runtime)
    }

    /// An extension type, which the runtime reads and writes.
    fn ext(&self, mut item: ItemStruct, ext: Extension) -> TokenStream {
        let more = exts::derives(ext);
        derived::remove(&mut item.attrs, more);
        self.take_serde(&mut item, more, exts::doc(ext));
        exts::of_struct(&item, ext, self.runtime)
    }

    /// Leaves reading and writing to the runtime, and adds derives and docs.
    fn take_serde(&self, item: &mut ItemStruct, more: &[&str], docs: Vec<Attribute>) {
        derived::remove(&mut item.attrs, &["Serialize", "Deserialize"]);
        SerdeOptions::take(&mut item.attrs);
        self.add_derives(&mut item.attrs, &item.ident.to_string(), more);
        let told = item.attrs.iter().take_while(|a| a.path().is_ident("doc"));
        let end = told.count();
        item.attrs.splice(end..end, docs);
    }

    fn enumeration(&self, mut item: ItemEnum) -> TokenStream {
        let name = item.ident.to_string();
        let wire = self.schemas.wire.get(&name);
        docs::drop_name(&mut item.attrs, &name);
        docs::complete(&mut item.attrs, || format!("The type `{name}`."));
        variants::name_branches(&mut item, self.schemas.variants.get(&name));
        variants::complete(&mut item, wire);
        if variants::are_values(&item) {
            let choice = choices::take(&mut item, wire, self.runtime);
            self.add_derives(&mut item.attrs, &name, &[]);
            return quote!(#item #choice);
        }
        let conversions = conversions::of_union(&item, self.rules.aliases, self.texts);
        let union = unions::take(&mut item, self.schemas.unions.get(&name), self.runtime);
        self.add_derives(&mut item.attrs, &name, &[]);
        quote!(#item #union #conversions)
    }

    /// Has derives name the runtime's serde, and serde's derives use it.
    fn add_derives(&self, attributes: &mut Vec<Attribute>, name: &str, more: &[&str]) {
        let asked = self.derives.of(name, attributes);
        let new = |asked: &&str| !more.contains(asked);
        let mut paths = derived::take(attributes);
        let more = more.iter().copied().chain(asked.into_iter().filter(new));
        paths.extend(more.filter_map(|path| syn::parse_str(path).ok()));
        for path in &mut paths {
            self.runtime.redirect(path);
        }
        let mut options = SerdeOptions::take(attributes);
        let serde = ["Deserialize", "Serialize"];
        if paths.iter().any(|path| derived::is_one_of(path, &serde)) {
            options.set("crate", &self.runtime.string("serde"));
        }
        attributes.push(parse_quote!(#[derive(#(#paths),*)]));
        options.put(attributes);
    }
}
