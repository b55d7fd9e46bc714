//! What only a session of years would meet.
use std::sync::Arc;

use futures_util::future::poll_immediate;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UnixStream,
};

use super::ByteStream;
use crate::{Call, ConnectOptions, Params, Request, StrayKind, Wire};

#[tokio::test]
async fn ids_wrap_and_pass_over_what_still_waits() {
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    let options = ConnectOptions::new().with_wire(Wire::MessagePack);
    let client = ByteStream::over(ours, options);
    let call = || {
        let request = Request::new("x", Params::by_position());
        Box::pin(Call::<u8>::dynamic(Arc::new(client.clone()), request).into_future())
    };
    let mut calls = vec![call()];
    assert!(poll_immediate(&mut calls[0]).await.is_none());
    client.session.go_on_from(u32::MAX - 1);
    for number in 1..5 {
        calls.push(call());
        assert!(poll_immediate(&mut calls[number]).await.is_none());
    }
    let ids: [&[u8]; 5] = [
        &[0],
        &[0xce, 0xff, 0xff, 0xff, 0xfe],
        &[0xce, 0xff, 0xff, 0xff, 0xff],
        &[1],
        &[2],
    ];
    for id in ids {
        let expected = [&[0x94, 0x00][..], id, &[0xa1, b'x', 0x90]].concat();
        let mut came = vec![0; expected.len()];
        theirs.read_exact(&mut came).await.unwrap();
        assert_eq!(came, expected);
    }
    for (number, id) in (0..).zip(ids) {
        let answer = [&[0x94, 0x01][..], id, &[0xc0, number]].concat();
        theirs.write_all(&answer).await.unwrap();
    }
    for (number, call) in (0..).zip(calls) {
        assert_eq!(call.await.unwrap(), number);
    }
    assert_eq!(client.strays().total(), 0);
    // An id of last time is none that was never given.
    theirs
        .write_all(&[0x94, 0x01, 0x70, 0xc0, 0xc0])
        .await
        .unwrap();
    while client.strays().of(StrayKind::SecondAnswer) == 0 {
        tokio::task::yield_now().await;
    }
}
