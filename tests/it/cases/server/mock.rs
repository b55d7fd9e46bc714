//! What answers from the examples of the document in place of an implementor.

use callwright::{Call, Error, Params, Request, Server};
use callwright_tests::cases::server::{
    DOCUMENT, Library, LibraryServer, LibraryService, mock, types,
};
use callwright_tests::cases::server_alone;
use callwright_tests::deadline::within;
use callwright_tests::fault::Fault;
use serde_json::Value;

/// What implements no method.
#[derive(Debug)]
struct Nothing;

impl LibraryServer for Nothing {}

async fn visit(url: &str) {
    let server = Server::bind(url, mock()).await.unwrap();
    let client = Library::connect(&server.url().unwrap()).await.unwrap();
    let book = types::Book {
        title: "Middlemarch".to_owned(),
        pages: None,
    };
    let loan = client.lend(book, 7).await.unwrap();
    assert_eq!((loan.number, loan.book.title.as_str()), (1, "Middlemarch"));
    let Err(Error::Server(missing)) = client.begin().await else {
        panic!("there is no example of it");
    };
    assert_eq!(missing.code(), -32601);
    assert_eq!(missing.message(), "the document has no example of `begin`");
    let discover = Request::new("rpc.discover", Params::by_position());
    let document = Call::<Value>::dynamic(client.connection().clone(), discover);
    assert_eq!(document.await.unwrap()["methods"][0]["name"], "lend");
}

#[tokio::test]
async fn examples_answer_over_http() -> Result<(), Fault> {
    within("the visit", visit("http://127.0.0.1:0")).await
}

/// The document that is embedded, and in it where the client has reached the server.
#[tokio::test]
async fn who_asks_a_service_gets_its_document() -> Result<(), Fault> {
    let visit = async {
        for url in [
            "tcp://127.0.0.1:0",
            "msgpack+tcp://127.0.0.1:0",
            "http://127.0.0.1:0",
        ] {
            let server = Server::bind(url, LibraryService::new(Nothing))
                .await
                .unwrap();
            let url = server.url().unwrap();
            let client = Library::connect(&url).await.unwrap();
            let discover = Request::new("rpc.discover", Params::by_position());
            let found = Call::<Value>::dynamic(client.connection().clone(), discover);
            let mut found = found.await.unwrap();
            let servers = found["servers"].take();
            let reached = servers[0]["url"].as_str().unwrap();
            assert_eq!(reached.trim_end_matches('/'), url, "{servers}");
            let mut expected: Value = serde_json::from_str(DOCUMENT).unwrap();
            expected["servers"].take();
            assert_eq!(found, expected, "{url}");
        }
    };
    within("the visit", visit).await
}

#[tokio::test]
async fn examples_answer_on_both_wires() -> Result<(), Fault> {
    within("the visit", visit("tcp://127.0.0.1:0")).await?;
    within("the visit", visit("msgpack+tcp://127.0.0.1:0")).await
}

#[test]
fn the_document_is_in_one_piece_and_without_what_was_left_out() {
    let document: Value = serde_json::from_str(DOCUMENT).unwrap();
    assert_eq!(document["info"]["title"], "Library");
    let alone: Value = serde_json::from_str(server_alone::DOCUMENT).unwrap();
    assert_eq!(alone["methods"].as_array().unwrap().len(), 1);
    let sum = alone.pointer("/components/schemas/Sum/properties/of/type");
    assert_eq!(sum.unwrap(), "integer");
}
