//! What no file may hold: holes, skipped tests, the paths of one machine, the addresses of one registry.

use super::none;
use super::tracked::{File, all, sources};

#[test]
fn nothing_is_left_undone() {
    // Written in two halves, so that this file does not hold them.
    let holes = [
        ["to", "do!("].concat(),
        ["unimple", "mented!("].concat(),
        ["#[ig", "nore"].concat(),
    ];
    none(
        "unfinished code or a skipped test",
        lines_with(sources(), |line| {
            holes.iter().any(|hole| line.contains(hole))
        }),
    );
}

#[test]
fn no_path_of_one_machine() {
    let folders = ["work", "tmp", "root", "farm"].map(|folder| format!("/{folder}/"));
    let hidden = [".lib", "rary"].concat();
    let faults = lines_with(all(), |line| {
        line.contains(&hidden) || folders.iter().any(|folder| has_absolute(line, folder))
    });
    none("a path of one machine", faults);
}

#[test]
fn no_registry_but_the_public_one() {
    let public = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    let mut faults = Vec::new();
    for file in all() {
        match file.name() {
            "Cargo.lock" => {
                let foreign = |line: &str| line.starts_with("source = ") && line != public;
                faults.extend(lines_with(vec![file], foreign));
            }
            "package-lock.json"
            | "npm-shrinkwrap.json"
            | "yarn.lock"
            | ".npmrc"
            | ".pypirc"
            | "pip.conf" => {
                faults.push(format!("{}: names the registry of who wrote it", file.path));
            }
            name if name.ends_with(".toml")
                || name.ends_with(".sh")
                || file.path.starts_with(".ci/") =>
            {
                let settings = [
                    "index-url",
                    "replace-with",
                    "--registry",
                    "[registries",
                    "registry =",
                ];
                faults.extend(lines_with(vec![file], |line| {
                    settings.iter().any(|it| line.contains(it))
                }));
            }
            _ => {}
        }
    }
    none("a registry is named", faults);
}

fn lines_with(files: Vec<File>, is_bad: impl Fn(&str) -> bool) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        let bad = file
            .text
            .lines()
            .enumerate()
            .filter(|(_, line)| is_bad(line));
        faults.extend(
            bad.map(|(index, line)| format!("{}:{}: {}", file.path, index + 1, line.trim())),
        );
    }
    faults
}

/// Whether an absolute path starts with `folder` here: `/folder/` with a name after it, and before it nothing that
/// makes it the middle of a longer path or of a URL.
fn has_absolute(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + folder.len()..].chars().next();
        let starts = !before.is_some_and(|c| c.is_alphanumeric() || "._-~}/$*>)#".contains(c));
        starts && after.is_some_and(|c| c.is_alphanumeric() || c == '.')
    })
}

#[test]
fn absolute_paths_are_found() {
    let folder = ["/ro", "ot/"].concat();
    assert!(has_absolute(&format!("see {folder}x"), &folder));
    assert!(has_absolute(&format!("\"{folder}.cargo\""), &folder));
    assert!(!has_absolute(&format!("https://a.b{folder}x"), &folder));
    assert!(!has_absolute(&format!("..{folder}x"), &folder));
}
