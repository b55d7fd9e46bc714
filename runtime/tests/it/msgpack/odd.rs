//! Messages that are well-formed and for nobody: counted, told, and the connection lives; a strict one ends.
use std::sync::{Arc, Mutex};

use callwright::{ConnectOptions, Connection, Error, StrayKind};

use super::{DEADLINE, call, connect};

/// Messages, the kind that each is, and what is answered.
const ODD: [(&str, StrayKind, &str); 16] = [
    ("90", StrayKind::WrongLength, ""),
    ("91 09", StrayKind::UnknownType, ""),
    ("94 03 00 c0 c0", StrayKind::UnknownType, ""),
    ("94 a1 30 00 c0 c0", StrayKind::UnknownType, ""),
    ("91 01", StrayKind::WrongLength, ""),
    ("92 02 a1 78", StrayKind::WrongLength, ""),
    ("94 02 a1 78 90 90", StrayKind::WrongLength, ""),
    ("93 02 07 90", StrayKind::NoMethod, ""),
    ("93 02 a1 ff 90", StrayKind::NoMethod, ""),
    ("93 02 a1 78 90", StrayKind::NobodyListens, ""),
    // S6: what answers a notification.
    ("94 01 ff a1 78 c0", StrayKind::UnknownId, ""),
    ("94 01 c0 c0 c0", StrayKind::UnknownId, ""),
    ("94 01 ce 00ffffff c0 c0", StrayKind::UnknownId, ""),
    ("94 01 cf 0000000100000000 c0 c0", StrayKind::UnknownId, ""),
    // Who waits for an answer gets one.
    ("94 00 07 c0 90", StrayKind::NoMethod, "94 01 07"),
    ("93 00 07 a1 78", StrayKind::WrongLength, "94 01 07"),
];

#[tokio::test]
async fn oddities_are_counted_and_told() {
    for (odd, kind, answer) in ODD {
        let told = Arc::new(Mutex::new(Vec::new()));
        let observer = Arc::clone(&told);
        let options = ConnectOptions::new()
            .with_observer(move |stray| observer.lock().unwrap().push(stray.kind()));
        let (client, mut peer) = connect(options);
        peer.send(odd).await;
        if !answer.is_empty() {
            let refusal = peer.json().await;
            assert_eq!((&refusal[0], &refusal[1]), (&1.into(), &7.into()));
            assert_eq!(refusal[2]["code"], -32600, "{refusal}");
        }
        let mut sound = Box::pin(call(&client, "x", &[]).into_future());
        let talk = async {
            peer.expect("94 00 00 a1 78 90").await;
            peer.send("94 01 00 c0 03").await;
        };
        let (sound, ()) = tokio::join!(&mut sound, talk);
        assert_eq!(sound.unwrap(), 3, "{odd}");
        assert_eq!(
            client.strays().iter().collect::<Vec<_>>(),
            [(kind, 1)],
            "{odd}"
        );
        assert_eq!(*told.lock().unwrap(), [kind], "{odd}");
    }
}

#[tokio::test]
async fn a_strict_connection_ends_at_oddities() {
    for (odd, kind, _) in ODD.into_iter().filter(|(_, kind, _)| kind.is_breach()) {
        let (client, mut peer) = connect(ConnectOptions::new().with_strict(true));
        peer.send(odd).await;
        let ended = tokio::time::timeout(DEADLINE, client.ended())
            .await
            .unwrap();
        assert!(
            ended.to_string().contains(&kind.to_string()),
            "{odd}: {ended}"
        );
    }
}

#[tokio::test]
async fn a_response_of_another_length_fails_its_call_only() {
    for odd in ["93 01 00 c0", "95 01 00 c0 c0 c0", "92 01 00"] {
        let (client, mut peer) = connect(ConnectOptions::new());
        let (first, second) = (call(&client, "x", &[]), call(&client, "y", &[]));
        let talk = async {
            peer.expect("94 00 00 a1 78 90 94 00 01 a1 79 90").await;
            peer.send(odd).await;
            peer.send("94 01 01 c0 03").await;
        };
        let (first, second, ()) = tokio::join!(first.into_future(), second.into_future(), talk);
        assert!(
            matches!(first, Err(Error::Transport(_))),
            "{odd}: {first:?}"
        );
        assert_eq!(second.unwrap(), 3);
        assert_eq!(client.strays().total(), 0);
    }
}

#[tokio::test]
async fn late_and_second_answers_pass() {
    let (client, mut peer) = connect(ConnectOptions::new());
    let mut dropped = Box::pin(call(&client, "x", &[]).into_future());
    assert!(
        futures_util::future::poll_immediate(&mut dropped)
            .await
            .is_none()
    );
    peer.expect("94 00 00 a1 78 90").await;
    drop(dropped);
    let talk = async {
        peer.expect("94 00 01 a1 79 90").await;
        peer.send("94 01 00 c0 03 94 01 01 c0 04 94 01 01 c0 05")
            .await;
    };
    let (answer, ()) = tokio::join!(call(&client, "y", &[]).into_future(), talk);
    assert_eq!(answer.unwrap(), 4);
    peer.send("91 09").await;
    while client.strays().of(StrayKind::UnknownType) == 0 {
        tokio::task::yield_now().await;
    }
    let strays = client.strays();
    assert_eq!(strays.of(StrayKind::LateAnswer), 1);
    assert_eq!(strays.of(StrayKind::SecondAnswer), 1);
    assert!(!client.is_closed());
}
