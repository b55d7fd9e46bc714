//! What the generator makes of a service's document: takes the document, tells what came out otherwise than it says.
//!
//! What is expected is read from the document here once more, by fewer rules than the generator has: those that the types
//! of services need.

// By its path, since the runtime's tests take this file by its own.
#[path = "understood/code.rs"]
pub mod code;
#[path = "understood/services.rs"]
mod services;

pub use services::defined;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use callwright::Document;
use callwright_codegen::{Diagnostics, Inspected, Options, Source, generate, inspect};
use serde_json::Value;

/// A service of the tests by the name that [`defined`] gives it, and its document.
pub type Named = (&'static str, fn() -> Option<Document>);

/// Every method whose name, params, types, errors or kind the generator has otherwise, every type with other members and
/// every error with other data, and every warning. `folder` is where the document may be written.
pub fn differences(document: &Document, folder: &Path) -> Vec<String> {
    let document = document.to_value();
    let (inspected, code) = match understood(&document, folder) {
        Ok(understood) => understood,
        Err(faults) => return vec![faults.to_string()],
    };
    let methods = document["methods"].as_array().expect("it has methods");
    let mut differences: Vec<String> = (methods.iter())
        .filter_map(|method| difference(method, &inspected))
        .collect();
    if inspected.len() != methods.len() {
        differences.push(format!("{} of {} methods", inspected.len(), methods.len()));
    }
    differences.extend(code::differences(&document, &code));
    differences
}

/// What the generator makes of a document: its methods, and the code.
///
/// # Errors
///
/// Its faults, and every warning.
pub fn understood(
    document: &Value,
    folder: &Path,
) -> Result<(Vec<Inspected>, String), Diagnostics> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let file = folder.join(format!("understood-{}-{number}.json", std::process::id()));
    std::fs::write(&file, document.to_string()).expect("it can be written");
    let mut options = Options::default();
    options.strict = true;
    let source = Source::Path(file.clone());
    let inspected = inspect(&source, &options);
    let generated = generate(&source, &options);
    std::fs::remove_file(&file).expect("it is there");
    Ok((inspected?.0, generated?.tokens.to_string()))
}

fn difference(method: &Value, inspected: &[Inspected]) -> Option<String> {
    let name = method["name"].as_str().unwrap_or_default();
    let Some(understood) = inspected.iter().find(|one| one.name == name) else {
        return Some(format!("{name} is missing"));
    };
    let expected = (signature(method), notes(method));
    let understood = (
        // What answers null has no word for it here.
        understood.signature.trim_end_matches(" -> ()").to_owned(),
        understood.notes.clone(),
    );
    (understood != expected).then(|| format!("{understood:?} and not {expected:?}"))
}

/// `get_pet(id: i64, [tag: String]) -> types::Pet`
fn signature(method: &Value) -> String {
    let params = method["params"].as_array().into_iter().flatten();
    let params = params.map(|param| {
        let (name, ty) = (snake(&param["name"]), text(&param["schema"]));
        match param["required"] == true {
            true => format!("{name}: {ty}"),
            false => format!("[{name}: {ty}]"),
        }
    });
    let params: Vec<String> = params.collect();
    let params = format!("{}({})", snake(&method["name"]), params.join(", "));
    let schema = &method["result"]["schema"];
    match (&method["x-notification-schema"], page(schema)) {
        (Value::Null, Some(item)) => format!("{params} -> Page<{}>", text(item)),
        (Value::Null, None) if schema.is_null() => params,
        (Value::Null, None) => match text(schema).as_str() {
            "()" => params,
            ty => format!("{params} -> {ty}"),
        },
        (item, _) => format!("{params} -> Subscription<{}>", text(item)),
    }
}

fn notes(method: &Value) -> Vec<String> {
    let schema = &method["result"]["schema"];
    let kinds = [
        ("notification", schema.is_null()),
        ("pages", page(schema).is_some()),
        ("subscription", !method["x-notification-schema"].is_null()),
        ("deprecated", method["deprecated"] == true),
        ("idempotent", method["x-idempotent"] == true),
    ];
    let kinds = kinds.into_iter().filter(|(_, is)| *is);
    let errors = method["errors"].as_array();
    let errors = errors.map(|errors| {
        let codes: Vec<String> = errors
            .iter()
            .map(|error| error["code"].to_string())
            .collect();
        format!("errors {}", codes.join(", "))
    });
    kinds
        .map(|(kind, _)| kind.to_owned())
        .chain(errors)
        .collect()
}

/// The schema of the items of a page.
fn page(schema: &Value) -> Option<&Value> {
    (schema["x-paginated-list"] == true).then(|| &schema["properties"]["items"]["items"])
}

/// The type of a schema as the generator shows it.
fn text(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return format!("types::{name}");
    }
    for keyword in ["allOf", "anyOf"] {
        if let Some([one, rest @ ..]) = schema[keyword].as_array().map(Vec::as_slice) {
            return if rest.is_empty() {
                text(one)
            } else {
                format!("Option<{}>", text(one))
            };
        }
    }
    match &schema["type"] {
        Value::Array(types) => format!("Option<{}>", of_type(types[0].as_str(), schema)),
        ty => of_type(ty.as_str(), schema),
    }
}

fn of_type(ty: Option<&str>, schema: &Value) -> String {
    let items = |items: &[Value]| items.iter().map(text).collect::<Vec<_>>().join(", ");
    match (ty, &schema["items"]) {
        (Some("array"), Value::Array(elements)) => format!("({})", items(elements)),
        (Some("array"), element) => format!("Vec<{}>", text(element)),
        (Some("string"), _) => "String".to_owned(),
        (Some("boolean"), _) => "bool".to_owned(),
        (Some("number"), _) => "f64".to_owned(),
        (Some("null"), _) => "()".to_owned(),
        (Some("integer"), _) => integer(schema["format"].as_str().unwrap_or_default()),
        _ => "Value".to_owned(),
    }
}

fn integer(format: &str) -> String {
    match format {
        "uint" => "u64".to_owned(),
        "int" | "" => "i64".to_owned(),
        "int128" | "uint128" => "Integer".to_owned(),
        sized => sized.replace("uint", "u").replace("int", "i"),
    }
}

/// A name on the wire as a function or an argument has it.
fn snake(name: &Value) -> String {
    let mut snake = String::new();
    for letter in name.as_str().unwrap_or_default().chars() {
        match letter {
            letter if letter.is_ascii_uppercase() => {
                snake.push('_');
                snake.push(letter.to_ascii_lowercase());
            }
            letter if letter.is_ascii_alphanumeric() => snake.push(letter),
            _ => snake.push('_'),
        }
    }
    match snake.as_str() {
        "type" => "type_".to_owned(),
        _ => snake,
    }
}
