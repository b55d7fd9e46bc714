//! msgpack-rpc-lite as a server, which answers notifications that it does not know, under the id -1.

use callwright::{ByteStream, ConnectOptions, Connection, Params, Request, StrayKind};
use callwright_tests::deadline::within;
use callwright_tests::peer::{Library, MsgpackServer, Socket};

use super::visit;

#[tokio::test]
async fn it_is_called() {
    visit(
        Library::Lite,
        &[Socket::Tcp, Socket::Unix],
        async |server, _| {
            server
                .makes_itself_understood("no such line", "Not Implemented")
                .await;
            server.asks_much_at_once().await;
            server.gives_up().await;
            server.closes().await;
        },
    )
    .await;
}

#[tokio::test]
async fn an_answer_to_a_notification_is_dropped() {
    let server = MsgpackServer::start(Library::Lite, Socket::Tcp).expect("the server starts");
    let client = ByteStream::connect(&server.url(), ConnectOptions::new())
        .await
        .unwrap();
    let visit = async {
        client
            .notify(Request::new("missing", Params::by_position()))
            .await
            .unwrap();
        let add = Params::by_position()
            .with("", &1)
            .unwrap()
            .with("", &2)
            .unwrap();
        let sum: u64 = client
            .call(Request::new("add", add))
            .await
            .unwrap()
            .decode()
            .unwrap();
        assert_eq!(sum, 3);
    };
    within("the visit", visit).await.unwrap();
    assert_eq!(client.strays().of(StrayKind::UnknownId), 1);
}
