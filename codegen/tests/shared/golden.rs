//! Compares what is found with a file that is committed, or writes it there with `CALLWRIGHT_BLESS=1`.

use std::fs;
use std::path::Path;

/// Gives what is wrong. Of nothing there is no file.
pub(crate) fn settle(path: &Path, found: &str) -> Option<String> {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == found {
        return None;
    }
    if std::env::var_os("CALLWRIGHT_BLESS").is_some() {
        match found {
            "" => fs::remove_file(path).unwrap(),
            found => fs::write(path, found).unwrap(),
        }
        return None;
    }
    let mut pairs = expected.lines().zip(found.lines()).enumerate();
    let first = pairs.find(|(_, (expected, found))| expected != found);
    Some(format!("{} differs, first at {first:?}", path.display()))
}

pub(crate) fn assert_settled(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{}\n(CALLWRIGHT_BLESS=1 writes what is generated)",
        faults.join("\n")
    );
}
