//! Takes the tokens of items and gives one item after the other, without parsing: by the braces and semicolons alone.

use std::iter::Peekable;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

/// Items as token trees. What is left at the end without a brace or a semicolon is given as an item too, so that
/// nothing gets lost unseen.
pub(super) struct Items {
    rest: Peekable<IntoIter>,
}

impl Items {
    pub(super) fn of(tokens: TokenStream) -> Self {
        Self {
            rest: tokens.into_iter().peekable(),
        }
    }
}

impl Iterator for Items {
    type Item = Vec<TokenTree>;

    /// Up to the first braces or semicolon. A semicolon after braces is theirs, as in `use a::{b};`.
    fn next(&mut self) -> Option<Self::Item> {
        let mut item = Vec::new();
        while let Some(tree) = self.rest.next() {
            let last = is_semicolon(&tree);
            let body = braces(&tree).is_some();
            item.push(tree);
            if body {
                item.extend(self.rest.next_if(is_semicolon));
            }
            if body || last {
                break;
            }
        }
        (!item.is_empty()).then_some(item)
    }
}

/// Takes the body out of a module: `… mod name {}` stays. Anything else stays as it is.
pub(super) fn take_body(item: &mut [TokenTree]) -> Option<TokenStream> {
    let [.., TokenTree::Ident(keyword), TokenTree::Ident(_), last] = item else {
        return None;
    };
    let body = braces(last).filter(|_| is_mod(keyword))?.stream();
    *last = Group::new(Delimiter::Brace, TokenStream::new()).into();
    Some(body)
}

fn is_mod(keyword: &Ident) -> bool {
    *keyword == "mod"
}

fn is_semicolon(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ';')
}

fn braces(tree: &TokenTree) -> Option<&Group> {
    match tree {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The items of a text, each as the text of its tokens.
    fn split(text: &str) -> Vec<String> {
        let items = Items::of(text.parse().unwrap());
        items
            .map(|item| TokenStream::from_iter(item).to_string())
            .collect()
    }

    /// Each text is one item, alone and with others around it.
    #[track_caller]
    fn one_item_each(texts: &[&str]) {
        let normal = |text: &&str| text.parse::<TokenStream>().unwrap().to_string();
        let expected: Vec<_> = texts.iter().map(normal).collect();
        assert_eq!(split(&texts.join(" ")), expected);
    }

    #[test]
    fn braces_and_semicolons_end_items() {
        one_item_each(&[
            "use a::{b, c};",
            "#[derive(Debug)] /// Told.\n pub struct A { a: u8 }",
            "pub struct B(pub [u8; 3]);",
            "struct C<T>(T) where T: Clone;",
            "struct D;",
            "enum E { A { a: u8 }, B(u8) }",
            "impl<T> A for C<T> where T: Fn(u8) -> u8 { fn a(&self) { ; } }",
            "const F: A = A { a: 1 };",
            "static G: &[u8] = &[1; 2];",
            "const H: u8 = { 1 };",
            "type I = Vec<u8>;",
            "macro_rules! j { () => { 1; }; }",
            "k!(a; b);",
            "k! { a; b }",
            "pub mod l { mod m { struct N; } struct O {} }",
            "mod p;",
            "pub async fn q() -> u8 { if a { 1 } else { 2 } }",
        ]);
    }

    #[test]
    fn inner_attributes_go_with_the_first_item() {
        one_item_each(&["#![allow(a)] #[b] struct A;", "struct B;"]);
    }

    #[test]
    fn what_is_left_is_an_item() {
        assert_eq!(split("struct A; #[b]"), ["struct A ;", "# [b]"]);
        assert!(split("").is_empty());
    }

    #[test]
    fn bodies_of_modules_are_taken_out() {
        let body = |text: &str| {
            let mut item: Vec<_> = text.parse::<TokenStream>().unwrap().into_iter().collect();
            let body = take_body(&mut item)?;
            let rest = TokenStream::from_iter(item).to_string();
            Some((rest, body.to_string()))
        };
        let taken = ("# [a] pub mod b { }".to_owned(), "struct C ;".to_owned());
        assert_eq!(body("#[a] pub mod b { struct C; }"), Some(taken));
        for other in ["mod b;", "struct mode {}", "use mod_a::{b};", "impl B { }"] {
            assert_eq!(body(other), None, "{other}");
        }
    }
}
