//! Takes bytes and puts them in a file, whole and only when they are new.

use std::io::Write as _;
use std::path::Path;
use std::{fs, io};

/// Gives whether the file changed. Others see the old content or the new one, never a part.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    // A link keeps leading to its file: it is the file that is replaced.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".callwright-");
    if let Some(permissions) = permissions(path) {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(true)
}

/// Those of the file that is replaced; else those that any new file gets, less the umask.
fn permissions(path: &Path) -> Option<fs::Permissions> {
    let old = fs::metadata(path)
        .ok()
        .map(|metadata| metadata.permissions());
    #[cfg(unix)]
    let old = old.or_else(|| Some(std::os::unix::fs::PermissionsExt::from_mode(0o666)));
    old
}
