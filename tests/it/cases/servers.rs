//! The document's servers as constructors of the client.

use callwright::Error;
use callwright_tests::cases::servers::Servers;

#[test]
fn variables_have_defaults_and_bounds() {
    let region = Servers::connect_to_by_region();
    assert_eq!(region.url().unwrap(), "wss://eu.example.org:443/");
    let moved = region.clone().region("us").port("1");
    assert_eq!(moved.url().unwrap(), "wss://us.example.org:1/");
    let error = region.region("moon").url().unwrap_err();
    assert!(matches!(error, Error::Encode(_)), "{error}");
    assert!(error.to_string().contains("`moon`"), "{error}");
}

#[tokio::test]
async fn awaiting_a_server_connects_to_it() {
    // Over HTTP nothing is sent before the first call.
    let client = Servers::connect_to_default2().await.unwrap();
    let shown = format!("{client:?}");
    assert!(shown.contains("127.0.0.1:8545"), "{shown}");
    assert!(
        Servers::connect_to_by_region()
            .region("moon")
            .await
            .is_err()
    );
}
