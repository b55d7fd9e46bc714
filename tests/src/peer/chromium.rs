//! A page of ours in Chromium without a window: it comes from an origin of its own, calls the server that its address names,
//! and reports.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::CONTENT_TYPE;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, server::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{installed, ours};
use crate::deadline::within;
use crate::fault::Fault;

/// What the page says of each of its visits: the lines of what it was answered.
pub type Report = BTreeMap<String, Vec<String>>;

const OPTIONS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // With it the browser ends when its third descriptor is closed, as it is when the tests are killed.
    "--remote-debugging-pipe",
];

/// The site that the page and its scripts come from.
#[derive(Debug)]
pub struct Site {
    address: SocketAddr,
    serving: JoinHandle<()>,
    report: oneshot::Receiver<Report>,
}

impl Site {
    /// Opens the site on a free loopback port.
    pub async fn open() -> Result<Self, Fault> {
        let opening = |cause: std::io::Error| Fault::during("opening the site", cause);
        let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = bound.map_err(opening)?;
        let address = listener.local_addr().map_err(opening)?;
        let files = Arc::new(files()?);
        let (sender, report) = oneshot::channel();
        let sender = Arc::new(Mutex::new(Some(sender)));
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (files, sender) = (Arc::clone(&files), Arc::clone(&sender));
                let answer = service_fn(move |request| {
                    answer(request, Arc::clone(&files), Arc::clone(&sender))
                });
                let serving = http1::Builder::new().serve_connection(TokioIo::new(stream), answer);
                tokio::spawn(serving);
            }
        });
        Ok(Self {
            address,
            serving,
            report,
        })
    }

    /// The origin, as the browser sends it along.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Has the page visit the server at `http` and at `ws`, and gives its report.
    pub async fn visit(mut self, http: &str, ws: &str) -> Result<Report, Fault> {
        let page = format!("{}/?http={http}&ws={ws}", self.origin());
        let profile = Profile::new()?;
        let mut browser = tokio::process::Command::from(command(&profile.0, &page))
            .kill_on_drop(true)
            .spawn()
            .map_err(|cause| Fault::during("starting Chromium", cause))?;
        // Waiting for it would close this, and end it.
        let _open = browser.stdin.take();
        let reported = tokio::select! {
            report = within("the page", &mut self.report) => report,
            ended = browser.wait() => Err(Fault::new(format!("Chromium ended: {ended:?}"))),
        };
        let _ = browser.kill().await;
        reported?.map_err(|_| Fault::new("the page says nothing that can be read"))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// What the site has, with its types.
type Files = BTreeMap<&'static str, (&'static str, Vec<u8>)>;

fn files() -> Result<Files, Fault> {
    let read =
        |path: PathBuf| std::fs::read(&path).map_err(|cause| Fault::during(path.display(), cause));
    let library = installed("node_modules/@open-rpc/client-js/dist/browser/index.js")?;
    Ok(BTreeMap::from([
        ("/", ("text/html", read(ours("clients/page.html"))?)),
        (
            "/visit.mjs",
            ("text/javascript", read(ours("clients/visit.mjs"))?),
        ),
        ("/client.js", ("text/javascript", read(library)?)),
    ]))
}

type Sender = Arc<Mutex<Option<oneshot::Sender<Report>>>>;

async fn answer(
    request: Request<Incoming>,
    files: Arc<Files>,
    sender: Sender,
) -> Result<Response<Full<Bytes>>, hyper::Error> {
    let path = request.uri().path().to_owned();
    let mut response = Response::new(Full::default());
    if path == "/report" {
        let said = request.into_body().collect().await?.to_bytes();
        let sender = sender.lock().ok().and_then(|mut sender| sender.take());
        // One that can't be read is told by the sender's end.
        if let (Some(sender), Ok(report)) = (sender, serde_json::from_slice(&said)) {
            let _ = sender.send(report);
        }
    } else if let Some((kind, text)) = files.get(path.as_str()) {
        let kind = hyper::header::HeaderValue::from_static(kind);
        response.headers_mut().insert(CONTENT_TYPE, kind);
        *response.body_mut() = Full::new(Bytes::copy_from_slice(text));
    } else {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    Ok(response)
}

fn command(profile: &Path, page: &str) -> Command {
    // The descriptors that the browser listens and tells by.
    let mut command = Command::new("sh");
    command
        .args(["-c", r#"exec chromium "$@" 3<&0 4>/dev/null"#, "chromium"])
        .args(OPTIONS)
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(page)
        .env("HOME", profile)
        .env("TMPDIR", profile)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        // It complains of what it does not find on any machine without a desktop.
        .stderr(Stdio::null());
    command
}

/// A folder for all that the browser writes, which goes with it.
struct Profile(PathBuf);

impl Profile {
    fn new() -> Result<Self, Fault> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("callwright-chromium-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let made = std::fs::create_dir_all(&folder);
        made.map_err(|cause| Fault::during(folder.display(), cause))?;
        Ok(Self(folder))
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // Its children may still be writing for a moment.
        for _ in 0..50 {
            if std::fs::remove_dir_all(&self.0).is_ok() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
}
