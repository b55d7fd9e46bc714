//! Params in every form that a document can ask for, and results.

use callwright::{Bytes, Value};
use callwright_tests::cases::msgpack::Editor;
use callwright_tests::cases::msgpack::types::{Buffer, Target, Window};
use tokio::time::timeout;

use super::{DEADLINE, Peer, text};

/// A client and its peer, connected.
async fn editor() -> (Editor, Peer) {
    let (url, peer) = Peer::listen().await;
    let (client, peer) = tokio::join!(Editor::connect(&url), peer);
    (client.unwrap(), peer)
}

/// The head of the request with this id, up to the params.
fn request(id: u8, method: &str) -> Vec<u8> {
    [&[0x94, 0, id][..], &text(method)].concat()
}

#[tokio::test]
async fn params_go_in_the_documents_order_as_far_as_they_are_given() {
    let (client, mut peer) = editor().await;
    let call = client.buf_get_lines(Buffer(128)).start(2);
    let peer = async {
        let params = [0x92, 0xd5, 0, 0xcc, 0x80, 2];
        peer.hears(&[&request(0, "buf_get_lines")[..], &params].concat())
            .await;
        peer.says(&[0x94, 1, 0, 0xc0, 0x92, 0xa1, 0xff, 0xa1, b'x'])
            .await;
        // A param that is left out before one that is given is nil.
        let params = [0x93, 0xd4, 0, 1, 0xc0, 9];
        peer.hears(&[&request(1, "buf_get_lines")[..], &params].concat())
            .await;
        peer.says(&[0x94, 1, 1, 0xc0, 0x90]).await;
    };
    let calls = async {
        let lines = call.await.unwrap();
        assert_eq!(lines[0].as_bytes(), [0xff]);
        assert_eq!(lines[1].as_str(), Ok("x"));
        assert_eq!(client.buf_get_lines(1).end(9).await.unwrap().len(), 0);
    };
    timeout(DEADLINE, async { tokio::join!(calls, peer) })
        .await
        .unwrap();
}

#[tokio::test]
async fn params_are_padded_or_go_by_name_where_the_document_says_so() {
    let (client, mut peer) = editor().await;
    let peer = async {
        peer.hears(&[&request(0, "focus")[..], &[0x92, 0xd4, 1, 7, 0xc0]].concat())
            .await;
        peer.says(&[0x94, 1, 0, 0xc0, 0xd4, 0, 3]).await;
        let map = [&[0x91, 0x81][..], &text("of"), &[0xd4, 0, 3]].concat();
        peer.hears(&[request(1, "snapshot"), map].concat()).await;
        peer.says(&[&[0x94, 1, 1][..], &text("no"), &[0xc0]].concat())
            .await;
        let map = [&[0x81][..], &text("data"), &[0xc4, 1, 5]].concat();
        peer.hears(&[vec![0x93, 2], text("store"), map].concat())
            .await;
    };
    let calls = async {
        let was = client.focus(Target::from(Window(7))).await.unwrap();
        assert!(matches!(was, Target::Buffer(Buffer(3))));
        let error = client.snapshot(3).await.unwrap_err();
        assert!(error.to_string().contains("no"), "{error}");
        client.store(Bytes::from(vec![5])).await.unwrap();
    };
    timeout(DEADLINE, async { tokio::join!(calls, peer) })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_result_of_any_kind_keeps_its_kind() {
    let (client, mut peer) = editor().await;
    let peer = async {
        peer.hears(&[&request(0, "eval")[..], &[0x91, 0xa1, b'x']].concat())
            .await;
        peer.says(&[0x94, 1, 0, 0xc0, 0x92, 0xd4, 0, 1, 0x81, 1, 2])
            .await;
    };
    let call = async {
        let expected = Value::Array(vec![
            Value::Ext(0, vec![1]),
            Value::Map(vec![(1.into(), 2.into())]),
        ]);
        assert_eq!(client.eval("x").await.unwrap(), expected);
    };
    timeout(DEADLINE, async { tokio::join!(call, peer) })
        .await
        .unwrap();
}
