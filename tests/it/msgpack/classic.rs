//! msgpack-rpc-python as a server.

use callwright_tests::peer::{Library, Socket};

use super::visit;

#[tokio::test]
async fn it_is_called() {
    visit(
        Library::Classic,
        &[Socket::Tcp, Socket::Unix],
        async |server, _| {
            let unknown = "'missing' method not found";
            server
                .makes_itself_understood("no such line", unknown)
                .await;
            server.asks_much_at_once().await;
            server.gives_up().await;
            server.closes().await;
        },
    )
    .await;
}
