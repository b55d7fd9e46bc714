//! Messages that declare what never comes, or go deeper than anything means: refused at once, with no memory for them.
use callwright::{ConnectOptions, Error};
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

use super::{call, over};
use crate::{
    alone::alone,
    ground::{DEADLINE, Ground, resident},
};

/// The beginnings of messages of 4 GiB or 4 Gi elements, whole and within an answer.
const HEADS: [&[u8]; 12] = [
    b"\x94\x01\x00\xc0\xdb\xff\xff\xff\xffa",
    b"\x94\x01\x00\xc0\xc6\xff\xff\xff\xffa",
    b"\x94\x01\x00\xc0\xc9\xff\xff\xff\xff\x01a",
    b"\x94\x01\x00\xc0\xdd\xff\xff\xff\xff\x01",
    b"\x94\x01\x00\xc0\xdf\xff\xff\xff\xff\x01",
    b"\x94\x01\x00\xc0\x92\xdd\x7f\xff\xff\xff\x01",
    b"\x94\x01\x00\xc0\xc6\x04\x00\x00\x01\x01",
    b"\xdd\xff\xff\xff\xff\x01",
    b"\xdb\xff\xff\xff\xffa",
    b"\xdf\xff\xff\xff\xff\x01",
    b"\xc9\xff\xff\xff\xff\x01a",
    b"\xc1",
];

/// How many sessions meet each.
const ROUNDS: usize = 100;

/// Far less than one of what is declared, and more than allocators keep of small things.
const MOST: usize = 24 << 20;

#[test]
fn nothing_is_kept_for_what_is_declared() {
    alone(
        "msgpack::declared::nothing_is_kept_for_what_is_declared",
        async |ground| {
            let deep = [0x91; 100_000];
            let deeper = [&b"\x94\x01\x00\xc0"[..], &deep].concat();
            let messages: Vec<&[u8]> = HEADS.iter().copied().chain([&deep[..], &deeper]).collect();
            // What a first use keeps is not counted.
            meet(&ground, &messages).await;
            let (idle, before) = (ground.idle().await, resident());
            for _ in 0..ROUNDS {
                let met = tokio::time::timeout(DEADLINE, meet(&ground, &messages)).await;
                met.expect("it hangs");
            }
            ground.settle(&idle).await;
            let grown = resident().saturating_sub(before);
            println!("{grown} bytes more");
            assert!(grown < MOST, "{grown} bytes more");
        },
    );
}

async fn meet(ground: &Ground, messages: &[&[u8]]) {
    for message in messages {
        let (ours, mut theirs) = duplex(1 << 10);
        let message = message.to_vec();
        let peer = ground.servers().spawn(async move {
            let mut asked = [0; 64];
            let _ = theirs.read(&mut asked).await.unwrap();
            // It may hang up before it has heard all.
            let _ = theirs.write_all(&message).await;
            // The peer stays: that the message is not whole can't be what ends it.
            while theirs.read(&mut asked).await.is_ok_and(|read| read > 0) {}
        });
        let client = over(ours, ConnectOptions::new().with_timeout(DEADLINE));
        let error = call::<u64>(&client, "ask", 7).await.unwrap_err();
        assert!(matches!(error, Error::Closed(_)), "{error}");
        assert!(client.is_closed());
        drop(client);
        peer.await.unwrap();
    }
}
