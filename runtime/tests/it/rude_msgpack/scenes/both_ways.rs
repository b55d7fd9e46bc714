//! The peer asks, too: callbacks within calls, their order, handlers that come and go.
use std::sync::{Arc, Mutex};

use callwright::{AnswerOrder, ConnectOptions, ErrorStyle, Handlers, ServerError};

use super::{Scene, ask, connect, hex, scene, serve};

pub(super) fn scenes() -> Vec<Scene> {
    vec![
        scene!(
            "S2",
            "both sides ask each other, each from within the handler of the other, 64 deep",
            nested,
            "64"
        ),
        scene!(
            "S4",
            "a handler fails, in the style of an object",
            object,
            "`94 01 01 83 a4 63 6f 64 65 05 a7 6d 65 73 73 61 67 65 a2 6e 6f a4 64 61 74 61 01 c0`"
        ),
        scene!(
            "S4",
            "a handler fails, in the style of a code and a message",
            code_message,
            "`94 01 01 92 05 a2 6e 6f c0`"
        ),
        scene!(
            "S4",
            "a handler fails, in the style of a text",
            text,
            "`94 01 01 a2 6e 6f c0`"
        ),
        scene!(
            "S9",
            "two requests are answered as they are done",
            any,
            "`94 01 01 c0 01`, then `94 01 02 c0 02`"
        ),
        scene!(
            "S9",
            "two requests are answered last in, first out",
            lifo,
            "`94 01 02 c0 02`, then `94 01 01 c0 01`"
        ),
        scene!(
            "S16",
            "a client that has no handlers is asked",
            nobody,
            "an error goes back and the client lives"
        ),
        scene!(
            "S19",
            "a handler is added, replaced and removed while the session runs",
            changing,
            "1, then 2, then an error"
        ),
    ]
}

/// Asks the client under 1 and gives what it answers, to whatever the client calls.
async fn answer_of(question: &'static str, options: ConnectOptions) -> String {
    let seen = Arc::new(Mutex::new(String::new()));
    let keeps = Arc::clone(&seen);
    let address = serve(move |mut line| {
        let keeps = Arc::clone(&keeps);
        async move {
            let call = line.message().await.unwrap();
            line.say(question, &[]).await;
            *keeps.lock().unwrap() = format!("`{}`", line.heard().await);
            line.say("94 01 ID c0 07", call.id.as_ref().unwrap()).await;
            line.message().await;
        }
    })
    .await;
    let client = connect(&address, options).await;
    ask::<u64>(&client, "begin", 0).await.unwrap();
    seen.lock().unwrap().clone()
}

async fn failure(style: ErrorStyle) -> String {
    let handlers = Handlers::new();
    handlers.on("fail", async |(): ()| {
        Err::<(), _>(ServerError::new(5, "no").with_data(&1))
    });
    let options = ConnectOptions::new()
        .with_handlers(handlers)
        .with_error_style(style);
    answer_of("94 00 01 a4 6661696c 90", options).await
}

async fn object() -> String {
    failure(ErrorStyle::Object).await
}

async fn code_message() -> String {
    failure(ErrorStyle::CodeMessage).await
}

async fn text() -> String {
    failure(ErrorStyle::Text).await
}

/// The peer answers `descend` of n by asking for `descend` of n - 1, down to 0.
async fn nested() -> String {
    let address = serve(|mut line| async move {
        // The calls of the client that wait for an answer to the peer's next question.
        let mut waiting: Vec<(Vec<u8>, usize)> = Vec::new();
        while let Some(message) = line.message().await {
            match message.id {
                Some(id) if message.number == Some(0) => {
                    line.say("94 01 ID c0 00", &id).await;
                }
                Some(id) => {
                    let depth = message.number.unwrap();
                    let ask = format!("94 00 cc{depth:02x} a7 64657363656e64 91 {:02x}", depth - 1);
                    waiting.push((id, depth));
                    line.say(&ask, &[]).await;
                }
                None => {
                    let (id, depth) = waiting.pop().unwrap();
                    line.say(&format!("94 01 ID c0 {depth:02x}"), &id).await;
                }
            }
        }
    })
    .await;
    let handlers = Handlers::new();
    handlers.on_with_context("descend", async |(depth,): (u64,), context| match depth {
        0 => Ok(0),
        _ => {
            let below = ask::<u64>(&context.peer(), "descend", depth - 1).await;
            let below = below.map_err(|error| ServerError::new(2, error.to_string()));
            below.map(|_| depth)
        }
    });
    let client = connect(&address, ConnectOptions::new().with_handlers(handlers)).await;
    let depth: u64 = ask(&client, "descend", 64).await.unwrap();
    assert_eq!((client.in_flight(), client.stray_frames()), (0, 0));
    depth.to_string()
}

/// Two requests, of which the first is answered when its handler is told so.
async fn two(order: AnswerOrder) -> String {
    let seen = Arc::new(Mutex::new(String::new()));
    let keeps = Arc::clone(&seen);
    let address = serve(move |mut line| {
        let keeps = Arc::clone(&keeps);
        async move {
            let call = line.message().await.unwrap();
            line.say("94 00 01 a3 6f6e65 90 94 00 02 a3 74776f 90", &[])
                .await;
            let mut said = Vec::new();
            while said.len() < 2 {
                let message = line.message().await.unwrap();
                match &message.id {
                    None => said.push(format!("`{}`", hex::shown(&message.bytes))),
                    // The client asks whether a question of ours is on its way.
                    Some(id) => line.say("94 01 ID a2 6e6f c0", id).await,
                }
            }
            *keeps.lock().unwrap() = said.join(", then ");
            line.say("94 01 ID c0 07", call.id.as_ref().unwrap()).await;
            line.message().await;
        }
    })
    .await;
    let handlers = Handlers::new();
    let first = Arc::new(tokio::sync::Notify::new());
    let waited = Arc::clone(&first);
    handlers.on("one", move |(): ()| {
        first.notify_one();
        async { Ok(1) }
    });
    handlers.on("two", move |(): ()| {
        let waited = Arc::clone(&waited);
        async move {
            // The answer to the first is there by now.
            waited.notified().await;
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            Ok(2)
        }
    });
    let options = ConnectOptions::new()
        .with_handlers(handlers)
        .with_answer_order(order);
    let client = connect(&address, options).await;
    ask::<u64>(&client, "begin", 0).await.unwrap();
    seen.lock().unwrap().clone()
}

async fn any() -> String {
    two(AnswerOrder::Any).await
}

async fn lifo() -> String {
    two(AnswerOrder::Lifo).await
}

async fn nobody() -> String {
    let answer = answer_of("94 00 01 a1 78 90", ConnectOptions::new()).await;
    match answer.starts_with("`94 01 01 82 ") && answer.ends_with(" c0`") {
        true => "an error goes back and the client lives".to_owned(),
        false => answer,
    }
}

async fn changing() -> String {
    let address = serve(|mut line| async move {
        while let Some(call) = line.message().await {
            line.say("94 00 01 a1 78 90", &[]).await;
            let said = line.heard().await;
            // The last byte is the result; that of an error is nil.
            let last = said.rsplit(' ').next().unwrap();
            line.say(&format!("94 01 ID c0 {last}"), call.id.as_ref().unwrap())
                .await;
        }
    })
    .await;
    let handlers = Handlers::new();
    let options = ConnectOptions::new().with_handlers(handlers.clone());
    let client = connect(&address, options).await;
    handlers.on("x", async |(): ()| Ok(1));
    let first: u64 = ask(&client, "begin", 0).await.unwrap();
    handlers.on("x", async |(): ()| Ok(2));
    let second: u64 = ask(&client, "begin", 0).await.unwrap();
    assert!(handlers.remove("x"));
    let third: Option<u64> = ask(&client, "begin", 0).await.unwrap();
    assert_eq!(third, None);
    let lives = !client.is_closed();
    assert!(lives);
    format!("{first}, then {second}, then an error")
}
