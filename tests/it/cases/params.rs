//! How params travel: by position with holes, by name with absent and null told apart, and as a notification.

use callwright_tests::cases::by_position::ByPosition;
use serde_json::json;

use super::Scripted;

#[tokio::test]
async fn holes_are_null_and_trailing_absent_params_are_left_out() {
    let script = Scripted::new((0..3).map(|_| json!([])));
    let client = ByPosition::with_connection(script.clone());
    client.holes("x").await.unwrap();
    client.holes("x").first(1).await.unwrap();
    client.holes("x").fourth(None).await.unwrap();
    assert_eq!(
        script.asked(),
        [
            r#"holes [null,"x"]"#,
            r#"holes [1,"x"]"#,
            r#"holes [null,"x",null,null]"#
        ]
    );
}

#[tokio::test]
async fn absent_null_and_empty_differ_by_name() {
    let script = Scripted::new((0..3).map(|_| json!({})));
    let client = ByPosition::with_connection(script.clone());
    client.named().await.unwrap();
    client.named().nullable(None).await.unwrap();
    client
        .named()
        .nullable("v".to_owned())
        .plain("")
        .await
        .unwrap();
    assert_eq!(
        script.asked(),
        [
            "named {}",
            r#"named {"nullable":null}"#,
            r#"named {"nullable":"v","plain":""}"#
        ]
    );
}

#[tokio::test]
async fn a_method_without_result_is_a_notification() {
    let script = Scripted::new([json!(null)]);
    let client = ByPosition::with_connection(script.clone());
    let sent: () = client.tell().line("hello").await.unwrap();
    assert_eq!(
        (sent, script.asked()),
        ((), vec![r#"tell ["hello"]"#.to_owned()])
    );
}
