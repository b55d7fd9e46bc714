//! Values that the document does not list.

use callwright_tests::cases::enums::Enums;
use callwright_tests::cases::enums::types::{All, AllBlock, AllState, AllVersion, Tag};
use serde_json::json;

use super::Scripted;

#[tokio::test]
async fn they_are_kept_and_sent_again() {
    let all = json!({ "tag": "finalized", "state": "gone", "version": "2.1", "level": 4, "block": "safe", "new": 1 });
    let script = Scripted::new([all.clone()]);
    let client = Enums::with_connection(script.clone());
    let read: All = client.set("pending").await.unwrap();
    assert_eq!(script.asked(), [r#"set ["pending"]"#]);
    assert_eq!(serde_json::to_value(&read).unwrap(), all);
    assert_eq!(read.tag, Tag::Unknown("finalized".to_owned()));
    assert_eq!(read.state, AllState::Other3("gone".to_owned()));
    assert_eq!(read.version, AllVersion::Other("2.1".to_owned()));
    assert!(matches!(read.block, Some(AllBlock::Tag(Tag::Unknown(_)))));
}

#[test]
fn texts_are_values() {
    assert_eq!(Tag::from("latest"), Tag::Latest);
    assert_eq!("other".parse(), Ok(Tag::Other));
    assert_eq!(Tag::from_known("new"), None);
    assert_eq!(Tag::from("new".to_owned()).to_string(), "new");
    assert_eq!((Tag::Earliest.as_str(), Tag::KNOWN.len()), ("earliest", 3));
}
