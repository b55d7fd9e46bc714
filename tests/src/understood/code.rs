//! What stands in the generated code: takes it with the document, tells which members of types and which data of errors it
//! has otherwise.

use std::collections::BTreeMap;

use serde_json::Value;
use syn::{Item, ItemMod};

use super::text;

/// A member of a struct as both say it: whether it has to be there, and its type.
type Members = BTreeMap<String, (bool, String)>;

/// Stands for the type of a schema that is told by its members, its values or its letters.
const OF_ITS_OWN: &str = "_";

/// A line for each type of the document and each method whose members and errors the code has otherwise.
pub fn differences(document: &Value, code: &str) -> Vec<String> {
    let file = syn::parse_file(code).expect("it is Rust");
    let room = |name: &str| {
        let mut items = file.items.iter();
        let found = items.find_map(|item| match item {
            Item::Mod(room) if room.ident == name => Some(room),
            _ => None,
        });
        found.map(items_of).unwrap_or_default()
    };
    let (types, errors) = (room("types"), room("errors"));
    let schemas = document["components"]["schemas"].as_object();
    let records = schemas.into_iter().flatten().filter_map(|(name, schema)| {
        let expected = members(schema, document)?;
        let mut understood = record(types, &rust(name)).unwrap_or_default();
        for (name, (_, ty)) in &mut understood {
            // What is no type of its own in the document has one in the code.
            let is_told = expected.get(name).is_none_or(|(_, ty)| ty != OF_ITS_OWN);
            if !is_told {
                *ty = OF_ITS_OWN.to_owned();
            }
        }
        (understood != expected).then(|| format!("{name}: {understood:?} and not {expected:?}"))
    });
    let methods = document["methods"].as_array().into_iter().flatten();
    let failures = methods.filter_map(|method| {
        let (name, expected) = (&method["name"], declared(method));
        let understood = failure(errors, name.as_str().unwrap_or_default());
        (understood != expected)
            .then(|| format!("errors of {name}: {understood:?} and not {expected:?}"))
    });
    records.chain(failures).collect()
}

fn items_of(room: &ItemMod) -> &[Item] {
    room.content.as_ref().map_or(&[], |(_, items)| items)
}

/// The members of an object, where it is nothing else.
fn members(schema: &Value, document: &Value) -> Option<Members> {
    let members = schema["properties"].as_object()?;
    if schema["type"] != "object" || schema.get("oneOf").is_some() {
        return None;
    }
    let required = |name: &str| {
        let mut names = schema["required"].as_array().into_iter().flatten();
        names.any(|required| required == name)
    };
    let members = members.iter().map(|(name, schema)| {
        let is_required = required(name) && !text(schema).starts_with("Option<");
        (name.clone(), (is_required, expected(schema, document)))
    });
    Some(members.collect())
}

fn expected(schema: &Value, document: &Value) -> String {
    let told = |keyword: &str| schema.get(keyword).is_some();
    if schema["type"] == "object" || told("pattern") || told("enum") || told("const") {
        return OF_ITS_OWN.to_owned();
    }
    let null = schema["$ref"]
        .as_str()
        .and_then(|reference| document.pointer(reference.strip_prefix('#')?));
    match null.is_some_and(|schema| schema["type"] == "null") {
        true => "()".to_owned(),
        false => plain(&text(schema)),
    }
}

/// The members of a struct by the names that they have on the wire.
fn record(types: &[Item], name: &str) -> Option<Members> {
    let fields = types.iter().find_map(|item| match item {
        Item::Struct(record) if record.ident == name => Some(&record.fields),
        _ => None,
    })?;
    // `record!(Pet { 0 id "id" required plain, … })` has the names.
    let tokens = types.iter().find_map(|item| match item {
        Item::Macro(read) => {
            let tokens = read.mac.tokens.to_string();
            let is_its = read.mac.path.segments.last()?.ident == "record";
            (is_its && tokens.starts_with(&format!("{name} {{"))).then_some(tokens)
        }
        _ => None,
    })?;
    let wire = |field: &str| {
        let (_, rest) = tokens.split_once(&format!(" {field} \""))?;
        rest.split_once('"').map(|(wire, _)| wire.to_owned())
    };
    let members = fields.iter().filter_map(|field| {
        let ty = shown(&field.ty);
        let name = wire(&field.ident.as_ref()?.to_string())?;
        Some((name, (!ty.starts_with("Option<"), plain(&ty))))
    });
    Some(members.collect())
}

/// The codes that a method declares, with the types of their data.
fn declared(method: &Value) -> BTreeMap<i64, Option<String>> {
    let errors = method["errors"].as_array().into_iter().flatten();
    let declared = errors.map(|error| {
        let code = error["code"].as_i64().unwrap_or_default();
        let data = &method["x-error-data"][code.to_string()];
        (code, (!data.is_null()).then(|| plain(&text(data))))
    });
    declared.collect()
}

/// Those of the enum that is made for it: its docs name the method, and its variants their codes.
fn failure(errors: &[Item], method: &str) -> BTreeMap<i64, Option<String>> {
    let of_it = format!("What `{method}` may answer");
    let made = errors.iter().find_map(|item| match item {
        Item::Enum(made) if docs(&made.attrs).contains(&of_it) => Some(made),
        _ => None,
    });
    let variants = made.into_iter().flat_map(|made| &made.variants);
    let codes = variants.filter_map(|variant| {
        let docs = docs(&variant.attrs);
        let code = docs
            .split_once("Code ")?
            .1
            .split_once(':')?
            .0
            .parse()
            .ok()?;
        let ty = shown(&variant.fields.iter().next()?.ty);
        let data = ty
            .strip_prefix("ErrorWith<")
            .map(|data| &data[..data.len() - 1]);
        Some((code, data.map(plain)))
    });
    codes.collect()
}

fn docs(attributes: &[syn::Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| {
        let syn::Meta::NameValue(named) = &attribute.meta else {
            return None;
        };
        let syn::Expr::Lit(text) = &named.value else {
            return None;
        };
        match &text.lit {
            syn::Lit::Str(text) => Some(text.value()),
            _ => None,
        }
    });
    lines.collect()
}

/// A type by the last names of its paths.
fn shown(ty: &syn::Type) -> String {
    let all = |types: Vec<String>| types.join(", ");
    match ty {
        syn::Type::Tuple(tuple) => format!("({})", all(tuple.elems.iter().map(shown).collect())),
        syn::Type::Path(path) => {
            let last = path.path.segments.last().expect("a path has a name");
            let syn::PathArguments::AngleBracketed(given) = &last.arguments else {
                return last.ident.to_string();
            };
            let given = given.args.iter().filter_map(|argument| match argument {
                syn::GenericArgument::Type(ty) => Some(shown(ty)),
                _ => None,
            });
            format!("{}<{}>", last.ident, all(given.collect()))
        }
        _ => String::new(),
    }
}

/// A type without what says where it stands and that it may be absent.
fn plain(ty: &str) -> String {
    let mut plain = ty.replace("types::", "");
    while let Some(inner) = ["Option<", "Box<"]
        .iter()
        .find_map(|outer| plain.strip_prefix(outer))
    {
        plain = inner[..inner.len() - 1].to_owned();
    }
    rust(&plain)
}

/// A component's name as a type has it.
fn rust(name: &str) -> String {
    let mut upper = false;
    let letters = name.chars().filter_map(|letter| match letter {
        '_' => {
            upper = true;
            None
        }
        letter if std::mem::take(&mut upper) => Some(letter.to_ascii_uppercase()),
        letter => Some(letter),
    });
    letters.collect()
}
