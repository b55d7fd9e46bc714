//! What JSON has no room for goes through a call that knows both wires, and over JSON as well as can be.
use callwright::{Call, Handlers, Params, Request, Server, Value, connect};

use crate::serve::in_time;

/// What comes back of binary data and of an extension.
async fn echoed(url: &str, both_wires: bool) -> [Value; 2] {
    let handlers = Handlers::new();
    handlers.on_both("echo", async |(value,): (Value,)| Ok(value));
    let server = Server::bind(url, handlers).await.unwrap();
    let connection = connect(&server.url().unwrap()).await.unwrap();
    let echo = async |value: Value| {
        let params = Params::by_position().with_msgpack("value", &value).unwrap();
        let call: Call<Value> = Call::dynamic(connection.clone(), Request::new("echo", params));
        match both_wires {
            true => call.both_wires().await.unwrap(),
            false => call.await.unwrap(),
        }
    };
    let bytes = echo(Value::Bin(vec![0xde, 0xad])).await;
    [bytes, echo(Value::Ext(5, vec![0xff])).await]
}

#[tokio::test]
async fn what_json_cannot_hold_travels() {
    let same = [Value::Bin(vec![0xde, 0xad]), Value::Ext(5, vec![0xff])];
    let as_text = [Value::from("3q0="), Value::Ext(5, vec![0xff])];
    let msgpack = "msgpack+tcp://127.0.0.1:0";
    let json = "tcp://127.0.0.1:0";
    assert_eq!(in_time(echoed(msgpack, true)).await, same);
    assert_eq!(in_time(echoed(msgpack, false)).await, as_text);
    assert_eq!(in_time(echoed(json, true)).await, as_text);
}
