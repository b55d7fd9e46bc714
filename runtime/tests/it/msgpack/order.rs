//! In which order answers go out, of handlers that are ready in another.
use std::sync::Arc;

use callwright::{AnswerOrder, ConnectOptions, ServerError};
use tokio::sync::Semaphore;

use super::{Peer, connect};

/// Handlers that answer as soon as a permit of theirs is there.
fn waiting(order: AnswerOrder) -> (ConnectOptions, [Arc<Semaphore>; 3]) {
    let options = ConnectOptions::new().with_answer_order(order);
    let permits = [(); 3].map(|()| Arc::new(Semaphore::new(0)));
    for (name, permit) in ["a", "b", "c"].into_iter().zip(permits.clone()) {
        options.handlers.on(name, move |(): ()| {
            let permit = Arc::clone(&permit);
            async move {
                permit.acquire().await.unwrap().forget();
                Ok::<_, ServerError>(name)
            }
        });
    }
    (options, permits)
}

/// Between two answers the client asks for what nobody has, and waits until it is refused: that the peer has read.
async fn settle(peer: &mut Peer, id: u8) {
    let method = "callwright_no_such_method".bytes();
    let method: Vec<_> = method.map(|byte| format!("{byte:02x}")).collect();
    peer.expect(&format!("94 00 {id:02x} b9 {} 90", method.join(" ")))
        .await;
    peer.send(&format!("94 01 {id:02x} a2 6e 6f c0")).await;
}

#[tokio::test]
async fn answers_go_as_they_are_ready() {
    let (options, [a, b, c]) = waiting(AnswerOrder::Any);
    let (_client, mut peer) = connect(options);
    peer.send("94 00 01 a1 61 90 94 00 02 a1 62 90 94 00 03 a1 63 90")
        .await;
    b.add_permits(1);
    peer.expect("94 01 02 c0 a1 62").await;
    a.add_permits(1);
    peer.expect("94 01 01 c0 a1 61").await;
    c.add_permits(1);
    peer.expect("94 01 03 c0 a1 63").await;
}

#[tokio::test]
async fn the_last_request_is_answered_first() {
    let (options, [a, b, c]) = waiting(AnswerOrder::Lifo);
    // S9. Turns are given up while an answer waits, or there would be none for the third.
    let (_client, mut peer) = connect(options.with_max_handled(2));
    peer.send("94 00 01 a1 61 90 94 00 02 a1 62 90 94 00 07 a1 63 90")
        .await;
    a.add_permits(1);
    b.add_permits(1);
    c.add_permits(1);
    peer.expect("94 01 07 c0 a1 63").await;
    settle(&mut peer, 0).await;
    peer.expect("94 01 02 c0 a1 62").await;
    settle(&mut peer, 1).await;
    peer.expect("94 01 01 c0 a1 61").await;
}

#[tokio::test]
async fn what_comes_while_an_answer_waits_goes_first() {
    let (options, [a, b, c]) = waiting(AnswerOrder::Lifo);
    let (_client, mut peer) = connect(options);
    a.add_permits(1);
    peer.send("94 00 01 a1 63 90 94 00 02 a1 61 90").await;
    peer.expect("94 01 02 c0 a1 61").await;
    settle(&mut peer, 0).await;
    a.add_permits(1);
    peer.send("94 00 03 a1 62 90 94 00 04 a1 61 90").await;
    // With the fourth the third has come, too.
    peer.expect("94 01 04 c0 a1 61").await;
    settle(&mut peer, 1).await;
    c.add_permits(1);
    tokio::task::yield_now().await;
    b.add_permits(1);
    peer.expect("94 01 03 c0 a1 62").await;
    settle(&mut peer, 2).await;
    peer.expect("94 01 01 c0 a1 63").await;
}
