//! Calls without an answer tell of what came meanwhile and may have been meant for them.
use std::time::Duration;

use callwright::{ConnectOptions, Error};

use super::{TRANSPORTS, call, connect};
use crate::peer::{Peer, serve};

#[tokio::test]
async fn a_late_call_shows_what_came_without_an_id() {
    for (transport, (refusal, told)) in TRANSPORTS.into_iter().zip([
        (
            r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"cannot read"}}"#,
            "but a response without an id did",
        ),
        ("Segmentation fault", "but what is not JSON did"),
    ]) {
        let framing = callwright::Framing::Lines;
        let address = serve(transport, framing, move |mut peer: Peer| async move {
            while let Some(request) = peer.request().await {
                if request["method"] == "bad" {
                    peer.message(refusal).await;
                }
            }
        })
        .await;
        let options = ConnectOptions::new()
            .with_framing(framing)
            .with_timeout(Duration::from_secs(2));
        let (stream, _) = connect(&address, options).await;
        let error = call(&stream, "bad").await.unwrap_err();
        assert!(matches!(error, Error::Timeout(_)), "{error:?}");
        let text = error.to_string();
        assert!(text.contains(told) && text.contains(refusal), "{text}");
        // It is not told of again to calls that began later.
        let error = call(&stream, "silent").await.unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("no answer") && !text.contains("but"),
            "{text}"
        );
    }
}
