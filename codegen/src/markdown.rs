//! Takes prose as documents have it and gives Markdown that rustdoc renders without a warning, a doctest or a broken link.

/// Makes text fit for a doc comment: code never runs, brackets never link, HTML never opens, URLs link.
pub(crate) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.replace(turns_text, "");
    let mut out: Vec<String> = Vec::new();
    let mut fence: Option<&'static str> = None;
    // Where the text of the list item starts that the last line belongs to.
    let mut item: Option<usize> = None;
    for line in text.trim().lines() {
        let line = &line.trim_end().replace('\t', "    ");
        let start = line.trim_start();
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => {
                (fence, item) = (Some(mark), None);
                out.push(format!("{mark}text"));
            }
            (Some(open), Some(mark)) if open == mark => {
                fence = None;
                out.push(mark.to_owned());
            }
            (Some(_), _) => out.push(line.to_owned()),
            (None, None) => {
                // Four blanks make a code block, which would run as a doctest.
                let indent = (line.len() - start.len()).min(3);
                let indent = match (bullet(start), item) {
                    (Some(width), _) => {
                        item = Some(indent + width);
                        indent
                    }
                    // Text that goes on in the next line of an item stands below its start.
                    (None, Some(column)) if !start.is_empty() && !start.starts_with('#') => column,
                    (None, _) => {
                        item = None;
                        indent
                    }
                };
                out.push(format!("{:indent$}{}", "", inline(start)));
            }
        }
    }
    out.extend(fence.map(str::to_owned));
    out.join("\n")
}

/// What changes the direction of text around it, which the compiler refuses in comments.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The width of the mark that a list item starts with, and the blank after it.
fn bullet(line: &str) -> Option<usize> {
    let number = line.bytes().take_while(u8::is_ascii_digit).count();
    let marks: &[char] = if number == 0 {
        &['-', '*', '+']
    } else {
        &['.', ')']
    };
    let rest = line[number..].strip_prefix(marks)?;
    (rest.starts_with(' ') && number < 10).then_some(number + 2)
}

/// One line outside of code blocks.
fn inline(line: &str) -> String {
    // Spans that do not close on their line are no spans.
    if line.matches('`').count() % 2 == 1 {
        return escape(&line.replace('`', "\\`"));
    }
    let spans = line.split('`').enumerate();
    let spans: Vec<String> = spans
        .map(|(i, span)| {
            if i % 2 == 0 {
                escape(span)
            } else {
                span.to_owned()
            }
        })
        .collect();
    spans.join("`")
}

/// Prose without code spans: links to URLs stay, other brackets and angles are escaped, bare URLs become links.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = link(rest).unwrap_or(0);
        if length > 0 {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        let length = url(rest);
        if length > 0 {
            out.push_str(&format!("<{}>", &rest[..length]));
            rest = &rest[length..];
            continue;
        }
        if matches!(c, '[' | ']' | '<' | '>') && !escaped(&out) {
            out.push('\\');
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Whether an odd number of backslashes stands at the end.
fn escaped(out: &str) -> bool {
    out.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

/// The length of `[text](http…)` at the start.
fn link(text: &str) -> Option<usize> {
    let body = text.strip_prefix('[')?;
    let close = body.find([']', '['])?;
    let target = body[close..].strip_prefix("](")?;
    let end = target.find([')', ' ', '('])?;
    (url(target) == end && end > 0 && target[end..].starts_with(')'))
        .then_some(1 + close + 2 + end + 1)
}

/// The length of the URL at the start, without the punctuation that ends a sentence; 0 where there is none.
fn url(text: &str) -> usize {
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return 0;
    }
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '[' | ']' | '(' | ')' | '"' | '`' | '\\')
    };
    let length = text.find(ends).unwrap_or(text.len());
    let url = text[..length].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    if url.ends_with('/') && url.len() <= "https://".len() {
        return 0;
    }
    url.len()
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn what_the_compiler_refuses_in_comments_is_left_out() {
        assert_eq!(clean("a\r\nb\rc \u{202e}d"), "a\nb\nc d");
    }

    #[test]
    fn nothing_links_runs_or_opens() {
        for (text, expected) in [
            ("see [foo] or a[0]", "see \\[foo\\] or a\\[0\\]"),
            ("Vec<T> and `Vec<T>`", "Vec\\<T\\> and `Vec<T>`"),
            ("at https://x.org/a, or", "at <https://x.org/a>, or"),
            ("[docs](https://x.org)", "[docs](https://x.org)"),
            ("[docs](./here.md)", "\\[docs\\](./here.md)"),
            ("an odd ` tick <b>", "an odd \\` tick \\<b\\>"),
            ("    code", "code"),
            ("a\n    b", "a\n   b"),
            ("```js\nlet x = [1];", "```text\nlet x = [1];\n```"),
            ("already \\[fine\\]", "already \\[fine\\]"),
            ("http://", "http://"),
            ("a\tb", "a    b"),
            ("- a\nb\n  c\n\nd", "- a\n  b\n  c\n\nd"),
            ("  12. a\n b\n# c\nd", "12. a\n    b\n# c\nd"),
            ("x\n  + a\nb", "x\n  + a\n    b"),
            ("-1\nb **c**\n*d*", "-1\nb **c**\n*d*"),
        ] {
            assert_eq!(clean(text), expected);
        }
    }
}
