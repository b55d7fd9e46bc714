//! Whatever bytes come, a session lives or ends, and the call that waits is told: of noise, and of talk with bytes changed.
use std::time::Duration;

use callwright::{ConnectOptions, Error, Handlers};
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

use super::{call, over};
use crate::{
    alone::alone,
    chance::Chance,
    ground::{DEADLINE, Ground},
};

/// How many sessions there are of each kind.
const SESSIONS: u64 = 10_000;

/// Messages of each kind, some odd.
const TALK: &[u8] = b"\x93\x02\xa4tick\x91\x01\x94\x00\xcc\xc8\xa3sum\x92\x01\xcd\x01\x00\x94\x01\x01\xc0\x03\
    \x93\x02\xc4\x01a\x82\xa1a\x01\xa1b\xd5\x00\xcc\x80\x94\x01\xff\xa1e\xc0\x90\x94\x00\xcb\x40\x00\x00\x00\x00\x00\x00\x00\xa1x\xc0\
    \x94\x01\x00\xc0\x93\xda\x00\x02hi\xcb\x40\x59\x86\x66\x66\x66\x66\x66\x81\xa1a\xc3";

#[test]
fn bytes() {
    alone("msgpack::random::bytes", async |ground| {
        let idle = ground.idle().await;
        for number in 0..SESSIONS {
            let mut chance = Chance(number);
            let noise: Vec<_> = (0..chance.below(64)).map(|_| chance.byte()).collect();
            let changed = change(&mut chance);
            for said in [noise, changed] {
                let met = tokio::time::timeout(DEADLINE, meet(&ground, said.clone())).await;
                met.unwrap_or_else(|_| panic!("it hangs: {said:02x?}"));
            }
        }
        ground.settle(&idle).await;
    });
}

/// The talk with some bytes changed, left out or added.
fn change(chance: &mut Chance) -> Vec<u8> {
    let mut said = TALK.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(said.len() as u64) as usize;
        match chance.below(3) {
            0 => said[at] = chance.byte(),
            1 => drop(said.remove(at)),
            _ => said.insert(at, chance.byte()),
        }
    }
    said
}

async fn meet(ground: &Ground, said: Vec<u8>) {
    let (ours, mut theirs) = duplex(1 << 10);
    let peer = ground.servers().spawn(async move {
        let mut heard = [0; 256];
        let _ = theirs.read(&mut heard).await;
        // It may hang up before it has heard all.
        let _ = theirs.write_all(&said).await;
        let _ = theirs.shutdown().await;
        while theirs.read(&mut heard).await.is_ok_and(|read| read > 0) {}
    });
    let handlers = Handlers::new();
    handlers.on("sum", async |(a, b): (i64, i64)| Ok(a.wrapping_add(b)));
    let options = ConnectOptions::new()
        .with_handlers(handlers)
        .with_timeout(Duration::from_secs(20));
    let client = over(ours, options);
    let answer = call::<serde_json::Value>(&client, "ask", 7).await;
    if let Err(error) = &answer {
        let is_late = matches!(error, Error::Timeout(_));
        assert!(!is_late, "it ended, and nobody said so: {error}");
    }
    drop(client);
    peer.await.unwrap();
}
