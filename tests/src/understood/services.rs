//! The services that sources define: takes folders, gives a line for each.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// `FILE: TYPE` for each impl block that the attribute makes a service of, and `FILE: CONSTANT` for each description that is
/// written by hand; files are named from their folder on.
pub fn defined(folders: &[&Path]) -> BTreeSet<String> {
    let mut defined = BTreeSet::new();
    for folder in folders {
        search(folder, folder, &mut defined);
    }
    defined
}

fn search(folder: &Path, top: &Path, defined: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("it is a folder") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            search(&path, top, defined);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = fs::read_to_string(&path).expect("it is text");
            let name = path.strip_prefix(top).expect("it is below").display();
            defined.extend(services(&text).map(|service| format!("{name}: {service}")));
        }
    }
}

fn services(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().enumerate();
    lines.filter_map(move |(number, line)| {
        let line = line.trim_start();
        if let Some(constant) = line.strip_prefix("const ")
            && let Some((name, _)) = constant.split_once(": ServiceDescription = ")
        {
            return Some(name);
        }
        let is_one = line.starts_with("#[callwright::service(") || line.starts_with("#[service(");
        let mut rest = text.lines().skip(number).map(str::trim_start);
        let block = rest.find(|line| is_one && line.starts_with("impl"))?;
        let ty = block.trim_end_matches(" {").split_whitespace().last()?;
        ty.split('<').next()
    })
}
