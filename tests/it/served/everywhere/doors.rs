//! One desk behind all doors at once: who comes by one meets those who came by the others.

use super::visitor::errors;
use super::*;
use crate::served::websocket;

#[tokio::test]
async fn all_doors_lead_to_one_desk() {
    let server = Server::new(Desk::default());
    let socket = Place::at_socket("msgpack+unix:");
    let mut urls = Vec::new();
    for url in [
        "http://127.0.0.1:0",
        "tcp://127.0.0.1:0",
        "msgpack+tcp://127.0.0.1:0",
        "msgpack+udp://127.0.0.1:0",
        socket.url(),
    ] {
        let listening = within("listening", server.listen(url)).await.unwrap();
        urls.push(listening.unwrap().url().to_owned());
    }
    urls.push(websocket(&server));
    let mut desks = Vec::new();
    for url in &urls {
        let desk = within("connecting", Visitor::connect(url)).await.unwrap();
        desks.push(desk.unwrap());
    }
    let mut registered = 0;
    for (desk, name) in desks.iter().zip(&urls) {
        let pets = within(
            "a call",
            desk.register(visit::pet(name, vec![])).into_future(),
        )
        .await;
        registered += 1;
        assert_eq!(pets.unwrap().unwrap().len(), registered, "{name}");
    }
    for (desk, name) in desks.iter().rev().zip(&urls) {
        let again = desk.register(visit::pet(name, vec![])).into_future();
        let taken = within("a call", again).await.unwrap();
        assert!(
            matches!(taken, Err(Error::Server(errors::Register::NameTaken(_)))),
            "{taken:?}"
        );
    }
}
