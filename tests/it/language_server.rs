//! pyright, a language server that is our child: it asks us as much as we ask it, in the same space of ids.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use callwright::{
    ChildProcess, ConnectOptions, Connection as _, Error, Framing, Handlers, Notifications, Params,
    Request, ServerError,
};
use callwright_tests::deadline::by;
use callwright_tests::peer::child::pyright;
use callwright_tests::written::language_server::LanguageServer;
use callwright_tests::written::language_server::notifications::{
    Notification, TextDocumentPublishDiagnostics,
};
use callwright_tests::written::language_server::requests::Requests;
use callwright_tests::written::language_server::types::{
    Document, Position, ProgressToken, TextDocumentCompletionResult, TextDocumentItem,
    WorkspaceFolder,
};
use serde_json::{Value, json};

/// It reads the whole of Python's types before it says a word about a file: seconds where nothing else runs.
const DEADLINE: Duration = Duration::from_secs(180);

/// `double` is called in the fifth line, with a result of the wrong type; the sixth is not finished.
const OPENED: &str = "import os\ndef double(x: int) -> int:\n    \"\"\"Doubles.\"\"\"\n    return x * 2\ny: str = double(2)\nos.pat\n";

/// A folder with two faulty files, and a server for it.
struct Session {
    folder: PathBuf,
    server: LanguageServer,
    heard: Notifications<Notification>,
}

impl Session {
    /// Starts the server, shakes hands and opens a file.
    async fn start(handlers: Handlers) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("language-server-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("opened.py"), OPENED).unwrap();
        std::fs::write(folder.join("closed.py"), "z: int = 'one'\n").unwrap();

        let options = ConnectOptions::new()
            .with_framing(Framing::ContentLength)
            .with_timeout(DEADLINE)
            .with_handlers(handlers);
        let command = pyright().expect("pyright is installed").into();
        let connection = ChildProcess::new(command).start(options).unwrap();
        let server = LanguageServer::with_connection(connection);
        let heard = server.notifications().await.unwrap();
        let mut session = Self {
            folder,
            server,
            heard,
        };
        session.open().await;
        session
    }

    async fn open(&mut self) {
        let root = format!("file://{}", self.folder.display());
        let capabilities = json!({
            "workspace": { "configuration": true, "didChangeWatchedFiles": { "dynamicRegistration": true } },
            "window": { "workDoneProgress": true },
            "textDocument": { "hover": { "contentFormat": ["plaintext"] } },
        });
        let Value::Object(capabilities) = capabilities else {
            unreachable!("it is an object")
        };
        let own = WorkspaceFolder {
            uri: root.clone(),
            name: "own".to_owned(),
        };
        let process = i64::from(std::process::id());
        let greeted = self
            .server
            .initialize(process, root, capabilities)
            .workspace_folders(vec![own])
            .await
            .unwrap();
        assert!(greeted.capabilities.contains_key("hoverProvider"));
        self.server.initialized().await.unwrap();
        let opened = TextDocumentItem {
            uri: self.uri("opened.py"),
            language_id: "python".to_owned(),
            version: 1,
            text: OPENED.to_owned(),
        };
        self.server.text_document_did_open(opened).await.unwrap();
    }

    fn uri(&self, file: &str) -> String {
        format!("file://{}/{file}", self.folder.display())
    }

    /// The next notification that `wanted` takes.
    async fn hear<T>(&mut self, wanted: impl Fn(Notification) -> Option<T>) -> T {
        loop {
            let one = self.heard.next().await.expect("the server lives");
            if let Some(found) = wanted(one.expect("it is as the document says")) {
                return found;
            }
        }
    }

    /// What is wrong with a file.
    async fn diagnostics(&mut self, file: &str) -> TextDocumentPublishDiagnostics {
        let uri = self.uri(file);
        self.hear(|one| match one {
            Notification::TextDocumentPublishDiagnostics(it) if it.uri == uri => {
                (!it.diagnostics.is_empty()).then_some(it)
            }
            _ => None,
        })
        .await
    }

    async fn hover(&self) -> Option<String> {
        let document = Document {
            uri: self.uri("opened.py"),
        };
        let over = Position {
            line: 4,
            character: 10,
        };
        let hover = self.server.text_document_hover(document, over).await;
        Some(hover.unwrap()?.contents.value)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[tokio::test]
async fn its_requests_are_answered() {
    by(DEADLINE, "the visit", answered()).await.unwrap();
}

async fn answered() {
    let (handlers, tokens) = (Handlers::new(), Arc::<Mutex<Vec<String>>>::default());
    let registered = Arc::<Mutex<Vec<String>>>::default();
    let requests = Requests::of(&handlers);
    // Only who has this answer looks into files that are not open.
    requests.workspace_configuration(async |asked| {
        let answers = asked
            .items
            .iter()
            .map(|item| match item.section.as_deref() {
                Some("python") => json!({ "analysis": { "diagnosticMode": "workspace" } }),
                _ => json!({}),
            });
        Ok(answers.collect())
    });
    let kept = Arc::clone(&registered);
    requests.client_register_capability(move |asked| {
        let methods = asked.registrations.into_iter().map(|it| it.method);
        kept.lock().unwrap().extend(methods);
        async { Ok(()) }
    });
    let kept = Arc::clone(&tokens);
    requests.window_work_done_progress_create(move |created| {
        kept.lock().unwrap().push(text(&created.token));
        async { Ok(()) }
    });

    let mut session = Session::start(handlers).await;
    let faults = session.diagnostics("closed.py").await;
    assert_eq!(faults.diagnostics[0].range.start.line, 0);
    assert_eq!(faults.diagnostics[0].severity, Some(1));

    let ended = session.hear(|one| match one {
        Notification::Progress(it) if it.value.kind.to_string() == "end" => Some(it.token),
        _ => None,
    });
    let token = text(&ended.await);
    assert!(tokens.lock().unwrap().contains(&token), "{token}");
    let registered = registered.lock().unwrap();
    let watching = |method: &String| method == "workspace/didChangeWatchedFiles";
    assert!(registered.iter().any(watching), "{registered:?}");
}

fn text(token: &ProgressToken) -> String {
    match token {
        ProgressToken::String(token) => token.clone(),
        ProgressToken::Integer(token) => token.to_string(),
    }
}

#[tokio::test]
async fn it_answers_and_ends() {
    by(DEADLINE, "the visit", used()).await.unwrap();
}

async fn used() {
    let handlers = Handlers::new();
    // It ends when it is refused this; what else it asks nobody answers, and it lives with that.
    Requests::of(&handlers).client_register_capability(async |_| Ok(()));
    let mut session = Session::start(handlers).await;
    let faults = session.diagnostics("opened.py").await;
    assert_eq!(faults.version, Some(1));
    let lines: Vec<_> = faults
        .diagnostics
        .iter()
        .map(|it| it.range.start.line)
        .collect();
    assert!(lines.contains(&4), "{lines:?}");

    let hover = session.hover().await.expect("something is there");
    assert!(hover.contains("def double(x: int) -> int"), "{hover}");
    let document = Document {
        uri: session.uri("opened.py"),
    };
    let behind = Position {
        line: 5,
        character: 6,
    };
    let completed = session
        .server
        .text_document_completion(document, behind)
        .await;
    let labels: Vec<_> = match completed.unwrap() {
        Some(TextDocumentCompletionResult::CompletionList(list)) => list.items,
        other => panic!("a list of completions: {other:?}"),
    };
    assert!(labels.iter().any(|item| item.label == "path"), "{labels:?}");

    let nothing = Request::new("textDocument/nothing", Params::by_name());
    let refused = session.server.connection().call(nothing).await.unwrap_err();
    assert_eq!(refused.server().map(ServerError::code), Some(-32601));

    session.server.shutdown().await.unwrap();
    session.server.exit().await.unwrap();
    let why = session.server.connection().ended().await;
    assert!(matches!(why, Error::Closed(_)), "{why:?}");
    let late = session.server.shutdown().await.unwrap_err();
    assert!(matches!(late, Error::Closed(_)), "{late:?}");
}
