//! The peer: does what the case says whose number the first param is.
use std::sync::{Arc, Mutex};

use super::{
    case::{Case, Way},
    hex,
    line::{Line, Message},
};
use crate::peer::Peer;

/// What the client sent beside its calls of the table.
pub type Heard = Arc<Mutex<Vec<Vec<u8>>>>;

/// The answer that a client hopes for.
const RIGHT: &str = "94 01 ID c0 07";

/// Serves one connection. `hold` is answered when `ping` is: a call beside the one that meets the case. What is no call of
/// the table is kept, and answered if it is a call.
pub async fn serve(peer: Peer, cases: Arc<Vec<Case>>, heard: Heard) {
    let mut line = Line::new(peer);
    let mut held = Vec::new();
    while let Some(message) = line.message().await {
        match (&*message.method, message.number) {
            ("hold", _) => held.push(message),
            ("ping", _) => {
                held.push(message);
                for message in held.drain(..) {
                    answer(&mut line, &message, RIGHT).await;
                }
            }
            ("case", Some(number)) => {
                let case = &cases[number];
                if meet(&mut line, case.way, &message, &heard).await {
                    return;
                }
                // Nothing is to be read behind what ends a connection.
                while !case.lives && line.message().await.is_some() {}
            }
            _ => {
                if message.id.is_some() {
                    answer(&mut line, &message, RIGHT).await;
                }
                heard.lock().unwrap().push(message.bytes);
            }
        }
    }
}

/// Whether the connection is over.
async fn meet(line: &mut Line, way: Way, call: &Message, heard: &Heard) -> bool {
    match way {
        Way::Answer(bytes) => answer(line, call, bytes).await,
        Way::Dribble(text) => {
            for byte in written(call, text) {
                line.peer.send(&[byte]).await;
                tokio::task::yield_now().await;
            }
        }
        Way::End(bytes) => {
            answer(line, call, bytes).await;
            return true;
        }
        Way::Ask(bytes, count) => {
            answer(line, call, bytes).await;
            // A ping may come first, which has to wait.
            let mut others = Vec::new();
            let mut answers = 0;
            while answers < count {
                match line.message().await {
                    None => return true,
                    Some(said) if said.method.is_empty() => {
                        answers += 1;
                        heard.lock().unwrap().push(said.bytes);
                    }
                    Some(other) => others.push(other),
                }
            }
            answer(line, call, RIGHT).await;
            line.put_back(others);
        }
        Way::Sent(..) => unreachable!("the client makes no call of the table then"),
    }
    false
}

async fn answer(line: &mut Line, call: &Message, bytes: &str) {
    // The client may have hung up by then.
    let _ = line.peer.try_send(&written(call, bytes)).await;
}

fn written(call: &Message, bytes: &str) -> Vec<u8> {
    hex::bytes(bytes, call.id.as_deref().unwrap_or_default())
}
