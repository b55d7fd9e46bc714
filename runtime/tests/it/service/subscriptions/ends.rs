//! What ends a subscription before its stream does.
use std::{sync::Arc, time::Duration};

use callwright::{Call, Context, Server};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use super::{Clock, everywhere, settles, subscribe};
use crate::serve::{in_time, request};

#[tokio::test]
async fn a_client_that_leaves_ends_it() {
    let (_server, clock, clients) = everywhere().await;
    for client in &clients {
        let mut stream = in_time(subscribe(client, "wait", 1).into_future())
            .await
            .unwrap();
        assert_eq!(in_time(stream.next()).await.unwrap().unwrap(), 0);
        let dropped = in_time(subscribe(client, "wait", 1).into_future())
            .await
            .unwrap();
        settles(&clock.open, 2).await;
        drop(dropped);
        settles(&clock.open, 1).await;
        let id: u64 = stream.id().unwrap().get().parse().unwrap();
        in_time(stream.unsubscribe()).await.unwrap();
        settles(&clock.open, 0).await;
        let again = Call::<bool>::dynamic(Arc::clone(client), request("unsubscribe_ticks", &[id]));
        assert!(!in_time(again.into_future()).await.unwrap());
    }
}

#[tokio::test]
async fn nobody_ends_that_of_another_connection() {
    let (_server, clock, clients) = everywhere().await;
    let stream = in_time(subscribe(&clients[0], "wait", 0).into_future())
        .await
        .unwrap();
    let id: u64 = stream.id().unwrap().get().parse().unwrap();
    let other = Call::<bool>::dynamic(Arc::clone(&clients[1]), request("unsubscribe_ticks", &[id]));
    assert!(!in_time(other.into_future()).await.unwrap());
    settles(&clock.open, 1).await;
}

#[tokio::test]
async fn it_ends_with_its_connection_whoever_keeps_the_context() {
    let (server, clock, clients) = everywhere().await;
    let kept: Vec<Context> = server.connections();
    let mut streams = Vec::new();
    for client in &clients {
        streams.push(
            in_time(subscribe(client, "wait", 0).into_future())
                .await
                .unwrap(),
        );
    }
    settles(&clock.open, clients.len()).await;
    for client in &clients {
        in_time(client.close(Duration::ZERO)).await;
    }
    settles(&clock.open, 0).await;
    drop((streams, kept));
}

#[tokio::test]
async fn a_server_that_closes_waits_for_no_stream() {
    let (server, clock, clients) = everywhere().await;
    let mut streams = Vec::new();
    for client in &clients {
        streams.push(
            in_time(subscribe(client, "wait", 0).into_future())
                .await
                .unwrap(),
        );
    }
    settles(&clock.open, clients.len()).await;
    // Far beyond the deadline of the test.
    in_time(server.close(Duration::from_secs(600))).await;
    settles(&clock.open, 0).await;
    for mut stream in streams {
        let error = in_time(stream.next()).await.unwrap().unwrap_err();
        assert!(matches!(error, callwright::Error::Closed(_)), "{error:?}");
    }
}

#[tokio::test]
async fn an_answer_is_on_its_way_before_what_follows_it() {
    let server = Server::new(Clock::default());
    let listening = server
        .listen("tcp://127.0.0.1:0?framing=lines")
        .await
        .unwrap();
    let at = listening
        .url()
        .trim_start_matches("tcp://")
        .split('?')
        .next();
    let stream = TcpStream::connect(at.unwrap()).await.unwrap();
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let call =
        |id| format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"ticks","params":["count",1]}}"#);
    for asked in [call(1), format!("[{},{}]", call(2), call(3))] {
        writer
            .write_all(format!("{asked}\n").as_bytes())
            .await
            .unwrap();
        let is_batch = asked.starts_with('[');
        // Each has an item and a last word.
        let count = if is_batch { 1 + 2 * 2 } else { 1 + 2 };
        for number in 0..count {
            let line = in_time(lines.next_line()).await.unwrap().unwrap();
            assert_eq!(line.contains(r#""id":"#), number == 0, "{number}: {line}");
        }
    }
}
