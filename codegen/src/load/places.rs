//! Takes a reference and gives the places where what it names may lie, the likeliest first.

use std::path::Path;

use crate::files::{FileId, Files, Location};

/// Folders above a document that are searched where nothing says which of them is the root.
const MOST_ABOVE: usize = 4;

/// Its file, the document, the root of the repository, then the folders above the document: each with words for it.
pub(super) fn of(
    files: &Files,
    from: FileId,
    reference: &str,
    crate_root: &Path,
) -> Vec<(&'static str, Location)> {
    let location = |id: FileId| files.files.get(id.0).map(|file| &file.location);
    let mut found: Vec<(&'static str, Location)> = Vec::new();
    let mut join = |words, from: &Location| {
        found.extend(from.join(reference).map(|to| (words, to)));
    };
    if let Some(from) = location(from) {
        join("its file", from);
    }
    if let Some(document @ Location::Local(path)) = location(FileId::ROOT) {
        join("the document", document);
        let inside = |folder: &Path| Location::Local(folder.join("document"));
        let above = above(path, crate_root);
        if let Some(root) = above.last().filter(|folder| is_repository(folder)) {
            join("the root of the repository", &inside(root));
        }
        for folder in above {
            join("a folder above the document", &inside(folder));
        }
    }
    // What a fetched document says must not lead to local files, nor one place be tried twice.
    let remote = matches!(location(from), Some(Location::Url(_) | Location::Server(_)));
    let mut seen = Vec::new();
    found.retain(|(_, to)| {
        let refused = remote && matches!(to, Location::Local(_));
        let new = !seen.contains(to);
        seen.push(to.clone());
        new && !refused
    });
    found
}

/// The folders above the document's own, nearest first, up to the root of the repository or else of the crate.
fn above<'p>(document: &'p Path, crate_root: &Path) -> Vec<&'p Path> {
    let folders = || document.ancestors().skip(1);
    let last = folders()
        .position(is_repository)
        .or_else(|| folders().position(|folder| folder == crate_root))
        .unwrap_or(MOST_ABOVE);
    let inside = folders().take(last + 1).skip(1);
    // The root of the disk is nobody's project.
    inside.filter(|folder| folder.parent().is_some()).collect()
}

fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(document: &str, crate_root: &str) -> Vec<String> {
        let above = above(Path::new(document), Path::new(crate_root));
        above.iter().map(|it| it.display().to_string()).collect()
    }

    #[test]
    fn the_search_ends_at_the_crate_or_soon() {
        let document = "/no/such/a/b/c/d/e/openrpc.json";
        assert_eq!(
            shown(document, "/no/such/a/b/c"),
            ["/no/such/a/b/c/d", "/no/such/a/b/c"]
        );
        assert!(shown(document, "/no/such/a/b/c/d/e").is_empty());
        assert_eq!(shown(document, "/elsewhere").len(), 4);
        assert_eq!(shown("/no/openrpc.json", "/elsewhere").len(), 0);
    }
}
