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
