//! The crates know each other in one direction only, and what they are built from fits.

use std::collections::BTreeSet;

use super::{metadata, none};

/// Each crate with those of our crates that it may depend on. The unpublished tests may know all.
const MAY_KNOW: [(&str, &[&str]); 4] = [
    ("callwright", &["callwright-macro"]),
    ("callwright-macro", &["callwright-codegen"]),
    ("callwright-cli", &["callwright", "callwright-codegen"]),
    ("callwright-codegen", &[]),
];

#[test]
fn crates_depend_one_way() {
    let metadata = metadata::read();
    let ours: BTreeSet<_> = metadata
        .members()
        .map(|package| package.name.as_str())
        .collect();
    let mut faults = Vec::new();
    for package in metadata.members().filter(|package| package.is_published()) {
        let Some((name, known)) = MAY_KNOW.iter().find(|(name, _)| *name == package.name) else {
            faults.push(format!(
                "{} is missing from the table in this test",
                package.name
            ));
            continue;
        };
        for dependency in package
            .dependencies
            .iter()
            .filter(|dependency| dependency.is_normal())
        {
            if ours.contains(dependency.name.as_str()) && !known.contains(&dependency.name.as_str())
            {
                faults.push(format!("{name} depends on {}", dependency.name));
            }
        }
    }
    none("a crate may not know another", faults);
}

#[test]
fn the_promised_compiler_builds_the_dependencies() {
    let metadata = metadata::read();
    let mut faults = Vec::new();
    for member in metadata.members().filter(|package| package.is_published()) {
        let Some(promised) = member.rust_version.as_deref().map(numbers) else {
            faults.push(format!("{} has no rust-version", member.name));
            continue;
        };
        for package in metadata.built_into(member) {
            let wanted = package
                .rust_version
                .as_deref()
                .map(numbers)
                .unwrap_or_default();
            if wanted > promised {
                faults.push(format!(
                    "{}: {} {} wants {wanted:?}",
                    member.name, package.name, package.version
                ));
            }
        }
    }
    none("rust-version is below that of a dependency", faults);
}

#[test]
fn codegen_builds_one_syn_of_typifys_generation() {
    let metadata = metadata::read();
    let codegen = metadata.member("callwright-codegen");
    let mut versions: Vec<_> = metadata
        .built_into(codegen)
        .into_iter()
        .filter(|package| package.name == "syn" && numbers(&package.version) >= [3, 0, 0])
        .map(|package| package.version.as_str())
        .collect();
    versions.sort();
    // Version 2 is built too: schemars 0.8, which typify takes, derives with it.
    assert_eq!(versions.len(), 1, "versions of syn from 3 on: {versions:?}");
    for (member, dependency) in [("callwright-codegen", "syn"), ("callwright-macro", "syn")] {
        let member = metadata.member(member);
        let own = member
            .dependencies
            .iter()
            .find(|own| own.name == dependency);
        let own = own.map(|own| own.req.as_str());
        assert_eq!(own, Some("^3"), "{}'s own {dependency}", member.name);
    }
}

/// `1.88` as `[1, 88, 0]`, so that versions compare as numbers.
fn numbers(version: &str) -> [u64; 3] {
    let mut numbers = [0; 3];
    let parts = version.split('.').map_while(|part| part.parse().ok());
    numbers
        .iter_mut()
        .zip(parts)
        .for_each(|(number, part)| *number = part);
    numbers
}
