//! What `cargo metadata` says of the workspace and of what it is built from.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde::Deserialize;

use super::tracked;

#[derive(Deserialize)]
pub(super) struct Metadata {
    pub(super) packages: Vec<Package>,
    workspace_members: BTreeSet<String>,
    resolve: Resolve,
}

#[derive(Deserialize)]
pub(super) struct Package {
    id: String,
    pub(super) name: String,
    pub(super) version: String,
    pub(super) rust_version: Option<String>,
    pub(super) dependencies: Vec<Dependency>,
    /// Empty where `publish = false`.
    publish: Option<Vec<String>>,
}

#[derive(Deserialize)]
pub(super) struct Dependency {
    pub(super) name: String,
    /// As the manifest asks for it, such as `^3`.
    pub(super) req: String,
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    kind: Option<String>,
}

impl Package {
    pub(super) fn is_published(&self) -> bool {
        self.publish
            .as_ref()
            .is_none_or(|registries| !registries.is_empty())
    }
}

impl Dependency {
    /// Neither for tests nor for a build script.
    pub(super) fn is_normal(&self) -> bool {
        self.kind.is_none()
    }
}

/// The whole graph, with every feature on.
pub(super) fn read() -> Metadata {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--all-features"])
        .current_dir(tracked::top())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("cargo metadata is as documented")
}

impl Metadata {
    /// The crates of this repository.
    pub(super) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .iter()
            .filter(|package| self.workspace_members.contains(&package.id))
    }

    /// The member of this name.
    pub(super) fn member(&self, name: &str) -> &Package {
        self.members()
            .find(|package| package.name == name)
            .expect("a member of the workspace")
    }

    /// Everything that is built into `root` for its users: normal dependencies, near and far, itself included.
    pub(super) fn built_into(&self, root: &Package) -> Vec<&Package> {
        let nodes: BTreeMap<_, _> = self
            .resolve
            .nodes
            .iter()
            .map(|node| (node.id.as_str(), node))
            .collect();
        let mut reached = BTreeSet::from([root.id.as_str()]);
        let mut waiting = vec![root.id.as_str()];
        while let Some(id) = waiting.pop() {
            let normal = nodes[id]
                .deps
                .iter()
                .filter(|edge| edge.dep_kinds.iter().any(|it| it.kind.is_none()));
            waiting.extend(
                normal
                    .map(|edge| edge.pkg.as_str())
                    .filter(|id| reached.insert(id)),
            );
        }
        self.packages
            .iter()
            .filter(|package| reached.contains(package.id.as_str()))
            .collect()
    }
}
