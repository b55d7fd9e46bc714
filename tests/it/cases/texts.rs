//! Strings with patterns: kept as they come or checked, asked for numbers and bytes, and told apart in unions.

use callwright_tests::cases::exact_patterns::types as exact;
use callwright_tests::cases::patterns::Patterns;
use callwright_tests::cases::patterns::types::{
    Account, All, BlockId, DecimalInteger, Hash, Quantity,
};
use serde_json::{Value, json};

use super::Scripted;

fn all() -> Value {
    json!({
        "data": "0x00ff",
        "more": ["0x", "0x01"],
        "nonce": null,
        "digest": format!("sha256:{}", "0".repeat(64)),
        "copy": "0x5208",
        "count": "12",
        "share": "+.5",
        "kind": "0x2",
        "slug": "a-b",
        "ahead": "anything",
        "any": "x",
    })
}

#[tokio::test]
async fn calls_stay_short() {
    let script = Scripted::new((0..3).map(|_| json!("0x10")));
    let client = Patterns::with_connection(script.clone());
    let balance = client.balance("0xabc").block("latest").await.unwrap();
    assert_eq!(u64::try_from(&balance), Ok(16));
    let account = Account::from_bytes([7; 20]).unwrap();
    let call = client.balance(account).block(Quantity::from(21_000_u64));
    call.season("2026").await.unwrap();
    client.balance("me".to_owned()).await.unwrap();
    let seven = "07".repeat(20);
    assert_eq!(
        script.asked(),
        [
            r#"balance ["0xabc","latest"]"#.to_owned(),
            format!(r#"balance ["0x{seven}","0x5208","2026"]"#),
            r#"balance ["me"]"#.to_owned(),
        ]
    );
}

#[test]
fn what_a_server_sends_is_kept_and_can_be_asked() {
    let mut sloppy = all();
    sloppy["data"] = json!("0x0");
    sloppy["copy"] = json!("0x00AB");
    let read: All = serde_json::from_value(sloppy.clone()).unwrap();
    assert!(!read.data.is_valid() && read.data.to_bytes().is_err());
    let copy = read.copy.clone().unwrap();
    assert!(!copy.is_valid());
    assert_eq!(u64::try_from(&copy), Ok(0xAB));
    assert_eq!(serde_json::to_value(&read).unwrap(), sloppy);
    let error = "0x00AB".parse::<Quantity>().unwrap_err().to_string();
    assert!(
        error.starts_with("`Quantity` is text like `^0x(0|"),
        "{error}"
    );
    assert!(error.ends_with("and `0x00AB` is not"), "{error}");
    assert_eq!(DecimalInteger::from("0007").as_str(), "0007");
}

#[test]
fn branches_of_unions_are_told_apart_by_their_patterns() {
    let hash = format!("0x{}", "ab".repeat(32));
    for text in ["0x10", &hash, "latest", "0x0A"] {
        let read: BlockId = serde_json::from_value(json!(text)).unwrap();
        let made = BlockId::from(text);
        assert_eq!(format!("{read:?}"), format!("{made:?}"));
        assert_eq!(serde_json::to_value(read).unwrap(), json!(text));
    }
    let is_number = |text: &str| matches!(BlockId::from(text), BlockId::Quantity(_));
    let is_hash = |text: &str| matches!(BlockId::from(text), BlockId::Hash(Hash(_)));
    assert!(is_number("0x10") && is_hash(&hash));
}

#[test]
fn exact_texts_are_checked_when_they_are_decoded_and_made() {
    let read = |member: &str, value: &str| {
        let mut all = all();
        all[member] = json!(value);
        serde_json::from_value::<exact::All>(all).map_err(|error| error.to_string())
    };
    assert!(read("slug", "a-b").is_ok());
    for (member, wrong) in [
        ("data", "0x0"),
        ("copy", "0x00"),
        ("share", "1.2.3"),
        ("kind", "0x3"),
        ("slug", "A"),
        ("slug", "abcdefghijklmnopqrstu"),
        ("any", ""),
    ] {
        assert!(read(member, wrong).is_err(), "{member} {wrong}");
    }
    let error = read("copy", "0x00").unwrap_err();
    assert!(error.contains("`Quantity` is text like"), "{error}");
    assert!(exact::Account::try_from("0xabc").is_err());
    assert_eq!(exact::Quantity::from(255_u64), "0xff");
}
