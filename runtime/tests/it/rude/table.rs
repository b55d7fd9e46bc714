//! A page of misbehaviours: takes what was seen over each transport, writes rows that users can read.
use std::fmt::Display;

/// A row: what is done, in one cell or more, and what happened over each transport, in each mode.
pub struct Row<T, const MODES: usize> {
    pub what: String,
    pub seen: Vec<(T, [String; MODES])>,
}

/// A table with this head, which ends with the modes.
pub fn section<T: Display, const MODES: usize>(
    page: &mut String,
    title: &str,
    head: &str,
    rows: &[Row<T, MODES>],
) {
    let lines = "---|".repeat(head.split(" | ").count());
    page.push_str(&format!("\n## {title}\n\n| {head} |\n|{lines}\n"));
    for row in rows {
        let modes = (0..MODES).map(|mode| cell(&row.seen, mode));
        let modes: Vec<_> = modes.collect();
        page.push_str(&format!("| {} | {} |\n", row.what, modes.join(" | ")));
    }
}

/// Fails where the page that is checked in under this name is another; writes it when it is asked to.
pub fn compare(page: &str, name: &str) {
    let path = format!("{}/tests/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("CALLWRIGHT_BLESS").is_some() {
        return std::fs::write(path, page).unwrap();
    }
    let known = std::fs::read_to_string(path).unwrap_or_default();
    for (known, seen) in known.lines().zip(page.lines()) {
        assert_eq!(known, seen, "CALLWRIGHT_BLESS=1 writes what is seen");
    }
    assert_eq!(known.lines().count(), page.lines().count());
}

/// What happened, by transports where it is not the same over all.
fn cell<T: Display, const MODES: usize>(seen: &[(T, [String; MODES])], mode: usize) -> String {
    let mut groups: Vec<(&str, Vec<&T>)> = Vec::new();
    for (transport, texts) in seen {
        let text = &*texts[mode];
        match groups.iter_mut().find(|(known, _)| *known == text) {
            Some((_, transports)) => transports.push(transport),
            None => groups.push((text, vec![transport])),
        }
    }
    // The most common stands last and is that of the others.
    groups.sort_by_key(|(_, transports)| transports.len());
    let last = groups.len() - 1;
    let texts = groups
        .iter()
        .enumerate()
        .map(|(index, (text, transports))| {
            let names: Vec<_> = transports.iter().map(|name| name.to_string()).collect();
            match index == last {
                true if last == 0 => escaped(text),
                true if transports.len() > 1 => format!("others: {}", escaped(text)),
                _ => format!("{}: {}", names.join(", "), escaped(text)),
            }
        });
    texts.collect::<Vec<_>>().join("<br>")
}

pub fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('<', "&lt;")
}
