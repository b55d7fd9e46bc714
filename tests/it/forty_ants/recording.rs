//! The recording itself: served whole, to clients that number their requests otherwise too.

use callwright_tests::envelope;
use callwright_tests::exchange::Recorded;
use callwright_tests::http::{Answer, post};
use callwright_tests::replay::Replay;

use super::exchanges;

#[tokio::test]
async fn the_recording_is_replayed_whole() {
    let exchanges = exchanges();
    assert_eq!(exchanges.len(), 31);
    let server = Replay::serve(exchanges.clone()).await.unwrap();
    for exchange in &exchanges {
        let answer = post(server.address(), &exchange.request).await;
        match &exchange.answer {
            Recorded::Http { status, body } => {
                assert_eq!(
                    answer.unwrap(),
                    Answer {
                        status: *status,
                        body: body.clone()
                    }
                );
            }
            Recorded::Broken(_) => assert!(answer.is_err(), "{answer:?}"),
        }
    }
    let requests: Vec<_> = exchanges
        .iter()
        .map(|exchange| exchange.request.clone())
        .collect();
    assert_eq!(server.asked(), requests);
    assert_eq!(server.unknown(), [""; 0]);
}

#[tokio::test]
async fn callers_get_their_own_ids() {
    let exchanges = exchanges();
    let server = Replay::serve(exchanges.clone()).await.unwrap();
    for exchange in exchanges
        .iter()
        .filter(|exchange| matches!(exchange.answer, Recorded::Http { .. }))
    {
        let asked = envelope::with_id(&exchange.request, "\"mine\"");
        let answer = post(server.address(), &asked).await.unwrap();
        assert_eq!(envelope::id(&answer.body), envelope::id(&asked), "{asked}");
        assert_eq!(exchange.request_with_id_of(&asked), asked);
    }
}
