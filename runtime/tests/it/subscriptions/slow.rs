//! Readers that do not keep up, and a hundred thousand notifications for one that does.
use callwright::{Error, Overflow};

use super::{Peer, serve, silence_after, tick, ticks};

/// Sends the numbers from 1 on as soon as somebody subscribes, and then answers one more call.
async fn counting(numbers: i64) -> String {
    serve(move |mut peer: Peer| async move {
        let request = peer.request().await.unwrap();
        peer.answer(&request, r#""result":1"#).await;
        for number in 1..=numbers {
            tick(&mut peer, "1", number).await;
        }
        let ping = peer.request().await.unwrap();
        peer.answer(&ping, r#""result":null"#).await;
        silence_after(peer, 1).await;
    })
    .await
}

/// What a reader gets that begins to read when all was sent: the numbers, how many were lost, and how it ended.
async fn late(overflow: Overflow) -> (Vec<i64>, u64, Option<Error>) {
    let url = counting(10).await;
    let (socket, call) = ticks(&url).await;
    let call = call.with_buffer(3).with_overflow(overflow);
    let mut stream = call.await.unwrap();
    let ping = callwright::Request::new("ping", callwright::Params::by_position());
    callwright::Connection::call(&socket, ping).await.unwrap();
    let mut numbers = Vec::new();
    loop {
        let next = futures_util::future::poll_immediate(stream.next()).await;
        match next {
            Some(Some(Ok(number))) => numbers.push(number),
            Some(Some(Err(error))) => {
                assert!(stream.next().await.is_none());
                return (numbers, stream.lost(), Some(error));
            }
            None => return (numbers, stream.lost(), None),
            Some(None) => panic!("ended without an error"),
        }
    }
}

#[tokio::test]
async fn what_is_lost_is_as_chosen_and_counted() {
    let (numbers, lost, error) = late(Overflow::DropOldest).await;
    assert_eq!((numbers, lost, error.is_none()), (vec![8, 9, 10], 7, true));
    let (numbers, lost, error) = late(Overflow::DropNewest).await;
    assert_eq!((numbers, lost, error.is_none()), (vec![1, 2, 3], 7, true));
    let (numbers, lost, error) = late(Overflow::default()).await;
    assert_eq!((numbers, lost), (vec![1, 2, 3], 7));
    let error = error.unwrap();
    assert!(matches!(error, Error::Subscription(_)), "{error:?}");
    assert!(
        error.to_string().contains("3 notifications wait"),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_come_in_order() {
    const MANY: i64 = 100_000;
    let url = counting(MANY).await;
    let (socket, call) = ticks(&url).await;
    let mut stream = call.with_buffer(MANY as usize).await.unwrap();
    for number in 1..=MANY {
        assert_eq!(stream.next().await.unwrap().unwrap(), number);
    }
    assert_eq!((stream.lost(), socket.stray_frames()), (0, 0));
}
