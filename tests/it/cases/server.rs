//! A generated server and the client of the same document, over every transport and both wires.

mod mock;
mod streams;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use callwright::{
    BoxStream, ConnectOptions, Context, Error, Handlers, Params, Server, ServerError, Value,
    connect_with,
};
use callwright_tests::cases::server::{
    Library, LibraryPeer, LibraryServer, LibraryService, errors, notifications, requests, types,
};
use callwright_tests::deadline::{until, within};
use callwright_tests::fault::Fault;
use futures_util::{StreamExt as _, stream};

/// What implements a part of the trait, and remembers what it was told.
#[derive(Debug, Default)]
struct Shelves {
    told: Mutex<Vec<String>>,
}

impl Shelves {
    fn remember(&self, what: String) {
        self.told.lock().unwrap().push(what);
    }

    fn told(&self) -> Vec<String> {
        self.told.lock().unwrap().clone()
    }
}

fn book(number: usize) -> types::Book {
    types::Book {
        title: format!("Volume {number}"),
        pages: None,
    }
}

async fn slowly(number: usize) -> types::Book {
    tokio::time::sleep(Duration::from_millis(5)).await;
    book(number)
}

impl LibraryServer for Shelves {
    async fn lend(
        &self,
        book: types::Book,
        reader: Option<i64>,
        until: Option<String>,
        note: Option<Option<String>>,
        context: &Context,
    ) -> Result<types::Loan, errors::Lend> {
        self.remember(format!("{until:?} {note:?} {reader:?}"));
        let Some(reader) = reader else {
            return Err(errors::Lend::already_lent().with_data(&book.title));
        };
        let asked = LibraryPeer::of(context).confirm(format!("Really, {reader}?"));
        match asked.choices(vec!["yes".to_owned()]).await {
            Ok(true) => Ok(types::Loan {
                number: reader,
                book,
                note: note.flatten(),
            }),
            Ok(false) => Err(errors::Lend::type_()),
            Err(error) => Err(ServerError::new(99, error.to_string()).into()),
        }
    }

    async fn books(
        &self,
        after: Option<String>,
        limit: Option<u64>,
        _: &Context,
    ) -> Result<types::BooksPage, ServerError> {
        let wrong = |_| ServerError::new(-32602, "`after` is no number");
        let first: usize = after.map_or(Ok(0), |key| key.parse().map_err(wrong))?;
        let limit = usize::try_from(limit.unwrap_or(10)).unwrap_or(usize::MAX);
        let last = first.saturating_add(limit).min(5);
        Ok(types::BooksPage {
            books: (first..last).map(book).collect(),
            next: (last < 5).then(|| last.to_string()),
            total: Some(5),
        })
    }

    async fn returned(&self, number: i64, context: &Context) {
        self.remember(format!("returned {number}"));
        let closing = LibraryPeer::of(context).closing(10);
        drop(closing.why("the night").await);
    }

    async fn self_(
        &self,
        type_: String,
        type_2: Option<String>,
        context2: Option<i64>,
        given: Option<Value>,
        self_: Option<bool>,
        _: &Context,
    ) -> Result<(), ServerError> {
        self.remember(format!(
            "{type_} {type_2:?} {context2:?} {given:?} {self_:?}"
        ));
        Ok(())
    }

    async fn follow(
        &self,
        shelf: Option<String>,
        _: &Context,
    ) -> Result<BoxStream<types::Book>, errors::Follow> {
        match shelf.as_deref() {
            Some("none") => Err(errors::Follow::no_such_shelf()),
            Some(_) => Ok(Box::pin(stream::iter((1..4).map(book)))),
            None => Ok(Box::pin(stream::iter(1..).then(slowly))),
        }
    }

    async fn watch_loans(
        &self,
        shelf: Option<String>,
        _: &Context,
    ) -> Result<BoxStream<notifications::WatchLoans>, ServerError> {
        let loan = types::Loan {
            number: 1,
            book: book(1),
            note: shelf,
        };
        let items = [
            notifications::WatchLoans::Watched(loan),
            notifications::WatchLoans::Closed("at night".to_owned()),
        ];
        Ok(Box::pin(stream::iter(items)))
    }

    async fn look(
        &self,
        shelf: String,
        _: &Context,
    ) -> Result<BoxStream<notifications::Looked>, ServerError> {
        let items = stream::iter(1..).then(slowly);
        Ok(Box::pin(items.map(move |book| notifications::Looked {
            shelf: shelf.clone(),
            book: Some(book),
        })))
    }
}

/// Where the server is reached, and what it is.
struct Served {
    server: Server,
    shelves: Arc<Shelves>,
}

async fn served(url: &str) -> Served {
    let shelves = Arc::new(Shelves::default());
    let service = LibraryService::from(Arc::clone(&shelves));
    let server = Server::bind(url, service).await.unwrap();
    Served { server, shelves }
}

/// A client that says yes to whatever the server asks.
async fn client(url: &str) -> Library {
    let handlers = Handlers::new();
    requests::Requests::of(&handlers).confirm(async |asked| {
        assert_eq!(asked.choices.as_deref(), Some(&["yes".to_owned()][..]));
        Ok(asked.question == "Really, 7?")
    });
    let options = ConnectOptions::new().with_handlers(handlers);
    Library::with_connection(connect_with(url, options).await.unwrap())
}

/// What every transport and wire has in common.
async fn drive(url: &str) -> Result<(), Fault> {
    let Served { server, shelves } = served(url).await;
    let url = server.url().unwrap().replace("http://", "ws://");
    let client = client(&url).await;
    results(&client, &shelves).await;
    pages(&client).await;
    told(&client, &shelves).await?;
    names(&client, &shelves).await;
    streams::drive(&client).await
}

async fn results(client: &Library, shelves: &Shelves) {
    let loan = client
        .lend(book(1), 7)
        .until("2026-01-31")
        .note(None::<String>);
    let loan = loan.await.unwrap();
    assert_eq!((loan.number, loan.book.title.as_str()), (7, "Volume 1"));
    let refused = client.lend(book(2), None).note("soon".to_owned()).await;
    let Err(Error::Server(errors::Lend::AlreadyLent(lent))) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(lent.message(), "Already lent");
    assert_eq!(lent.data::<String>().unwrap().unwrap(), "Volume 2");
    let said_no = client.lend(book(3), 8).await;
    assert!(
        matches!(said_no, Err(Error::Server(errors::Lend::Type(_)))),
        "{said_no:?}"
    );
    let told = [
        r#"Some("2026-01-31") Some(None) Some(7)"#,
        r#"None Some(Some("soon")) None"#,
        "None None Some(8)",
    ];
    assert_eq!(shelves.told(), told);

    let missing = client.begin().await.unwrap_err();
    let missing = missing.server().unwrap();
    assert_eq!(
        (missing.code(), missing.message()),
        (-32601, "`begin` is not implemented")
    );
}

async fn pages(client: &Library) {
    let page = client.books().limit(2).await.unwrap();
    assert_eq!(page.extra["total"], 5);
    let next = page.next.unwrap();
    assert_eq!(next().await.unwrap().items[0].title, "Volume 2");
    let all: Vec<types::Book> = client.books().limit(2).items().try_collect().await.unwrap();
    assert_eq!(all.len(), 5);
}

/// Notifications, there and back.
async fn told(client: &Library, shelves: &Shelves) -> Result<(), Fault> {
    let mut heard = client.notifications().await.unwrap();
    client.returned(3).await.unwrap();
    let closing = within("the notification", heard.next()).await?;
    let Some(Ok(notifications::Notification::Closing(closing))) = closing else {
        panic!("{closing:?}");
    };
    assert_eq!(
        (closing.minutes, closing.why.as_deref()),
        (10, Some("the night"))
    );
    until("the notification", async || {
        shelves
            .told()
            .last()
            .filter(|told| *told == "returned 3")
            .cloned()
    })
    .await?;
    Ok(())
}

/// Words of the language, and names that are there already.
#[allow(deprecated)]
async fn names(client: &Library, shelves: &Shelves) {
    let call = client
        .self_("a")
        .type_("b")
        .context(1)
        .given(Value::Nil)
        .self_(true);
    call.await.unwrap();
    assert_eq!(
        shelves.told().last().unwrap(),
        r#"a Some("b") Some(1) None Some(true)"#
    );
}

#[tokio::test]
async fn over_tcp() -> Result<(), Fault> {
    within("the visit", drive("tcp://127.0.0.1:0")).await?
}

#[tokio::test]
async fn over_tcp_in_messagepack() -> Result<(), Fault> {
    within("the visit", drive("msgpack+tcp://127.0.0.1:0")).await?
}

#[cfg(unix)]
#[tokio::test]
async fn over_a_unix_socket_on_both_wires() -> Result<(), Fault> {
    let path = std::env::temp_dir().join(format!("callwright-library-{}", std::process::id()));
    for (scheme, end) in [("unix:", "json"), ("msgpack+unix:", "msgpack")] {
        let url = format!("{scheme}{}-{end}", path.display());
        within("the visit", drive(&url)).await??;
    }
    Ok(())
}

#[tokio::test]
async fn over_a_websocket() -> Result<(), Fault> {
    within("the visit", drive("http://127.0.0.1:0")).await?
}

/// Where nobody can be called back.
#[tokio::test]
async fn over_http() -> Result<(), Fault> {
    let visit = async {
        let Served { server, shelves } = served("http://127.0.0.1:0").await;
        let client = Library::connect(&server.url().unwrap()).await.unwrap();
        pages(&client).await;
        names(&client, &shelves).await;
        let refused = client.lend(book(2), None).await;
        assert!(matches!(
            refused,
            Err(Error::Server(errors::Lend::AlreadyLent(_)))
        ));
        let refused = streams::call::<String>(&client, "follow", Params::by_position()).await;
        assert_eq!(refused.unwrap_err().server().unwrap().code(), -32601);
    };
    within("the visit", visit).await
}
