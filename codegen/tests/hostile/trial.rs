//! Takes the text of a document and gives what generating from it came to, in a process of its own.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use callwright_codegen::{Options, Source, generate};

/// Names the document to the process that is started for it.
const DOCUMENT: &str = "CALLWRIGHT_HOSTILE";

/// What became of a document.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Bytes of the formatted client; none where the document was refused.
    pub(crate) code: Option<usize>,
    /// The codes of all that was found, errors first, each once.
    pub(crate) codes: Vec<String>,
    /// Everything that was found, as users see it.
    pub(crate) text: String,
    /// The most memory that the process held, in MB.
    pub(crate) memory: u64,
    /// From start to end of the process.
    pub(crate) time: Duration,
}

/// Generates from a document of this name. Fails where the process does not end by itself.
pub(crate) fn generated(name: &str, document: impl AsRef<[u8]>) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, document).unwrap();
    generated_from(&path)
}

/// As `generated`, of a file that is there.
pub(crate) fn generated_from(path: &Path) -> Outcome {
    let started = Instant::now();
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "trial::child", "--nocapture"])
        .env(DOCUMENT, path)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&child.stdout).into_owned();
    let told = text.split_once("told:").map(|(_, told)| told);
    let said = String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success(), "{}: {said}", child.status);
    let mut lines = told.unwrap().splitn(4, '\n').map(str::to_owned);
    let mut line = || lines.next().unwrap();
    Outcome {
        code: line().trim().parse().ok(),
        memory: line().parse().unwrap(),
        codes: line().split_whitespace().map(str::to_owned).collect(),
        text: line(),
        time: started.elapsed(),
    }
}

/// The process that is started for a document; where none is named, nothing to do. Like every test it has a stack of
/// 2 MB, less than macros and build scripts have.
#[test]
fn child() {
    let Some(path) = std::env::var_os(DOCUMENT) else {
        return;
    };
    let mut options = Options::default();
    options.fetch.offline = true;
    let generated = generate(&Source::Path(path.into()), &options);
    let (code, found) = match generated {
        Ok(generated) => (Some(generated.code().unwrap().len()), generated.warnings),
        Err(found) => (None, found),
    };
    let mut codes: Vec<_> = found.iter().map(|d| (d.severity, d.code)).collect();
    codes.sort();
    codes.dedup();
    let codes: Vec<_> = codes.iter().map(|(_, code)| code.as_str()).collect();
    println!("told:{code:?}\n{}\n{}", peak(), codes.join(" "));
    for diagnostic in found.iter().take(20) {
        println!("{diagnostic}");
    }
}

/// The most memory that this process ever held, in MB; 0 where the system does not tell.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number
        .and_then(|number| number.parse::<u64>().ok())
        .unwrap_or_default()
        / 1024
}
