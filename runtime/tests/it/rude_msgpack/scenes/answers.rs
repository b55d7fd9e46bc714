//! The client asks: ids, order, time.
use std::time::Duration;

use callwright::{ConnectOptions, Connection, StrayKind};
use futures_util::future::{join_all, poll_immediate};

use super::{Scene, ask, connect, request, scene, serve};

pub(super) fn scenes() -> Vec<Scene> {
    vec![
        scene!(
            "W1",
            "the first three calls of a connection",
            ids,
            "`94 00 00 a3 61 64 64 92 05 04`, ids 01 and 02"
        ),
        scene!(
            "S1",
            "1,000 calls are answered in another order",
            order,
            "each has its own answer"
        ),
        scene!(
            "S7",
            "a call whose time is over is answered",
            late,
            "a late answer is counted, the next call is answered"
        ),
        scene!(
            "S7",
            "a call that was dropped is answered",
            dropped,
            "a late answer is counted, the next call is answered"
        ),
        scene!(
            "S12",
            "calls have a limit of the connection and one of their own",
            limits,
            "both time out, the second within the first"
        ),
        scene!(
            "S19",
            "a call begins now and its answer is joined later",
            joined,
            "answered 5 when it is joined"
        ),
    ]
}

async fn ids() -> String {
    let address = serve(|mut line| async move {
        let mut said = Vec::new();
        while let Some(message) = line.message().await {
            said.push(message);
            let [first, second, third] = &said[..] else {
                let id = said.last().unwrap().id.clone().unwrap();
                line.say("94 01 ID c0 07", &id).await;
                continue;
            };
            let shown = format!(
                "`{}`, ids {} and {}",
                super::hex::shown(&first.bytes),
                super::hex::shown(second.id.as_ref().unwrap()),
                super::hex::shown(third.id.as_ref().unwrap()),
            );
            let id = third.id.clone().unwrap();
            let head = format!("94 01 ID c0 d9 {:02x}", shown.len());
            line.say(&head, &id).await;
            line.peer.send(shown.as_bytes()).await;
        }
    })
    .await;
    let client = connect(&address, ConnectOptions::new()).await;
    client.call(request("add", &[5, 4])).await.unwrap();
    client.call(request("add", &[5, 4])).await.unwrap();
    client
        .call(request("add", &[5, 4]))
        .await
        .unwrap()
        .decode()
        .unwrap()
}

async fn order() -> String {
    let address = serve(|mut line| async move {
        let mut calls = Vec::new();
        while calls.len() < 1000 {
            calls.push(line.message().await.unwrap());
        }
        // 389 has no factor in common with 1,000: each is met once.
        for step in 0..1000 {
            let call = &calls[(step * 389 + 500) % 1000];
            let number = format!("94 01 ID c0 cd {:04x}", call.number.unwrap());
            line.say(&number, call.id.as_ref().unwrap()).await;
        }
        while line.message().await.is_some() {}
    })
    .await;
    let client = connect(&address, ConnectOptions::new()).await;
    let calls = (0..1000).map(|number| {
        let client = client.clone();
        tokio::spawn(async move { ask::<u64>(&client, "echo", number).await.unwrap() == number })
    });
    let right = join_all(calls).await.into_iter().all(Result::unwrap);
    assert_eq!((client.in_flight(), client.stray_frames()), (0, 0));
    match right {
        true => "each has its own answer".to_owned(),
        false => "answers are mixed up".to_owned(),
    }
}

/// A peer that answers the first call when the second comes.
async fn tardy() -> crate::peer::Address {
    serve(|mut line| async move {
        let Some(first) = line.message().await else {
            return;
        };
        while let Some(second) = line.message().await {
            line.say("94 01 ID c0 01", first.id.as_ref().unwrap()).await;
            line.say("94 01 ID c0 02", second.id.as_ref().unwrap())
                .await;
        }
    })
    .await
}

async fn after(client: callwright::ByteStream) -> String {
    let next: u64 = ask(&client, "second", 0).await.unwrap();
    assert_eq!((next, client.in_flight()), (2, 0));
    assert_eq!(client.strays().of(StrayKind::LateAnswer), 1);
    "a late answer is counted, the next call is answered".to_owned()
}

async fn late() -> String {
    let address = tardy().await;
    let client = connect(&address, ConnectOptions::new()).await;
    let mut first = request("first", &[0]);
    first.options_mut().timeout = Some(Duration::from_millis(500));
    client.call(first).await.unwrap_err();
    after(client).await
}

async fn dropped() -> String {
    let address = tardy().await;
    let client = connect(&address, ConnectOptions::new()).await;
    let mut first = client.call(request("first", &[0]));
    assert!(poll_immediate(&mut first).await.is_none());
    drop(first);
    after(client).await
}

async fn limits() -> String {
    let address = serve(|mut line| async move { while line.message().await.is_some() {} }).await;
    let limit = Duration::from_secs(4);
    let client = connect(&address, ConnectOptions::new().with_timeout(limit)).await;
    let own = async {
        let mut call = request("own", &[0]);
        call.options_mut().timeout = Some(limit / 8);
        client.call(call).await.unwrap_err()
    };
    let general = client.call(request("general", &[0]));
    futures_util::pin_mut!(own);
    let ended = futures_util::future::select(general, own).await;
    match ended {
        futures_util::future::Either::Right((own, general)) => {
            let general = general.await.unwrap_err();
            assert!(matches!(own, callwright::Error::Timeout(_)), "{own}");
            assert!(
                matches!(general, callwright::Error::Timeout(_)),
                "{general}"
            );
            "both time out, the second within the first".to_owned()
        }
        futures_util::future::Either::Left(_) => "the first ended first".to_owned(),
    }
}

async fn joined() -> String {
    let address = serve(|mut line| async move {
        while let Some(call) = line.message().await {
            line.say("94 01 ID c0 05", call.id.as_ref().unwrap()).await;
        }
    })
    .await;
    let client = connect(&address, ConnectOptions::new()).await;
    let running = client.clone();
    let call = tokio::spawn(async move { ask::<u64>(&running, "later", 0).await });
    // Another one is answered meanwhile.
    ask::<u64>(&client, "now", 0).await.unwrap();
    format!(
        "answered {} when it is joined",
        call.await.unwrap().unwrap()
    )
}
