//! What the server does against the protocol, as a client meets it: the connection lives, and each call has its own.

use std::sync::{Arc, Mutex};

use callwright::{ConnectOptions, Error, Params, Request, StrayKind, batch, connect_with};
use callwright_tests::deadline::{until, within};
use callwright_tests::peer::ServerJs;
use callwright_tests::written::bookshelf::{Bookshelf, errors};
use serde_json::Value;

/// Makes a test of each body over each of these transports.
macro_rules! over {
    ($($transport:ident)*: $bodies:tt) => {$(
        mod $transport {
            crate::server_js::oddities::over!(@ $transport $bodies);
        }
    )*};
    (@ $transport:ident [$($body:ident),*]) => {$(
        #[tokio::test]
        async fn $body() {
            let url = callwright_tests::peer::ServerJs::$transport;
            crate::server_js::oddities::visit(url, super::$body).await;
        }
    )*};
}
use over;

over!(http ws: [
    notifications_may_be_answered,
    an_answer_may_lack_its_result,
    errors_may_have_any_code_and_data,
    batches_are_answered
]);

/// The kinds of what belongs to no call, as it comes.
type Strays = Arc<Mutex<Vec<(StrayKind, String)>>>;

async fn visit(url: fn(&ServerJs) -> String, body: impl AsyncFnOnce(Bookshelf, Strays)) {
    let server = super::start();
    let strays = Strays::default();
    let seen = Arc::clone(&strays);
    let options = ConnectOptions::new().with_observer(move |stray| {
        seen.lock().unwrap().push((stray.kind(), stray.snippet()));
    });
    let visit = async {
        let connection = connect_with(&url(&server), options).await.unwrap();
        let shelf = Bookshelf::with_connection(connection);
        body(shelf.clone(), strays).await;
        // Whatever came, the connection lives.
        assert_eq!(shelf.add_book("The Trial", 255).await.unwrap().pages, 255);
    };
    within("the visit", visit).await.unwrap();
}

async fn notifications_may_be_answered(shelf: Bookshelf, strays: Strays) {
    shelf.log("a line").await.unwrap();
    assert_eq!(shelf.logged().await.unwrap(), ["a line"]);
    let told = async || strays.lock().unwrap().pop();
    let (kind, snippet) = until("the answer", told).await.unwrap();
    assert!(kind.is_breach(), "{kind:?}");
    assert_eq!(snippet, r#"{"jsonrpc":"2.0"}"#);
}

async fn an_answer_may_lack_its_result(shelf: Bookshelf, strays: Strays) {
    let error = shelf.nothing().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert_eq!(error.method(), Some("nothing"));
    assert!(strays.lock().unwrap().is_empty());
}

async fn errors_may_have_any_code_and_data(shelf: Bookshelf, _: Strays) {
    let error = shelf.stumble().await.unwrap_err();
    assert_eq!(error.server().unwrap().code(), 6969);
    shelf.add_book("Dune", 412).await.unwrap();
    let twice = shelf.add_book("Dune", 1).await;
    let Err(Error::Server(errors::AddBook::BookExists(error))) = twice else {
        panic!("the declared error: {twice:?}");
    };
    assert_eq!(error.raw_data().unwrap().get(), r#"{"title":"Dune"}"#);

    // An optional param that is null is refused, with what its validator says as data.
    let params = Params::by_position().with("title", "Emma").unwrap();
    let params = params.with("pages", &474).unwrap();
    let request = Request::new("add_book", params.with("note", &None::<()>).unwrap());
    let refused = shelf.connection().call(request).await.unwrap_err();
    let refused = refused.server().unwrap();
    assert_eq!(refused.code(), -32602);
    assert!(refused.data::<Vec<Value>>().unwrap().is_some());
}

async fn batches_are_answered(shelf: Bookshelf, _: Strays) {
    let (added, nothing, missing, all) = batch((
        shelf.add_book("Dune", 412),
        shelf.nothing(),
        shelf.find_book(9),
        shelf.list_books(),
    ))
    .await;
    assert_eq!(added.unwrap().title, "Dune");
    assert!(nothing.unwrap_err().server().is_none());
    assert_eq!(missing.unwrap_err().method(), Some("find_book"));
    assert_eq!(all.unwrap().items.len(), 1);
}
