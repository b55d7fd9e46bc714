//! Takes what a document calls a thing and gives the letters and digits that are safe in any Rust name.

use deunicode::deunicode_char;

/// Signs that a name may consist of, with a word for each.
const SIGNS: [(char, &str); 18] = [
    ('+', "plus"),
    ('-', "minus"),
    ('*', "star"),
    ('/', "slash"),
    ('=', "equal"),
    ('<', "less"),
    ('>', "greater"),
    ('!', "not"),
    ('&', "and"),
    ('|', "or"),
    ('%', "percent"),
    ('.', "dot"),
    (',', "comma"),
    ('#', "hash"),
    ('@', "at"),
    ('?', "question"),
    ('~', "tilde"),
    ('$', "dollar"),
];

/// ASCII letters and digits, with blanks for the rest. Letters of other scripts are written as they sound: compilers
/// warn of names that look alike in two scripts, and not every keyboard has every script.
pub(crate) fn ascii(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            push(c, &mut ascii);
        } else {
            let sounds = deunicode_char(c).unwrap_or(" ");
            sounds.chars().for_each(|c| push(c, &mut ascii));
        }
    }
    ascii
}

/// An apostrophe parts no words.
fn push(c: char, ascii: &mut String) {
    match c {
        '\'' => {}
        c if c.is_ascii_alphanumeric() => ascii.push(c),
        _ => ascii.push(' '),
    }
}

/// A name of signs as words.
pub(crate) fn spoken(name: &str) -> String {
    let word = |c| {
        let sign = SIGNS.iter().find(|(sign, _)| *sign == c);
        sign.map_or("", |(_, word)| word)
    };
    name.chars().take(8).map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{ascii, spoken};

    #[test]
    fn every_script_has_letters() {
        for (text, expected) in [
            ("get_block", "get block"),
            ("ключ", "kliuch"),
            ("größe", "grosse"),
            ("pet's owner’s", "pets owners"),
            ("e\u{301}t\u{e9}", "ete"),
        ] {
            assert_eq!(ascii(text), expected);
        }
        for text in ["名称", "الاسم", "🦀"] {
            assert!(
                ascii(text).contains(|c: char| c.is_ascii_alphabetic()),
                "{text}"
            );
        }
        assert_eq!(ascii("→\u{e000}").trim(), "");
    }

    #[test]
    fn signs_have_words() {
        assert_eq!(spoken("<="), "less equal");
        assert_eq!(spoken("→").trim(), "");
    }
}
