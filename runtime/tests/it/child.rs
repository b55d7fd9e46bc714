//! A test in a process of its own, for what is counted per process.
use std::process::Command;

/// Tells the child that it is one.
const CHILD: &str = "CALLWRIGHT_TEST_CHILD";

/// Whether this process runs one test alone.
pub fn is_one() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Runs the test of this path in a process of its own.
pub async fn passes(test: &'static str) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test]).env(CHILD, "1");
    let output = tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{output:?}"
    );
}
