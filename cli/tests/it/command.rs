//! Exit codes, files and messages.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use crate::sandbox::{DOCUMENT, Sandbox};

#[test]
fn a_client_goes_to_standard_output_or_to_a_file_that_is_new_only_when_it_changes() {
    let sandbox = Sandbox::new();
    let printed = sandbox.run(&["generate", "openrpc.json", "--name", "Petshop"]);
    printed.is(0, &[]);
    assert!(printed.out.contains("pub struct Petshop"));
    let arguments = [
        "generate",
        "openrpc.json",
        "--name",
        "Petshop",
        "-o",
        "src/shop.rs",
    ];
    sandbox.run(&arguments).is(0, &["wrote src/shop.rs"]);
    let file = sandbox.path("src/shop.rs");
    assert_eq!(fs::read_to_string(&file).unwrap(), printed.out);
    let modified = || fs::metadata(&file).unwrap().modified().unwrap();
    let before = modified();
    sandbox.run(&arguments).is(0, &["src/shop.rs is as it was"]);
    assert_eq!(modified(), before);
    assert_eq!(
        fs::read_dir(sandbox.path("src")).unwrap().count(),
        1,
        "nothing is left over"
    );
}

#[test]
fn a_server_is_asked_for_by_words_or_by_the_file() {
    let sandbox = Sandbox::new();
    let generate = |words: &[&str], options: &str| {
        fs::write(sandbox.path("callwright.toml"), options).unwrap();
        let run = sandbox.run(&[&["generate", "openrpc.json"], words].concat());
        run.is(0, &[]).out.clone()
    };
    let both = generate(&["--server"], "");
    assert_eq!(both, generate(&[], "server = true"));
    let alone = generate(&["--server", "--no-client"], "");
    assert_eq!(alone, generate(&[], "server = true\nclient = false"));
    for code in [&both, &alone] {
        assert!(code.contains("pub trait PetsServer"), "{code}");
    }
    let has_client = |code: &str| code.contains("pub struct Pets {");
    assert!(has_client(&both) && !has_client(&alone));
}

#[test]
fn check_tells_fresh_from_stale_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let check = ["generate", "openrpc.json", "-o", "shop.rs", "--check"];
    sandbox.run(&check).is(
        1,
        &[
            "error[stale]",
            "`callwright generate openrpc.json -o shop.rs`",
        ],
    );
    assert!(!sandbox.path("shop.rs").exists());
    sandbox.run(&check[..4]).is(0, &[]);
    sandbox.run(&check).is(0, &[]);
    fs::write(
        sandbox.path("openrpc.json"),
        DOCUMENT.replace("pets.get", "pets.put"),
    )
    .unwrap();
    sandbox
        .run(&check)
        .is(1, &["error[stale]", "is not what the document gives now"]);
    sandbox
        .run(&["generate", "openrpc.json", "--check"])
        .is(2, &["--output"]);
}

#[test]
fn faults_and_wrong_use_have_their_own_codes() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("broken.json"), "{\n \"a\" 1}").unwrap();
    sandbox
        .run(&["generate", "broken.json"])
        .is(1, &["error[syntax]", "broken.json:2:6", "hint: "]);
    sandbox
        .run(&["generate", "openrcp.json"])
        .is(2, &["error[unreadable]", "did you mean `openrpc.json`?"]);
    sandbox.run(&["generate"]).is(2, &["Usage"]);
    sandbox
        .run(&["generate", "openrpc.json", "--name", "my-shop"])
        .is(2, &["error[options]", "`my-shop`"]);
    sandbox
        .run(&["fetch", "openrpc.json"])
        .is(2, &["only a URL"]);
    fs::write(
        sandbox.path("loose.json"),
        DOCUMENT.replace("}]\n}", "}],\n}"),
    )
    .unwrap();
    sandbox
        .run(&["generate", "loose.json"])
        .is(0, &["warning[loose-syntax]", "loose.json:5:1"]);
    sandbox
        .run(&["generate", "loose.json", "--strict"])
        .is(1, &["error[loose-syntax]"]);
}

#[test]
fn messages_are_objects_one_a_line_when_asked_for() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("broken.json"), "{\n \"a\" 1}").unwrap();
    let run = sandbox.run(&["generate", "broken.json", "--message-format", "json"]);
    let message: serde_json::Value = serde_json::from_str(run.err.trim()).unwrap();
    assert_eq!(message["severity"], "error");
    assert_eq!(message["code"], "syntax");
    assert_eq!(
        (&message["file"], &message["line"], &message["column"]),
        (&"broken.json".into(), &2.into(), &6.into())
    );
    let run = sandbox.run(&[
        "generate",
        "openrpc.json",
        "-o",
        "x.rs",
        "--message-format=json",
    ]);
    assert!(
        run.err.lines().all(|line| line.starts_with('{')),
        "{}",
        run.err
    );
}

#[test]
fn options_come_from_the_file_and_flags_win() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("callwright.toml"), "name = 'FromFile'\n").unwrap();
    assert!(
        sandbox
            .run(&["generate", "openrpc.json"])
            .out
            .contains("pub struct FromFile")
    );
    assert!(
        sandbox
            .run(&["generate", "openrpc.json", "--name", "Flag"])
            .out
            .contains("pub struct Flag")
    );
    fs::write(sandbox.path("other.toml"), "name = 'Other'\nexlude = []\n").unwrap();
    let run = sandbox.run(&["generate", "openrpc.json", "--config", "other.toml"]);
    run.is(2, &["other.toml:2:1", "did you mean `exclude`?"]);
    sandbox
        .run(&["generate", "openrpc.json", "--config", "none.toml"])
        .is(2, &["error[unreadable]"]);
}

#[test]
fn standard_input_is_a_document_and_a_closed_output_is_no_panic() {
    let sandbox = Sandbox::new();
    let mut command = sandbox.command(&["inspect", "-"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(DOCUMENT.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("pets_get(") && text.contains("`pets.get`"),
        "{text}"
    );

    let methods: Vec<String> = (0..5000)
        .map(|n| format!(r#"{{"name": "m{n}", "params": []}}"#))
        .collect();
    let large = format!(
        r#"{{"openrpc": "1.3.2", "info": {{"title": "t", "version": "1"}}, "methods": [{}]}}"#,
        methods.join(",")
    );
    fs::write(sandbox.path("large.json"), large).unwrap();
    let mut command = sandbox.command(&["inspect", "large.json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
}

#[test]
fn a_client_speaks_what_it_is_told_to() {
    let sandbox = Sandbox::new();
    let generate = |wire| sandbox.run(&["generate", "openrpc.json", "--wire", wire]);
    assert!(generate("json,msgpack").out.contains("::v1::both as rt;"));
    let json = sandbox.run(&["generate", "openrpc.json"]);
    assert_eq!(generate("json").out, json.out);
    generate("msgpack").is(2, &["error[options]", "speaks JSON too"]);
    generate("msgpak,json").is(2, &["error[options]", "did you mean `msgpack`?"]);
}
