//! msgpack-rpc-node as a server, which takes each piece that it reads for a message: one call at a time.

use std::time::Duration;

use callwright::Error;
use callwright_tests::deadline::until;
use callwright_tests::peer::{Library, Socket};
use serde_json::{Value, json};

use super::{Visitor, visit};

const ALL: [Socket; 3] = [Socket::Tcp, Socket::Unix, Socket::Udp];

#[tokio::test]
async fn it_is_called() {
    visit(Library::Node, &ALL, async |server, started| {
        assert_eq!(server.get("add", (5, 4)).await, 9);
        let mixed = json!(["ü", 1.5, null, true, -129, 70_000, {"a": [1]}]);
        assert_eq!(server.get("echo", [&mixed]).await, mixed);
        assert_eq!(server.get("nothing", ()).await, Value::Null);
        // Its errors are objects, of which nothing is written.
        for (method, params) in [("fail", vec!["no such line"]), ("missing", vec![])] {
            assert_eq!(server.refused(method, params).await, "", "{method}");
        }
        assert_eq!(server.refused("refuse", ["a text"]).await, "a text");
        server.notify("note", ["one"]).await;
        // It has to be read by itself.
        let noted = async || {
            started
                .process
                .printed()
                .contains("noted one")
                .then_some(())
        };
        until("the note", noted).await.unwrap();
        assert_eq!(server.get("noted", ()).await, json!(["one"]));
        gives_up(server).await;
    })
    .await;
}

async fn gives_up(server: &Visitor) {
    // Long enough for it to be read by itself.
    let limit = Duration::from_secs(1);
    let never = server.call::<Value>("never", ()).with_timeout(limit).await;
    assert!(matches!(never, Err(Error::Timeout(_))), "{never:?}");
    assert_eq!(server.get("add", (1, 2)).await, 3);
    let waiting = tokio::spawn(server.call::<Value>("never", ()).into_future());
    tokio::time::sleep(limit / 2).await;
    server.connection.close(limit).await;
    let ended = waiting.await.unwrap();
    assert!(matches!(ended, Err(Error::Closed(_))), "{ended:?}");
}
