//! What the client sends: calls and notifications, byte for byte.
use callwright::{Connection, Params, Request};

use crate::rude_msgpack::{
    case::{Act, Case, Way},
    visit::told,
};

pub fn cases() -> Vec<Case> {
    let sent =
        |row, what, act: Act, bytes| Case::new(row, what, Way::Sent(act, bytes), "answered 7");
    let mut cases = vec![
        sent(
            "W1",
            "takes a call",
            |peer| {
                let params = Params::by_position()
                    .with("a", &5)
                    .unwrap()
                    .with("b", &4)
                    .unwrap();
                Box::pin(async move { told(peer.call(Request::new("add", params)).await) })
            },
            "94 00 ID a3 616464 92 05 04",
        ),
        sent(
            "W4",
            "takes a call without params",
            |peer| {
                let request = Request::new("noargs", Params::by_position());
                Box::pin(async move { told(peer.call(request).await) })
            },
            "94 00 ID a6 6e6f61726773 90",
        ),
        sent(
            "W4",
            "takes a call whose params have names and are left out",
            |peer| {
                let request = Request::new("noargs", Params::by_name());
                Box::pin(async move { told(peer.call(request).await) })
            },
            "94 00 ID a6 6e6f61726773 90",
        ),
        sent(
            "W12",
            "takes a call whose params have names",
            |peer| {
                let params = Params::by_name()
                    .with("a", &5)
                    .unwrap()
                    .with("b", &4)
                    .unwrap();
                Box::pin(async move { told(peer.call(Request::new("add", params)).await) })
            },
            "94 00 ID a3 616464 92 05 04",
        ),
        sent(
            "W11",
            "takes a text of 32 bytes and one of 256",
            |peer| {
                let params = Params::by_position().with("a", &"x".repeat(32)).unwrap();
                let params = params.with("b", &"x".repeat(256)).unwrap();
                Box::pin(async move { told(peer.call(Request::new("m", params)).await) })
            },
            "94 00 ID a1 6d 92 d9 20 78*32 da 0100 78*256",
        ),
        sent(
            "W5",
            "takes numbers at the ends of their widths",
            |peer| {
                let numbers = [
                    0, 127, 128, 255, 256, 65535, 65536, -1, -32, -33, -128, -129, -32768, -32769,
                ];
                let params = Params::by_position().with("numbers", &numbers).unwrap();
                Box::pin(async move { told(peer.call(Request::new("m", params)).await) })
            },
            "94 00 ID a1 6d 91 9e 00 7f cc80 ccff cd0100 cdffff ce00010000 ff e0 d0df d080 d1ff7f d18000 d2ffff7fff",
        ),
    ];
    let notify: Act = |peer| {
        let params = Params::by_position().with("degrees", &102.1).unwrap();
        let request = Request::new("temperature", params);
        Box::pin(async move {
            match peer.notify(request).await {
                Ok(()) => "sent".to_owned(),
                Err(error) => format!("fails: {error}"),
            }
        })
    };
    let bytes = "93 02 ab 74656d7065726174757265 91 cb4059866666666666";
    cases.push(Case::new(
        "W3",
        "takes a notification",
        Way::Sent(notify, bytes),
        "sent",
    ));
    cases
}
