//! What the server sends by itself and asks, straight from its bytes.

use callwright_tests::cases::msgpack::Editor;
use callwright_tests::cases::msgpack::notifications::Notification;
use callwright_tests::cases::msgpack::types::{Buffer, Target, Window};
use tokio::time::timeout;

use super::{DEADLINE, Peer, text};

#[tokio::test]
async fn events_and_requests_have_their_types_by_position() {
    let (url, peer) = Peer::listen().await;
    let (client, peer) = tokio::join!(Editor::connect(&url), peer);
    let (client, mut peer) = (client.unwrap(), peer);
    let mut events = client.notifications().await.unwrap();
    let requests = client.requests().unwrap();
    requests.confirm(async |asked| match asked.buffer {
        Buffer(300) => Ok(Target::from(Window(1))),
        Buffer(_) => Ok(Target::from(false)),
    });
    let event = [
        &[0x93, 2][..],
        &text("buf_lines_event"),
        &[0x93, 0xd4, 0, 1, 0x91, 0xa1, 0xfe, 0xd4, 9, 9],
    ];
    peer.says(&event.concat()).await;
    let event = timeout(DEADLINE, events.next()).await.unwrap().unwrap();
    let Notification::BufLinesEvent(event) = event.unwrap() else {
        panic!("another event");
    };
    assert_eq!(event.buffer, Buffer(1));
    assert_eq!(event.lines[0].as_bytes(), [0xfe]);
    assert!(event.more.is_some());

    let asked = [
        &[0x94, 0, 5][..],
        &text("confirm"),
        &[0x91, 0xc7, 3, 0, 0xcd, 1, 0x2c],
    ];
    peer.says(&asked.concat()).await;
    peer.hears(&[0x94, 1, 5, 0xc0, 0xd4, 1, 1]).await;
}

#[tokio::test]
async fn subscriptions_find_id_and_item_by_position() {
    let (url, peer) = Peer::listen().await;
    let (client, peer) = tokio::join!(Editor::connect(&url), peer);
    let (client, mut peer) = (client.unwrap(), peer);
    let watched = |id: u8, line: &[u8]| {
        let head = [&[0x93, 2][..], &text("watched"), &[0x92, id]].concat();
        [head, line.to_vec()].concat()
    };
    let talk = async {
        let request = [&[0x94, 0, 0][..], &text("watch"), &[0x91, 0xd4, 0, 1]];
        peer.hears(&request.concat()).await;
        peer.says(&[0x94, 1, 0, 0xc0, 5]).await;
        peer.says(&watched(6, &[0xa1, b'x'])).await;
        peer.says(&watched(5, &[0xa1, 0xfe])).await;
    };
    let (lines, ()) = tokio::join!(client.watch(1).into_future(), talk);
    let mut lines = lines.unwrap();
    let line = timeout(DEADLINE, lines.next()).await.unwrap().unwrap();
    assert_eq!(line.unwrap().as_bytes(), [0xfe]);
    drop(lines);
    let leave = [&[0x94, 0, 1][..], &text("unwatch"), &[0x91, 5]];
    peer.hears(&leave.concat()).await;
}
