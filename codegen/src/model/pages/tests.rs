//! Which methods come in pages, and what is said of rules that do not fit.

use super::*;
use crate::diagnostic::Diagnostics;
use crate::files::Files;
use crate::options::Options;
use crate::schema::Normaliser;

/// A method `list` with these members beside its params `cursor`, `limit` and `filter`.
fn pages_of(members: &str, options: &Options) -> (Option<Walk>, Vec<String>) {
    let text = format!(
        r#"{{"openrpc":"1.3.2","info":{{"title":"t","version":"1"}},"methods":[{{"name":"list","params":[
            {{"name":"cursor","schema":true}},{{"name":"limit","schema":true}},{{"name":"filter","schema":true}}],{members}}}]}}"#
    );
    let files = Files::json(&text);
    let mut notes = Diagnostics::default();
    let document = document::read(&files, &mut notes).unwrap();
    let mut schemas = Normaliser::new(&files, options);
    let mut cx = Context {
        files: &files,
        options,
        schemas: &mut schemas,
        notes: &mut notes,
    };
    let pages = build(&document.methods[0], &document, "List", &mut cx);
    unused_rules(&document, &mut cx);
    let said = notes.iter().map(|note| note.message.clone()).collect();
    (pages.map(|pages| pages.walk), said)
}

const RESULT: &str = r#""result":{"name":"r","schema":{"oneOf":[{"type":"null"},{"type":"object","properties":
    {"data":{"type":"array","items":{"type":"string"}},"next":{"type":"string"}}}]}}"#;

fn rule(text: &str) -> PagingRule {
    serde_json::from_str(text).unwrap()
}

#[test]
fn names_alone_never_trigger_paging() {
    let (walk, said) = pages_of(RESULT, &Options::default());
    assert_eq!((walk, said.len()), (None, 0));
}

#[test]
fn the_extension_is_taken_and_the_options_win() {
    let members =
        format!(r#"{RESULT},"x-pagination":{{"items":"data","key_in":"cursor","key_out":"next"}}"#);
    let (walk, said) = pages_of(&members, &Options::default());
    let walk = walk.unwrap();
    assert_eq!(
        (walk.key_param, walk.key_out, said.len()),
        (0, vec!["next".to_owned()], 0)
    );

    let mut options = Options::default();
    options
        .paging
        .insert("list".to_owned(), rule(r#"{"off":true}"#));
    assert_eq!(pages_of(&members, &options).0, None);
}

#[test]
fn a_rule_for_this_method_that_does_not_fit_is_told() {
    for (text, expected) in [
        (
            r#"{"items":"data","key_in":"page","key_out":"next"}"#,
            "no param `page`",
        ),
        (r#"{"items":"data","key_in":"cursor"}"#, "no `key_out`"),
        (
            r#"{"items":"rows","key_in":"cursor","key_out":"next"}"#,
            "no list at `rows`",
        ),
        (
            r#"{"items":"data","key_in":"cursor","kind":"offset"}"#,
            "nothing ends it",
        ),
        (r#"{"items":"data","key_out":"next"}"#, "no `key_in`"),
        (
            r#"{"items":"data","key_in":"cursor","key_out":"next","ends_on":["short-page"]}"#,
            "`short-page` needs",
        ),
    ] {
        let mut options = Options::default();
        options.paging.insert("list".to_owned(), rule(text));
        let (_, said) = pages_of(RESULT, &options);
        assert_eq!(said.len(), 1, "{text}: {said:?}");
        assert!(said[0].contains(expected), "{said:?}");
    }
}

#[test]
fn a_rule_for_many_is_silent_where_it_does_not_fit_and_told_where_it_matches_nothing() {
    let mut options = Options::default();
    options.paging.insert(
        "*".to_owned(),
        rule(r#"{"items":"rows","key_in":"cursor","key_out":"next"}"#),
    );
    let (walk, said) = pages_of(RESULT, &options);
    assert_eq!((walk, said.len()), (None, 0));
    options
        .paging
        .insert("other_*".to_owned(), PagingRule::default());
    assert_eq!(
        pages_of(RESULT, &options).1,
        ["the paging rule \"other_*\" matches no method"]
    );
}

#[test]
fn paths_can_be_pointers_and_nested() {
    let mut options = Options::default();
    let text = r#"{"items":"/data","key_in":"filter.after.token","key_out":"next","more":"!last","drop":["limit"]}"#;
    options.paging.insert("list".to_owned(), rule(text));
    let walk = pages_of(RESULT, &options).0.unwrap();
    assert_eq!(walk.key_param, 2);
    assert_eq!(walk.key_path, ["after", "token"]);
    assert_eq!(walk.more, Some((vec!["last".to_owned()], true)));
    assert_eq!(walk.drop, [1]);
}
