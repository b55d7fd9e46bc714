//! Subscriptions and listeners, by the same rules as over JSON.
use std::sync::Arc;

use callwright::{
    ConnectOptions, Connection, Listen, Params, Request, ServerNotification, Streaming, Subscribe,
};

use super::{DEADLINE, connect};

/// The id under its name, where params are a map.
const NAMED: Streaming = Streaming::by(&["tick"])
    .id(&["subscription"])
    .item(&["result"])
    .unsubscribe("leave");

/// The same, where they are an array.
const PLACED: Streaming = Streaming::by(&["tick"])
    .id(&["0"])
    .item(&["1"])
    .unsubscribe("leave");

/// The same, of a document that names the params in their order.
const DECLARED: Streaming = NAMED.params(&["subscription", "result"]);

#[tokio::test]
async fn subscriptions_find_their_ids() {
    let map = "93 02 a4 7469636b 82 ac 737562736372697074696f6e 07 a6 726573756c74 2a";
    let array = "93 02 a4 7469636b 92 07 2a";
    let other = "93 02 a4 7469636b 92 08 2b";
    for (streaming, tick) in [
        (NAMED, map),
        (PLACED, array),
        (DECLARED, array),
        (DECLARED, map),
    ] {
        let (client, mut peer) = connect(ConnectOptions::new());
        let connection: Arc<dyn Connection> = Arc::new(client.clone());
        let request = Request::new("watch", Params::by_position());
        let subscribe = Subscribe::<u64>::dynamic(connection, request, streaming);
        let talk = async {
            peer.expect("94 00 00 a5 7761746368 90").await;
            // What comes before the answer is kept.
            peer.send(tick).await;
            peer.send("94 01 00 c0 07").await;
            peer.send(other).await;
            peer.send(tick).await;
        };
        let (stream, ()) = tokio::join!(subscribe.into_future(), talk);
        let mut stream = stream.unwrap();
        for _ in 0..2 {
            let item = tokio::time::timeout(DEADLINE, stream.next()).await.unwrap();
            assert_eq!(item.unwrap().unwrap(), 42);
        }
        drop(stream);
        peer.expect("94 00 01 a5 6c65617665 91 07").await;
    }
}

#[tokio::test]
async fn who_listens_is_told_in_order() {
    let (client, mut peer) = connect(ConnectOptions::new());
    let connection: Arc<dyn Connection> = Arc::new(client);
    let mut listening = Listen::<ServerNotification>::new(connection).await.unwrap();
    for number in 0..100_u8 {
        peer.send_bytes(&[0x93, 0x02, 0xa1, b'n', 0x91, number])
            .await;
    }
    for number in 0..100_u8 {
        let told = tokio::time::timeout(DEADLINE, listening.next())
            .await
            .unwrap();
        let told = told.unwrap().unwrap();
        assert_eq!(told.decode::<(u8,)>().unwrap(), (number,));
    }
}
