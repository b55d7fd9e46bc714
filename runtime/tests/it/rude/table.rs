//! A page of misbehaviours: takes what was seen over each transport, writes rows that users can read.
use std::fmt::Display;

/// A row: what the server does, in one cell or more, and what happened over each transport, tolerant and strict.
pub struct Row<T> {
    pub what: String,
    pub seen: Vec<(T, [String; 2])>,
}

/// A table whose head is `what` with the two modes behind it.
pub fn section<T: Display>(page: &mut String, title: &str, what: &str, rows: &[Row<T>]) {
    let lines = "---|".repeat(what.split(" | ").count() + 2);
    let head = format!("| {what} | tolerant | strict |\n|{lines}");
    page.push_str(&format!("\n## {title}\n\n{head}\n"));
    for row in rows {
        let [tolerant, strict] = [0, 1].map(|mode| cell(&row.seen, mode));
        page.push_str(&format!("| {} | {tolerant} | {strict} |\n", row.what));
    }
}

/// What happened, by transports where it is not the same over all.
fn cell<T: Display>(seen: &[(T, [String; 2])], mode: usize) -> String {
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
