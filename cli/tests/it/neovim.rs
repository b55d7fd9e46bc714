//! Importing what a Neovim says of its API, from descriptions that we wrote and a `nvim` that prints one.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, finished};

/// A description in JSON, which is taken as well as MessagePack.
fn description() -> String {
    let function = |name: &str, kind: &str| json!({ "name": name, "parameters": [[kind, "x"]], "return_type": "void", "since": 1 });
    let description = json!({
        "version": { "major": 0, "minor": 9, "patch": 1, "api_level": 11 },
        "functions": [function("nvim_command", "String"), function("nvim_call", "LuaRef"), function("nvim_new", "Quux")],
    });
    description.to_string()
}

#[test]
fn a_description_in_a_file_or_on_standard_input_becomes_a_document() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("api.json"), description()).unwrap();
    let arguments = ["import", "neovim", "--api-info", "api.json"];
    let printed = sandbox.run(&arguments);
    printed.is(
        0,
        &[
            "warning[untyped]: Neovim's type `Quux`",
            "function of Lua: nvim_call",
        ],
    );
    let document: Value = serde_json::from_str(&printed.out).unwrap();
    assert_eq!(document["info"]["version"], "0.9.1");
    assert_eq!(document["methods"][0]["name"], "nvim_command");

    let to_file = [&arguments[..], &["-o", "neovim.json"]].concat();
    sandbox.run(&to_file).is(0, &["wrote neovim.json"]);
    assert_eq!(
        fs::read_to_string(sandbox.path("neovim.json")).unwrap(),
        printed.out
    );
    sandbox.run(&to_file).is(0, &["neovim.json is as it was"]);
    sandbox.run(&["inspect", "neovim.json"]).is(0, &[]);

    let mut piped = sandbox.command(&["import", "neovim", "--api-info", "-"]);
    piped.stdin(fs::File::open(sandbox.path("api.json")).unwrap());
    assert_eq!(finished(&mut piped).out, printed.out);
}

#[test]
fn the_nvim_of_the_path_is_asked_and_a_missing_one_is_told() {
    let sandbox = Sandbox::new();
    let folder = sandbox.path("bin");
    fs::create_dir(&folder).unwrap();
    let mut command = sandbox.command(&["import", "neovim"]);
    let hints = ["error[unreadable]: `nvim` cannot be run", "install Neovim"];
    finished(command.env("PATH", &folder)).is(2, &hints);

    let nvim = folder.join("nvim");
    let script = format!(
        "#!/bin/sh\n[ \"$1\" = --api-info ] || exit 3\necho '{}'\n",
        description()
    );
    fs::write(&nvim, script).unwrap();
    fs::set_permissions(&nvim, fs::Permissions::from_mode(0o755)).unwrap();
    let run = finished(&mut command);
    run.is(0, &[]);
    assert!(run.out.contains("nvim_command"), "{}", run.out);

    fs::write(&nvim, "#!/bin/sh\nexit 3\n").unwrap();
    finished(&mut command).is(2, &["`nvim --api-info` failed: exit status: 3"]);
}

#[test]
fn an_address_and_a_file_are_not_asked_for_together() {
    let sandbox = Sandbox::new();
    let both = ["import", "neovim", "--address", "a", "--api-info", "b"];
    sandbox.run(&both).is(2, &["cannot be used with"]);
}

#[test]
fn what_is_no_description_is_a_fault() {
    let sandbox = Sandbox::new();
    let import = |file| sandbox.run(&["import", "neovim", "--api-info", file]);
    import("openrpc.json").is(
        1,
        &["error[syntax]", "not what a Neovim says", "--api-info"],
    );
    import("none.mpack").is(2, &["error[unreadable]: `none.mpack` cannot be read"]);
}
