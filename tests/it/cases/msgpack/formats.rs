//! Types of the user's, which know nothing of MessagePack: a string of a format is a string there, too.

use callwright_tests::cases::msgpack_formats::types::All;
use serde_json::json;
use uuid::Uuid;

use super::{is_both, packed, text, unpacked};

#[test]
fn each_format_is_text_on_both_wires() {
    let id = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    let value: Uuid = id.parse().unwrap();
    let bytes = [&[0xd9, 36][..], id.as_bytes()].concat();
    is_both(&value, &bytes, &json!(id));
    let all = json!({
        "id": id,
        "at": "2026-01-02T03:04:05Z",
        "day": "2026-01-03",
        "time": "03:04:05",
        "hosts": ["127.0.0.1", "::1"],
        "byName": { "local": "::1" },
        "address": { "street": "Here 1" },
        "either": id,
        "plain": "a@b.example",
        "big": serde_json::from_str::<serde_json::Value>("170141183460469231731687303715884105727").unwrap(),
    });
    let read: All = serde_json::from_str(&all.to_string()).unwrap();
    let bytes = packed(&read);
    for said in [
        "2026-01-02T03:04:05Z",
        "2026-01-03",
        "03:04:05",
        "127.0.0.1",
        "::1",
    ] {
        let said = text(said);
        assert!(
            bytes.windows(said.len()).any(|window| window == said),
            "{said:?}"
        );
    }
    let again: All = unpacked(&bytes).unwrap();
    assert_eq!(
        serde_json::to_string(&again).unwrap(),
        serde_json::to_string(&read).unwrap()
    );
}
