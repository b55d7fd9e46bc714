//! What a release promises agrees with itself.

use super::{metadata, tracked};

#[test]
fn the_changelog_has_the_current_version() {
    let version = metadata::read().member("callwright").version.clone();
    let changelog = std::fs::read_to_string(tracked::top().join("CHANGELOG.md"))
        .expect("there is a CHANGELOG.md");
    let headings = changelog
        .lines()
        .filter_map(|line| line.strip_prefix("## "));
    let mut versions =
        headings.map(|heading| heading.trim_start_matches('[').split([']', ' ']).next());
    assert!(
        versions.any(|it| it == Some(&version)),
        "no heading for {version} in CHANGELOG.md"
    );
}

#[test]
fn the_crates_share_one_version() {
    let metadata = metadata::read();
    let version = &metadata.member("callwright").version;
    let others: Vec<_> = metadata
        .members()
        .filter(|package| package.version != *version)
        .map(|it| &it.name)
        .collect();
    assert!(others.is_empty(), "not at {version}: {others:?}");
}
