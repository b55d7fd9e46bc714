//! Joins, relative paths and URLs as users see them.

use super::*;

#[test]
fn references_join_to_files_and_urls() {
    let file = Location::local(Path::new("/a/b/../doc.json"));
    assert_eq!(
        file.join("./x/../y.json"),
        Some(Location::local(Path::new("/a/y.json")))
    );
    let spaced = Location::local(Path::new("/a/x y.json"));
    assert_eq!(file.join("x%20y.json"), Some(spaced.clone()));
    assert_eq!(file.join("file:x%20y.json"), Some(spaced));
    assert_eq!(
        file.join("https://h/y#/z"),
        Some(Location::Url("https://h/y".into()))
    );
    let url = Location::url("https://h/a/doc.json?v=1");
    assert_eq!(
        url.join("../y.json"),
        Some(Location::Url("https://h/y.json".into()))
    );
    assert_eq!(url.join("file:///etc/passwd"), None);
    let absolute = Location::local(Path::new("/x/y.json"));
    assert_eq!(file.join("file:///x/y.json"), Some(absolute));
    assert_eq!(file.join("ftp://x/y.json"), None);
    assert_eq!(
        url.join("/y.json"),
        Some(Location::Url("https://h/y.json".into()))
    );
    let server = Location::Server("discover+http://h/rpc".into());
    assert_eq!(
        server.join("y.json"),
        Some(Location::Url("http://h/y.json".into()))
    );
    assert_eq!(
        Location::Server("discover+ws://h".into()).join("y.json"),
        None
    );
}

#[test]
fn meta_schemas_are_known() {
    let known = |url: &str, published| {
        assert_eq!(Location::url(url), Location::Known(published));
    };
    for url in [
        "https://meta.open-rpc.org/",
        "https://raw.githubusercontent.com/open-rpc/meta-schema/master/schema.json",
        "https://raw.githubusercontent.com/open-rpc/spec/master/spec/1.3/schema.json",
        "https://unpkg.com/@open-rpc/meta-schema@1.14.9/schema.json",
    ] {
        known(url, Published::OpenRpc);
    }
    for url in [
        "https://meta.json-schema.tools",
        "http://json-schema.org/draft-07/schema",
    ] {
        known(url, Published::JsonSchema);
    }
    let other = "https://meta.open-rpc.org.example/";
    assert_eq!(Location::url(other), Location::Url(other.into()));
}

#[test]
fn origins_hide_credentials_and_the_machine() {
    let base = Path::new("/home/me/crate");
    let origin = |path: &str| Location::local(Path::new(path)).origin(base);
    assert_eq!(origin("/home/me/crate/api/doc.json"), "api/doc.json");
    assert_eq!(origin("/home/me/shared/doc.json"), "../shared/doc.json");
    assert_eq!(origin("/elsewhere/doc.json"), "/elsewhere/doc.json");
    assert_eq!(origin("api/doc.json"), "api/doc.json");
    let url = Location::url("https://user:secret@h:8/doc.json");
    assert_eq!(url.origin(base), "https://h:8/doc.json");
}

#[test]
fn servers_are_told_apart() {
    assert!(same_server("https://H/a", "https://u:p@h/b?c"));
    assert!(!same_server("https://h/a", "http://h/a"));
    assert!(!same_server("https://h/a", "https://h:8/a"));
    assert!(!same_server("https://h/a", "https://h.example/a"));
    assert!(!same_server("https://h?a/b", "https://i?a/b"));
}
