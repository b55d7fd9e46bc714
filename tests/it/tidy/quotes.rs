//! Bodies of `quote!` stay short: a long one hides a decision or something that belongs in the runtime.

use super::none;
use super::tracked::sources;

const MOST_LINES: usize = 25;

#[test]
fn quote_bodies_are_short() {
    let mut faults = Vec::new();
    for file in sources() {
        for (line, length) in bodies(&file.text)
            .into_iter()
            .filter(|(_, length)| *length > MOST_LINES)
        {
            faults.push(format!("{}:{line}: {length} lines", file.path));
        }
    }
    none(
        &format!("a quote! body has more than {MOST_LINES} lines"),
        faults,
    );
}

/// For each `quote!`, `quote_spanned!` and `parse_quote!`: the line it starts on, and how many lines lie between its
/// delimiters. Nested ones count on their own too.
fn bodies(source: &str) -> Vec<(usize, usize)> {
    let plain = without_text(source);
    let mut found = Vec::new();
    for name in [
        "quote!",
        "quote_spanned!",
        "parse_quote!",
        "parse_quote_spanned!",
    ] {
        for (at, _) in plain.match_indices(name) {
            let whole = plain[..at]
                .chars()
                .next_back()
                .is_none_or(|c| !c.is_alphanumeric() && c != '_');
            let open = at + name.len();
            if whole && plain[open..].trim_start().starts_with(['{', '(', '[']) {
                let body = &plain[open..open + length(&plain[open..])];
                found.push((
                    plain[..at].lines().count().max(1),
                    body.matches('\n').count().saturating_sub(1),
                ));
            }
        }
    }
    found
}

/// How far the delimited group reaches with which `code` starts.
fn length(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return at;
        }
    }
    code.len()
}

/// The source with its comments, strings and characters blanked, so that the delimiters in them do not count. Line
/// breaks stay.
fn without_text(source: &str) -> String {
    let mut plain = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let text = literal(rest);
        let (taken, shown) = match text {
            0 => (c.len_utf8(), true),
            text => (text, false),
        };
        plain.extend(
            rest[..taken]
                .chars()
                .map(|c| if shown || c == '\n' { c } else { ' ' }),
        );
        rest = &rest[taken..];
    }
    plain
}

/// The length of the comment, string or character with which `code` starts; 0 where it starts with none.
fn literal(code: &str) -> usize {
    let until = |start: usize, end: &str| {
        code[start..]
            .find(end)
            .map_or(code.len(), |at| start + at + end.len())
    };
    if code.starts_with("//") {
        return code.find('\n').unwrap_or(code.len());
    }
    if code.starts_with("/*") {
        return until(2, "*/");
    }
    if let Some(raw) = code.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            return until(2 + hashes, &format!("\"{}", "#".repeat(hashes)));
        }
    }
    match code.as_bytes() {
        [b'"', ..] => closing(code, '"'),
        // A character, not a lifetime.
        [b'\'', b'\\', ..] => closing(code, '\''),
        [b'\'', ..] if code.chars().nth(2) == Some('\'') => closing(code, '\''),
        _ => 0,
    }
}

/// The length up to the closing delimiter, over escaped ones.
fn closing(code: &str, delimiter: char) -> usize {
    let mut escaped = false;
    for (at, c) in code.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == delimiter => return at + c.len_utf8(),
            _ => {}
        }
    }
    code.len()
}

#[test]
fn bodies_are_measured() {
    let source = concat!(
        "let a = quote!(#b);\n",
        "let c = quote! {\n",
        "    a { \"}\\\"}\" } // }\n",
        "    'x: loop { '}' }\n",
        "    r#\"}\"#\n",
        "};\n",
        "let d = quote_spanned! {span=>\n",
        "    e\n",
        "};\n",
    );
    assert_eq!(bodies(source), [(1, 0), (2, 3), (7, 1)]);
}
