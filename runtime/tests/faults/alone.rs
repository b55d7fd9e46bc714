//! A test in a process of its own: takes the test's name and body, gives the body a ground that is counted.
use std::{path::PathBuf, process::Stdio, time::Duration};

use tokio::{process::Command, runtime};

use crate::{certificate, ground::Ground};

/// Names the folder of the certificate to the child, and so tells it that it is one.
const CHILD: &str = "CALLWRIGHT_TEST_FAULTS";

/// How long a whole test may take on a loaded machine before it counts as hanging.
const DEADLINE: Duration = Duration::from_secs(300);

/// Runs `body` in a child that trusts the certificate of these tests alone and may open as many files as the system lets
/// it, and ends it at the deadline whatever it does.
pub(crate) fn alone<F: Future<Output = ()>>(test: &str, body: impl FnOnce(Ground) -> F) {
    let runtime = || {
        let mut builder = runtime::Builder::new_multi_thread();
        builder.worker_threads(2).enable_all().build().unwrap()
    };
    if let Some(folder) = std::env::var_os(CHILD) {
        let ground = Ground::new(runtime(), certificate::read(&PathBuf::from(folder)));
        return runtime().block_on(body(ground));
    }
    // `module_path!` begins with the crate, which the harness leaves out.
    let name = test.strip_prefix("faults::").unwrap_or(test);
    runtime().block_on(child(name));
}

async fn child(test: &str) {
    let folder = certificate::issue();
    let mut command = Command::new("sh");
    command
        .args(["-c", r#"ulimit -n "$(ulimit -Hn)"; exec "$@""#, "sh"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, &folder)
        .env("SSL_CERT_FILE", certificate::root(&folder))
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let output = tokio::time::timeout(DEADLINE, command.output()).await;
    std::fs::remove_dir_all(&folder).unwrap();
    let output = output.expect("the test ends").unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}\n{complained}"
    );
    print!("{said}");
}

/// A test of each transport that is named.
macro_rules! per_transport {
    ($run:ident: $($name:ident $transport:ident),* $(,)?) => {$(
        #[test]
        fn $name() {
            let test = concat!(module_path!(), "::", stringify!($name));
            crate::alone::alone(test, |ground| $run(ground, crate::transport::Transport::$transport));
        }
    )*};
}

pub(crate) use per_transport;
