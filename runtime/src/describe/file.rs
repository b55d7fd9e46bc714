//! Documents in files: for clients in other repositories, and for tests that see to it that the file is current.
use std::{env, fs, io, path::Path};

use serde_json::Value;

use super::Document;

/// What makes a check write the file.
const BLESS: &str = "CALLWRIGHT_BLESS";

impl Document {
    /// Writes the document to a file, indented. The errors are those of the system.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        fs::write(path, format!("{self:#}\n"))
    }

    /// Whether a file holds this document, however it is spelled: for a test that keeps a committed
    /// document current. With `CALLWRIGHT_BLESS=1` in the environment it writes the file instead.
    ///
    /// Gives [`io::ErrorKind::InvalidData`] for a file that holds another document, with the place
    /// of the first difference, and what the system says.
    pub fn check_file(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref();
        if env::var_os(BLESS).is_some_and(|value| value != "0") {
            return self.save(path);
        }
        let told = |kind, why: &str| {
            let hint = format!("with {BLESS}=1 in the environment it is written");
            io::Error::new(kind, format!("{}: {why}; {hint}", path.display()))
        };
        let text = fs::read_to_string(path);
        let text = text.map_err(|error| told(error.kind(), &error.to_string()))?;
        let differs = match serde_json::from_str::<Value>(&text) {
            Ok(held) => difference(&held, &self.to_value()),
            Err(error) => Some(format!(" ({error})")),
        };
        match differs {
            None => Ok(()),
            Some(place) => {
                let why = format!("the document has changed at `{place}`");
                Err(told(io::ErrorKind::InvalidData, &why))
            }
        }
    }
}

/// The pointer to the first difference.
fn difference(one: &Value, other: &Value) -> Option<String> {
    let step = |name: &str, inner: String| {
        format!("/{}{inner}", name.replace('~', "~0").replace('/', "~1"))
    };
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let gone = one.keys().find(|name| !other.contains_key(*name));
            let new = other.keys().find(|name| !one.contains_key(*name));
            let differs = || {
                let mut members = one.iter();
                members.find_map(|(name, value)| {
                    Some(step(name, difference(value, other.get(name)?)?))
                })
            };
            let named = gone.or(new).map(|name| step(name, String::new()));
            named.or_else(differs)
        }
        (Value::Array(one), Value::Array(other)) => {
            let mut pairs = one.iter().zip(other).enumerate();
            let differs = pairs.find_map(|(place, (one, other))| {
                Some(step(&place.to_string(), difference(one, other)?))
            });
            let longer = || {
                let place = one.len().min(other.len());
                (one.len() != other.len()).then(|| step(&place.to_string(), String::new()))
            };
            differs.or_else(longer)
        }
        _ => (one != other).then(String::new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::describe::{Info, Method};

    #[test]
    fn a_file_that_is_not_current_is_told_with_the_place() {
        let path = env::temp_dir().join(format!("callwright-{}-document", std::process::id()));
        let mut document = Document::new(Info::new("T", "1"));
        document.methods = vec![Method::new("a"), Method::new("b")];
        let missing = document.check_file(&path).unwrap_err();
        assert_eq!(missing.kind(), io::ErrorKind::NotFound);
        document.save(&path).unwrap();
        document.check_file(&path).unwrap();
        for (change, place) in [
            ("/info/title", "/info/title"),
            ("/methods/1/name", "/methods/1/name"),
        ] {
            let mut changed = document.to_value();
            *changed.pointer_mut(change).unwrap() = Value::from("x");
            let changed = Document::from_json(&changed.to_string()).unwrap();
            let told = changed.check_file(&path).unwrap_err();
            assert_eq!(told.kind(), io::ErrorKind::InvalidData);
            assert!(told.to_string().contains(&format!("`{place}`")), "{told}");
        }
        document.methods.push(Method::new("c"));
        let told = document.check_file(&path).unwrap_err();
        assert!(told.to_string().contains("`/methods/2`"), "{told}");
        fs::remove_file(&path).unwrap();
    }
}
