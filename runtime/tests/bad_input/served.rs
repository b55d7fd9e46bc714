//! The server, in a process of its own, so that what is weighed is the server alone: takes how it is set, gives where it is.
use std::{process::Stdio, time::Duration};

use callwright::{ConnectOptions, HttpOptions, KeepAlive, ServeOptions, Server};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    runtime::Builder,
};

use crate::{
    in_time,
    place::Place,
    service::{Desk, count_panics},
};

/// Tells the child that it is one, and how it is set.
const CHILD: &str = "CALLWRIGHT_TEST_BAD_INPUT";

/// How a server is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Messages up to 64 KiB, batches of three, and all the time that there is.
    Narrow,
    /// The same, and three seconds for all that a client may take.
    Hasty,
    /// As it comes, but for messages up to 256 KiB.
    Plain,
    /// The same, and eight seconds for heads, bodies and reading.
    Brisk,
    /// As it comes.
    Patient,
}

/// The limit of messages where it is narrow, in bytes.
pub(crate) const NARROW: usize = 64 << 10;

/// The same where it is plain.
pub(crate) const PLAIN: usize = 256 << 10;

impl Setting {
    const ALL: [Self; 5] = [
        Self::Narrow,
        Self::Hasty,
        Self::Plain,
        Self::Brisk,
        Self::Patient,
    ];

    fn options(self) -> ServeOptions {
        let (connection, http) = (ConnectOptions::new(), HttpOptions::new());
        let narrow = |connection: ConnectOptions| {
            let connection = connection.with_max_reply_bytes(NARROW);
            connection.with_max_incoming_batch(3)
        };
        let (connection, http) = match self {
            Self::Narrow => (narrow(connection), http.with_max_head_bytes(16 << 10)),
            Self::Hasty => {
                let three = Duration::from_secs(3);
                let pulse = KeepAlive {
                    interval: three,
                    deadline: three,
                };
                let http = http.with_head_timeout(three).with_body_timeout(three);
                let connection = narrow(connection).with_keep_alive(pulse);
                (connection, http.with_write_timeout(three))
            }
            Self::Plain => (connection.with_max_reply_bytes(PLAIN), http),
            Self::Brisk => {
                let eight = Duration::from_secs(8);
                let http = http.with_head_timeout(eight).with_body_timeout(eight);
                let connection = connection.with_max_reply_bytes(PLAIN);
                (connection, http.with_write_timeout(eight))
            }
            Self::Patient => (connection, http),
        };
        ServeOptions::new()
            .with_connection(connection)
            .with_http(http)
    }
}

/// A server. It ends when this is dropped.
pub(crate) struct Served {
    child: Child,
    urls: Vec<(Place, String)>,
    folder: std::path::PathBuf,
    /// Kept, since the harness of the child may have more to say.
    _lines: Lines<BufReader<ChildStdout>>,
}

impl Served {
    pub(crate) async fn start(setting: Setting) -> Self {
        let mut command = Command::new("sh");
        command
            .args(["-c", r#"ulimit -n "$(ulimit -Hn)"; exec "$0" "$@""#])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "served::serve", "--nocapture"])
            .env(CHILD, format!("{setting:?}"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut urls = Vec::new();
        loop {
            let line = in_time(lines.next_line()).await.unwrap();
            let line = line.expect("it says where it is");
            if line == "ready" {
                break;
            }
            let url = line.strip_prefix("url ");
            let named = url.and_then(|url| url.split_once(' '));
            urls.extend(named.and_then(|(name, url)| {
                let place = Place::ALL
                    .into_iter()
                    .find(|place| format!("{place:?}") == name);
                Some((place?, url.to_owned()))
            }));
        }
        let folder = folder(child.id().unwrap());
        Self {
            child,
            urls,
            folder,
            _lines: lines,
        }
    }

    /// The URL by which a client of ours finds it there.
    pub(crate) fn url(&self, place: Place) -> String {
        let listens = match place {
            Place::WebSocket => Place::Http,
            place => place,
        };
        let mut urls = self.urls.iter();
        let (_, url) = urls.find(|(place, _)| *place == listens).unwrap();
        match place {
            Place::WebSocket => url.replace("http:", "ws:"),
            _ => url.clone(),
        }
    }

    /// How much memory it has, in bytes.
    pub(crate) fn memory(&self) -> usize {
        let id = self.child.id().expect("it lives");
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kibibytes = line.unwrap().split_whitespace().next().unwrap();
        kibibytes.parse::<usize>().unwrap() << 10
    }

    /// How many files it has open.
    pub(crate) fn files(&self) -> usize {
        let id = self.child.id().expect("it lives");
        std::fs::read_dir(format!("/proc/{id}/fd")).unwrap().count()
    }

    /// Waits until it has no more files open than so many.
    pub(crate) async fn has_closed_down_to(&self, files: usize) {
        let closed = async {
            while self.files() > files {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        in_time(closed).await;
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// Where the sockets of the process of this number lie.
fn folder(process: u32) -> std::path::PathBuf {
    std::env::temp_dir().join(format!("callwright-bad-input-{process}"))
}

/// Nothing, unless this is the child.
#[test]
fn serve() {
    let Ok(name) = std::env::var(CHILD) else {
        return;
    };
    let mut settings = Setting::ALL.into_iter();
    let setting = settings.find(|setting| format!("{setting:?}") == name);
    let setting = setting.expect("it is one of those");
    count_panics();
    // On one thread answers come in the order of the requests, and pages are the same each time.
    let mut builder = match setting {
        Setting::Narrow | Setting::Hasty => Builder::new_current_thread(),
        _ => Builder::new_multi_thread(),
    };
    let runtime = builder.worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = folder(std::process::id());
        std::fs::create_dir_all(&folder).unwrap();
        let server = Server::with_options(Desk, setting.options());
        // The harness has begun a line.
        println!();
        for place in Place::ALL {
            let Some(url) = place.listens_at(folder.to_str().unwrap()) else {
                continue;
            };
            let listening = server.listen(&url).await.unwrap();
            println!("url {place:?} {}", listening.url());
        }
        println!("ready");
        server.ended().await;
    });
}
