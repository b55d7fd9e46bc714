//! Takes the tokens of a file and appends its formatted source item by item: each tree is gone before the next is made.
//!
//! The text is that of the whole file at once. An item of a module is formatted within a module of its own, so that it
//! has the same indentation and the same width; the lines of that module are cut off.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use super::split::{Items, take_body};

/// Appends a file, or gives nothing when a piece is not an item; what was appended until then is of no use.
pub(super) fn append(text: &mut String, tokens: &TokenStream) -> Option<()> {
    Items::of(tokens.clone()).try_for_each(|mut item| match take_body(&mut item) {
        Some(body) => append_module(text, item, body),
        None => {
            text.push_str(&unparsed(TokenStream::from_iter(item))?);
            Some(())
        }
    })
}

/// Appends a module. Modules within it are items like others: they are small.
fn append_module(text: &mut String, head: Vec<TokenTree>, body: TokenStream) -> Option<()> {
    let head = unparsed(TokenStream::from_iter(head))?;
    // An empty module is one line.
    if body.is_empty() {
        text.push_str(&head);
        return Some(());
    }
    text.push_str(head.strip_suffix("}\n")?);
    text.push('\n');
    for item in Items::of(body) {
        append_inner(text, item)?;
    }
    text.push_str("}\n");
    Some(())
}

/// Appends an item of a module with the indentation that it has there.
fn append_inner(text: &mut String, item: Vec<TokenTree>) -> Option<()> {
    let body = Group::new(Delimiter::Brace, TokenStream::from_iter(item));
    let module = unparsed(quote!(mod x #body))?;
    text.push_str(module.strip_prefix("mod x {\n")?.strip_suffix("}\n")?);
    Some(())
}

/// One item as a file of its own.
fn unparsed(item: TokenStream) -> Option<String> {
    let file = syn::parse2::<syn::File>(item).ok()?;
    Some(prettyplease::unparse(&file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{formatted, whole};

    /// By pieces, if that is possible.
    fn pieces(text: &str) -> Option<String> {
        let mut out = String::new();
        append(&mut out, &text.parse().unwrap())?;
        Some(out)
    }

    #[test]
    fn pieces_give_the_text_of_the_whole() {
        let long = "a_rather_long_name_that_needs_room: u64, ".repeat(3);
        for text in [
            String::new(),
            "#![allow(a)]\n//! About.\nuse a::{b};".to_owned(),
            "/// A.\n#[a] pub mod a {}".to_owned(),
            "/// A.\n///\n/// B.\n#[a]\n#[b(c)]\npub mod a { //! Inner.\n #![b] use super::{b, c}; struct C; }".to_owned(),
            "pub mod a { #![b] }".to_owned(),
            format!("struct A; pub mod a {{ fn b({long}) -> u8 {{ c({long:?}) }} mod d {{ fn e({long}) {{}} }} }} fn f({long}) {{}}"),
            "mod a { const B: &str = \"x\n}\n  y\"; /** One\n * two */ const C: D = D { e: 1 }; k!(a; b); k! { c } }".to_owned(),
            "mod a { impl<T> B for C<T> where T: D { fn e() { if f { ; } } } struct G(u8); mod h; }".to_owned(),
        ] {
            let expected = whole(&text.parse().unwrap()).unwrap();
            assert_eq!(pieces(&text).as_ref(), Some(&expected), "{text}");
        }
    }

    /// Cut too early, such an item is no item: it is formatted with all the others.
    #[test]
    fn items_with_more_braces_are_formatted_at_once() {
        for text in [
            "struct A; const B: u8 = if c { 1 } else { 2 };",
            "mod a { impl A<{ 1 }> for B {} }",
            "mod a { const B: u8 = { 1 } + 2; }",
        ] {
            let tokens = text.parse().unwrap();
            assert_eq!(pieces(text), None, "{text}");
            assert_eq!(formatted(&tokens).unwrap(), whole(&tokens).unwrap());
        }
    }

    #[test]
    fn tokens_that_do_not_parse_are_an_error() {
        for text in [
            "struct A; struct",
            "struct A {} ;",
            "mod a { fn b }",
            "mod a { struct B; #[c] }",
            "mod a { 1 }",
            "#[a]",
        ] {
            let tokens: TokenStream = text.parse().unwrap();
            let expected = whole(&tokens).unwrap_err().to_string();
            let error = formatted(&tokens).unwrap_err().to_string();
            assert_eq!(error, expected, "{text}");
        }
    }
}
