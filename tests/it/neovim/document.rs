//! The document that is made of Neovim's description.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use callwright_codegen::neovim;
use callwright_tests::peer;
use serde_json::Value;

use crate::doors::command::command;

/// Runs `callwright import neovim` with these arguments.
fn import(arguments: &[&str]) -> Output {
    let mut command = Command::new(command());
    command.args(["import", "neovim"]).args(arguments);
    command.output().expect("the command runs")
}

fn document(arguments: &[&str]) -> String {
    let run = import(arguments);
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{told}");
    assert!(
        told.contains("function of Lua: nvim_buf_call, nvim_win_call"),
        "{told}"
    );
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn the_command_makes_the_same_document_of_the_program_and_of_what_it_printed() {
    let description = neovim::api_info("nvim").unwrap();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("api-info.mpack");
    std::fs::write(&file, &description).unwrap();
    let of_program = document(&[]);
    assert_eq!(
        of_program,
        document(&["--api-info", file.to_str().unwrap()])
    );
    assert_eq!(of_program, neovim::import(&description).unwrap().text());
}

#[test]
fn a_running_neovim_gives_the_same_document_by_any_address() {
    let of_program = document(&[]);
    let server = peer::Neovim::start().expect("nvim starts");
    let [path, port] = [server.unix(), server.tcp()].map(|url| {
        let plain = url.trim_start_matches("msgpack+unix:");
        plain.trim_start_matches("msgpack+tcp://").to_owned()
    });
    let urls = [server.unix(), server.tcp(), peer::Neovim::embedded()];
    for address in urls.iter().chain([&path, &port]) {
        assert_eq!(document(&["--address", address]), of_program, "{address}");
    }
}

#[test]
fn an_address_where_no_neovim_is_is_told() {
    let run = import(&["--address", "there/is/none"]);
    assert_eq!(run.status.code(), Some(2));
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(
        told.contains("error[unreadable]: `there/is/none` gives no description"),
        "{told}"
    );
    assert!(told.contains("v:servername"), "{told}");
}

#[test]
fn it_has_every_function_and_passes_the_meta_schema() {
    let imported = neovim::import(&neovim::api_info("nvim").unwrap()).unwrap();
    assert!(imported.warnings.is_empty(), "{}", imported.warnings);
    let methods = imported.document["methods"].as_array().unwrap();
    let count = |is: fn(&Value) -> bool| methods.iter().filter(|method| is(method)).count();
    assert!(count(|method| method["x-notification"].is_null()) > 240);
    assert!(count(|method| method["deprecated"] == true) > 50);
    assert!(count(|method| method["x-notification"] == true) > 60);

    let mut judge = peer::judge().expect("it is installed");
    let mut judge = judge
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = imported.text();
    judge
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let judged = judge.wait_with_output().unwrap();
    assert!(judged.status.success());
    assert_eq!(String::from_utf8(judged.stdout).unwrap(), "");
}
