//! Takes a document and gives what generating from it came to, in a process of its own.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

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
    /// What was found, in the words that users see.
    pub(crate) text: String,
    /// The most memory that the process held, in MB.
    pub(crate) memory: u64,
    /// CPU time of the process: what does not grow when others use the machine too.
    pub(crate) time: Duration,
}

impl Outcome {
    #[track_caller]
    pub(crate) fn assert_generated(&self) {
        assert!(self.code.is_some(), "{}", self.text);
    }

    #[track_caller]
    pub(crate) fn assert_refused(&self, code: &str, message: &str) {
        assert_eq!(self.code, None, "{}", self.text);
        assert_eq!(self.codes[0], code, "{}", self.text);
        assert!(self.text.contains(message), "{}", self.text);
    }

    /// It was told, whatever else was.
    #[track_caller]
    pub(crate) fn assert_warned(&self, code: &str, message: &str) {
        assert!(
            self.codes.iter().any(|found| found == code),
            "{:?}",
            self.codes
        );
        assert!(self.text.contains(message), "{}", self.text);
    }

    /// Seconds and MB that it may take at most.
    #[track_caller]
    pub(crate) fn assert_bounded(&self, seconds: u64, memory: u64) {
        assert!(self.time < Duration::from_secs(seconds), "{:?}", self.time);
        assert!(self.memory < memory, "{} MB", self.memory);
    }
}

/// How the file of a document is called.
pub(crate) enum Format {
    Json,
    Yaml,
}

/// Generates from a document. Fails where the process does not end by itself.
pub(crate) fn generated(format: Format, document: impl AsRef<[u8]>) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(match format {
        Format::Json => "openrpc.json",
        Format::Yaml => "openrpc.yaml",
    });
    fs::write(&path, document).unwrap();
    generated_from(&path)
}

/// As `generated`, of a file that is there and of those that it leads to.
pub(crate) fn generated_from(path: &Path) -> Outcome {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "trial::child", "--nocapture"])
        .env(DOCUMENT, path)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&child.stdout).into_owned();
    let told = text.split_once("told:").map(|(_, told)| told);
    let said = String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success(), "{}: {said}", child.status);
    let mut lines = told.unwrap().splitn(5, '\n').map(str::to_owned);
    let mut line = || lines.next().unwrap();
    Outcome {
        code: line().trim().parse().ok(),
        memory: line().parse().unwrap(),
        codes: line().split_whitespace().map(str::to_owned).collect(),
        time: Duration::from_millis(line().parse().unwrap()),
        text: line(),
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
    let code = code.map_or_else(String::new, |code| code.to_string());
    println!(
        "told:{code}\n{}\n{}\n{}",
        peak(),
        codes.join(" "),
        cpu_time()
    );
    for diagnostic in found.iter().take(200) {
        println!("{}", diagnostic.message);
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

/// What this process has used, in milliseconds; 0 where the system does not tell.
fn cpu_time() -> u64 {
    const TICK: u64 = 10;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_the_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let ticks = behind_the_name.split(' ').skip(11).take(2);
    ticks
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum::<u64>()
        * TICK
}
