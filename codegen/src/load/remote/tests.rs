//! Documents over a real loopback connection: what servers do well and badly, and discovery.

// Test code throughout.
#![allow(clippy::unwrap_used)]

mod kept;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::diagnostic::Diagnostics;
use crate::files::Files;
use crate::load::context::{Context, Mode};
use crate::load::loopback::{Loopback, reply};
use crate::load::vendor::vendor_in;
use crate::load::{load_in, lock};
use crate::options::Fetch;
use crate::source::Source;

const DOCUMENT: &str = "{\"openrpc\":\"1.3.2\"}";
const MOVED: &str = "301 Moved Permanently";

/// A crate of its own with a cache of its own.
struct Crate {
    folder: TempDir,
    context: Context,
    options: Fetch,
}

impl Crate {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let context = Context {
            root: folder.path().join("crate"),
            cache: Some(folder.path().join("cache")),
            offline: None,
            fresh: 0,
            mode: Mode::Build,
        };
        fs::create_dir(&context.root).unwrap();
        Self {
            folder,
            context,
            options: Fetch {
                timeout: 60,
                ..Fetch::default()
            },
        }
    }

    fn load(&self, spec: &str) -> Result<Files, Diagnostics> {
        load_in(
            &Source::parse(spec, &self.context.root),
            &self.options,
            &self.context,
        )
    }

    fn error(&self, spec: &str) -> String {
        self.load(spec).unwrap_err().to_string()
    }

    fn vendor(&self, spec: &str, to: Option<&str>) -> Result<Vec<String>, Diagnostics> {
        let context = Context {
            mode: Mode::Refresh,
            ..self.context.clone()
        };
        let to = to.map(|to| self.context.root.join(to));
        let source = Source::parse(spec, Path::new(""));
        vendor_in(&source, to.as_deref(), &self.options, &context).map(|vendored| vendored.written)
    }

    fn offline(mut self) -> Self {
        self.context.offline = Some("this is a test".to_owned());
        self
    }
}

fn shows(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in: {text}");
    }
}

#[test]
fn a_document_is_fetched_with_headers_and_without_credentials_shown() {
    let server = Loopback::fixed("200 OK", "", DOCUMENT);
    let mut user = Crate::new();
    user.options.headers =
        BTreeMap::from([("x-key".to_owned(), "of ${CARGO_PKG_NAME}".to_owned())]);
    let url = server
        .url("/openrpc.json?v=1")
        .replace("//", "//me:secret@");
    let files = user.load(&url).unwrap();
    assert_eq!(files.files[0].origin, server.url("/openrpc.json?v=1"));
    assert_eq!(files.url(), Some(&*url));
    let request = &server.requests()[0].to_ascii_lowercase();
    shows(
        request,
        &[
            "get /openrpc.json?v=1",
            "x-key: of callwright-codegen",
            "authorization: basic",
            "accept-encoding: gzip",
        ],
    );
}

#[test]
fn references_of_a_fetched_document_are_fetched_without_the_users_headers_elsewhere() {
    let other = Loopback::fixed("200 OK", "", "{}");
    let document = format!(
        r#"{{"a":{{"$ref":"b.yaml#/x"}},"c":{{"$ref":"{}"}}}}"#,
        other.url("/c.json")
    );
    let server =
        Loopback::new(
            move |request, stream| match request.starts_with("GET /api/b.yaml") {
                true => reply(stream, "200 OK", "", "x: {$ref: /etc/passwd}"),
                false if request.starts_with("GET /etc/passwd") => {
                    reply(stream, "404 Not Found", "", "")
                }
                false => reply(stream, "200 OK", "", &document),
            },
        );
    let mut user = Crate::new();
    user.options.headers = BTreeMap::from([("x-key".to_owned(), "secret".to_owned())]);
    let files = user.load(&server.url("/api/doc.json")).unwrap();
    assert_eq!(files.files.len(), 3);
    shows(
        &files.warnings.to_string(),
        &["/etc/passwd` leads nowhere", "404 Not Found"],
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.contains("x-key: secret"))
    );
    assert!(!other.requests()[0].contains("x-key"));
}

#[test]
fn redirects_are_followed_and_bounded() {
    let server = Loopback::new(|request, stream| match request.split(' ').nth(1).unwrap() {
        "/a" => reply(stream, MOVED, "location: /b\r\n", ""),
        "/b" => reply(stream, "200 OK", "", DOCUMENT),
        "/file" => reply(stream, MOVED, "location: file:///etc/passwd\r\n", ""),
        _ => reply(stream, MOVED, "location: /loop\r\n", ""),
    });
    let user = Crate::new();
    assert!(user.load(&server.url("/a")).is_ok());
    shows(
        &user.error(&server.url("/loop")),
        &["error[fetch]", "redirects more than 10 times"],
    );
    shows(
        &user.error(&server.url("/file")),
        &["this is not http or https"],
    );
}

#[test]
fn slow_endless_and_large_replies_end() {
    let mut user = Crate::new();
    (user.options.timeout, user.options.max_size) = (1, 100_000);
    let drip = Loopback::new(|_, stream| {
        _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n{");
        while stream.write_all(b" ").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let endless = Loopback::new(|_, stream| {
        _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b' '; 4096]).is_ok() {}
    });
    let silent = Loopback::new(|_, _| std::thread::sleep(Duration::from_secs(3)));
    let start = Instant::now();
    shows(
        &user.error(&drip.url("/")),
        &["took longer than 1 s", "fetch.timeout"],
    );
    shows(&user.error(&silent.url("/")), &["took longer than 1 s"]);
    user.options.timeout = 60;
    shows(
        &user.error(&endless.url("/")),
        &["more than 100000 bytes", "fetch.max_size"],
    );
    // The drip and the endless reply would go on for ever.
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn packed_replies_are_unpacked_and_bombs_are_not() {
    let server = Loopback::new(|request, stream| {
        let document = " ".repeat(if request.contains("/bomb") {
            200_000
        } else {
            0
        }) + "{}";
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let packing = packed.write_all(document.as_bytes());
        let body = packing.and_then(|()| packed.finish()).unwrap();
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        _ = stream
            .write_all(head.as_bytes())
            .and_then(|()| stream.write_all(&body));
    });
    let mut user = Crate::new();
    user.options.max_size = 100_000;
    assert_eq!(
        user.load(&server.url("/small")).unwrap().files[0].text,
        "{}"
    );
    shows(
        &user.error(&server.url("/bomb")),
        &["more than 100000 bytes"],
    );
}

#[test]
fn what_is_no_document_is_said_clearly() {
    let user = Crate::new();
    let missing = Loopback::fixed(
        "404 Not Found",
        "content-type: text/html\r\n",
        "<html>gone</html>",
    );
    let url = missing.url("/doc.json").replace("//", "//me:secret@");
    let error = user.error(&url);
    shows(
        &error,
        &["/doc.json answers 404 Not Found", "check the address"],
    );
    assert!(
        !error.contains("secret") && !error.contains("<html>"),
        "{error}"
    );
    let page = Loopback::fixed(
        "200 OK",
        "content-type: text/html\r\n",
        "<html>login</html>",
    );
    shows(&user.error(&page.url("/")), &["answers with a web page"]);
    let denied = Loopback::fixed("401 Unauthorized", "", "");
    shows(
        &user.error(&denied.url("/")),
        &["401 Unauthorized", "fetch.headers"],
    );
    shows(
        &user.error("http://127.0.0.1:1/x.json"),
        &["cannot be reached", "refused"],
    );
    let mut user = user;
    user.options.headers = BTreeMap::from([("x".to_owned(), "$CALLWRIGHT_NO_SUCH".to_owned())]);
    shows(
        &user.error("http://127.0.0.1:1/x.json"),
        &["`CALLWRIGHT_NO_SUCH`, which is not set"],
    );
}

#[test]
fn servers_are_asked_over_http() {
    let result = r#"{"jsonrpc":"2.0","id":1,"result":{"openrpc":"1.3.2","methods":[]}}"#;
    let server = Loopback::fixed("200 OK", "", result);
    let user = Crate::new();
    let files = user
        .load(&format!("discover+{}", server.url("/rpc")))
        .unwrap();
    assert_eq!(
        files.files[0].text,
        "{\n  \"openrpc\": \"1.3.2\",\n  \"methods\": []\n}\n"
    );
    assert_eq!(
        files.files[0].origin,
        format!("discover+{}", server.url("/rpc"))
    );
    let request = &server.requests()[0];
    shows(
        request,
        &[
            "POST /rpc",
            "content-type: application/json",
            r#""method":"rpc.discover""#,
        ],
    );
    let fault = Loopback::fixed(
        "200 OK",
        "",
        r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no such method"}}"#,
    );
    shows(
        &user.error(&format!("discover+{}", fault.url("/"))),
        &["does not answer `rpc.discover`: error -32601, no such method"],
    );
}

#[test]
fn servers_are_asked_over_websockets_and_locked() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("discover+ws://{}/ws", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut socket = tungstenite::accept(stream).unwrap();
            assert!(
                socket
                    .read()
                    .unwrap()
                    .into_text()
                    .unwrap()
                    .contains("rpc.discover")
            );
            let notice = r#"{"jsonrpc":"2.0","method":"hello","params":[]}"#;
            for frame in [
                notice,
                r#"{"jsonrpc":"2.0","id":1,"result":{"methods":[]}}"#,
            ] {
                socket.send(frame.into()).unwrap();
            }
        }
    });
    let user = Crate::new();
    assert_eq!(
        user.load(&url).unwrap().files[0].text,
        "{\n  \"methods\": []\n}\n"
    );
    assert_eq!(
        user.vendor(&url, None).unwrap(),
        ["openrpc.json", lock::FILE_NAME]
    );
    assert_eq!(user.offline().load(&url).unwrap().files.len(), 1);
    let mut user = Crate::new();
    user.options.timeout = 1;
    let silent = Loopback::new(|_, _| std::thread::sleep(Duration::from_secs(3)));
    let url = format!("discover+{}", silent.url("/").replace("http", "ws"));
    shows(&user.error(&url), &["took longer than 1 s"]);
}
