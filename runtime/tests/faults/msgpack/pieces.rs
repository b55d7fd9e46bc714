//! However the stream is cut into reads, the same comes out of it, in time that grows as its length does.
use callwright::{ConnectOptions, Connection, Handlers, Listen, ServerNotification};
use futures_util::future::join;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

use super::{call, over, shared};
use crate::{
    alone::alone,
    ground::{DEADLINE, Ground},
};

/// What a client calls, its id being the first of its connection.
const CALL: &[u8] = b"\x94\x00\x00\xa3ask\x91\x07";

/// A notification, a request, an answer to nobody, the answer, and a notification: each kind of value among them.
const TALK: &[u8] = b"\x93\x02\xa4tick\x91\x01\
    \x94\x00\xcc\xc8\xa3sum\x92\x01\xcd\x01\x00\
    \x94\x01\xce\x70\x00\x00\x00\xc0\x03\
    \x94\x01\x00\xc0\x95\xda\x00\x02hi\xcb\x40\x59\x86\x66\x66\x66\x66\x66\x82\xa1a\xc3\x01\xc0\xc4\x02\x00\xff\xd1\xff\x00\
    \x93\x02\xa4tick\x91\x02";

/// What the client answers to the request.
const ANSWER: &[u8] = b"\x94\x01\xcc\xc8\xc0\xcd\x01\x01";

#[test]
fn in_pieces_of_every_length() {
    alone(
        "msgpack::pieces::in_pieces_of_every_length",
        async |ground| {
            let idle = ground.idle().await;
            for length in 1..=TALK.len() {
                let visited = tokio::time::timeout(DEADLINE, visit(&ground, length)).await;
                visited.unwrap_or_else(|_| panic!("it hangs in pieces of {length}"));
            }
            ground.settle(&idle).await;
        },
    );
}

async fn visit(ground: &Ground, length: usize) {
    // No read and no write takes more.
    let (ours, mut theirs) = duplex(length);
    let peer = ground.servers().spawn(async move {
        let mut asked = vec![0; CALL.len()];
        theirs.read_exact(&mut asked).await.unwrap();
        assert_eq!(asked, CALL);
        let (mut reader, mut writer) = tokio::io::split(theirs);
        let mut answer = vec![0; ANSWER.len()];
        let (sent, read) = join(writer.write_all(TALK), reader.read_exact(&mut answer)).await;
        sent.unwrap();
        read.unwrap();
        assert_eq!(answer, ANSWER);
        assert_eq!(reader.read(&mut answer).await.unwrap(), 0);
    });
    let handlers = Handlers::new();
    handlers.on("sum", async |(a, b): (u64, u64)| Ok(a + b));
    let client = over(ours, ConnectOptions::new().with_handlers(handlers));
    let mut heard = Listen::<ServerNotification>::new(shared(&client))
        .await
        .unwrap();
    let answer: Value = call(&client, "ask", 7).await.unwrap();
    let mixed = json!({"a": true, "1": null});
    assert_eq!(
        answer,
        json!(["hi", 102.1, mixed, "AP8=", -256]),
        "{length}"
    );
    for number in [1, 2] {
        let tick = heard.next().await.unwrap().unwrap();
        let said: [u64; 1] = tick.decode().unwrap();
        assert_eq!((tick.method(), said), ("tick", [number]));
    }
    assert_eq!(client.stray_frames(), 1);
    // What is being answered is answered first.
    client.close(DEADLINE).await;
    drop((client, heard));
    peer.await.unwrap();
}

/// How many bytes an answer has that is read in many pieces.
const LONG: usize = 16 << 20;

/// An array of as many elements, each of which a scanner has to look at: were it to begin anew with each piece, it
/// would not come to the end.
#[test]
fn a_long_message_in_pieces() {
    alone(
        "msgpack::pieces::a_long_message_in_pieces",
        async |ground| {
            let idle = ground.idle().await;
            let (ours, mut theirs) = duplex(16 << 10);
            let peer = ground.servers().spawn(async move {
                let mut asked = vec![0; CALL.len()];
                theirs.read_exact(&mut asked).await.unwrap();
                theirs.write_all(b"\x94\x01\x00\xc0\xdd").await.unwrap();
                theirs
                    .write_all(&(LONG as u32).to_be_bytes())
                    .await
                    .unwrap();
                theirs.write_all(&vec![7; LONG]).await.unwrap();
                assert_eq!(theirs.read(&mut asked).await.unwrap(), 0);
            });
            let client = over(ours, ConnectOptions::new());
            let answer =
                tokio::time::timeout(DEADLINE, call::<Vec<u8>>(&client, "ask", 7).into_future());
            let answer = answer.await.unwrap().unwrap();
            assert_eq!(answer.len(), LONG);
            assert!(answer.iter().all(|element| *element == 7));
            drop(client);
            peer.await.unwrap();
            ground.settle(&idle).await;
        },
    );
}
