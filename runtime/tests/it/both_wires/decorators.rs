//! What stands over a connection carries what the connection carries.
use std::{sync::Arc, time::Duration};

use callwright::{
    ConnectOptions, Connection, ConnectionExt, Endpoints, Error, Mock, Reconnect, Reconnecting,
    Recorder, Wire, layers::Timeout,
};
use serde_json::json;

use super::{petshop::Petshop, script::Script};

/// Calls over the connection; the script checks the format of what it is given.
async fn is_carried(connection: impl Connection, script: &Script) {
    script.push(Ok(callwright::Reply::of(&json!(6)).unwrap()));
    assert_eq!(connection.wire(), Wire::MessagePack, "{connection:?}");
    let shop = Petshop::with_connection(connection);
    assert_eq!(shop.sum(1).c(5).await.unwrap(), 6);
}

#[tokio::test]
async fn the_wire_shows_through_all_that_stands_over_it() {
    let script = Script::default();
    is_carried(Arc::new(script.clone()), &script).await;
    is_carried(Box::new(script.clone()), &script).await;
    let limit = Timeout::new(Duration::from_secs(60));
    is_carried(script.clone().layered(limit), &script).await;
    let two = [("a", script.clone()), ("b", script.clone())];
    is_carried(Endpoints::new(two), &script).await;
    let path = std::env::temp_dir().join(format!("callwright-wire-{}", std::process::id()));
    is_carried(Recorder::create(script.clone(), &path).unwrap(), &script).await;
    let recorded = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(path).unwrap();
    assert!(recorded.contains(r#""params":[1,null,5]"#), "{recorded}");
    assert!(recorded.contains(r#""result":6"#), "{recorded}");
    let source = script.clone();
    let again = Reconnecting::connect(ConnectOptions::new(), move |_| {
        let script = source.clone();
        async { Ok::<_, Error>(script) }
    });
    is_carried(again.await.unwrap(), &script).await;
}

#[tokio::test]
async fn a_connection_that_is_not_there_yet_has_the_wire_of_its_address() {
    let options = ConnectOptions::new().with_reconnect(Reconnect::new().lazy());
    for (url, wire) in [
        ("msgpack+unix:/nowhere/callwright", Wire::MessagePack),
        ("unix:/nowhere/callwright", Wire::Json),
    ] {
        let connection = callwright::connect_with(url, options.clone())
            .await
            .unwrap();
        assert_eq!(connection.wire(), wire, "{url}");
    }
}

#[tokio::test]
async fn where_wires_differ_all_goes_as_json() {
    let script = Script::default();
    let mock = Mock::new().on("sum", async |numbers: Vec<Option<i64>>| {
        Ok(numbers.into_iter().flatten().sum::<i64>())
    });
    let both = Endpoints::new([
        ("mock", Arc::new(mock) as Arc<dyn Connection>),
        ("script", Arc::new(script)),
    ]);
    assert_eq!(both.wire(), Wire::Json);
    let shop = Petshop::with_connection(both);
    assert_eq!(shop.sum(1).c(5).await.unwrap(), 6);
}
