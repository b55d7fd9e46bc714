//! What takes more than one message, as rows: each happens by itself and says how it went.
mod answers;
mod both_ways;
mod ends;
mod served;

use std::time::Duration;

use callwright::{
    BoxFuture, ByteStream, ConnectOptions, Connection, Error, Framing, Params, Request,
};
use serde::{Serialize, de::DeserializeOwned};

use super::{hex, line::Line};
use crate::peer::{self, Address, Transport};

/// Longer than anything takes that ends at all.
const DEADLINE: Duration = Duration::from_secs(60);

/// A row.
struct Scene {
    row: &'static str,
    what: &'static str,
    play: fn() -> BoxFuture<'static, String>,
    expected: &'static str,
}

/// The rows of the page.
pub async fn section() -> String {
    let head = "| row | what happens | then |\n|---|---|---|";
    let mut page = format!("\n## Whole sessions\n\n{head}\n");
    let mut wrong = String::new();
    let all = [
        answers::scenes(),
        both_ways::scenes(),
        ends::scenes(),
        served::scenes(),
    ];
    for scenes in all {
        for scene in scenes {
            let seen = tokio::time::timeout(DEADLINE, (scene.play)()).await;
            let seen = seen.unwrap_or_else(|_| panic!("{}: it hangs", scene.what));
            if seen != scene.expected {
                wrong.push_str(&format!("{}: {seen}\n", scene.what));
            }
            page.push_str(&format!("| {} | {} | {seen} |\n", scene.row, scene.what));
        }
    }
    assert!(wrong.is_empty(), "otherwise than expected:\n{wrong}");
    page
}

/// Makes a scene of a body.
macro_rules! scene {
    ($row:literal, $what:literal, $play:ident, $expected:literal) => {
        $crate::rude_msgpack::scenes::Scene {
            row: $row,
            what: $what,
            play: || Box::pin($play()),
            expected: $expected,
        }
    };
}
use scene;

/// A peer with this script.
async fn serve<F, Fut>(script: F) -> Address
where
    F: Fn(Line) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let script = move |peer| script(Line::new(peer));
    peer::serve(Transport::Tcp, Framing::Values, script).await
}

async fn connect(address: &Address, options: ConnectOptions) -> ByteStream {
    let url = format!("msgpack+{}", address.url);
    ByteStream::connect(&url, options).await.unwrap()
}

fn request<P: Serialize>(method: &'static str, params: &[P]) -> Request {
    let params = params.iter().fold(Params::by_position(), |params, param| {
        params.with("", param).unwrap()
    });
    Request::new(method, params)
}

async fn ask<R: DeserializeOwned>(
    client: &impl Connection,
    method: &'static str,
    param: u64,
) -> Result<R, Error> {
    client.call(request(method, &[param])).await?.decode()
}

impl Line {
    /// Sends bytes in hexadecimal, `ID` being those of this id.
    async fn say(&mut self, text: &str, id: &[u8]) {
        self.peer.send(&hex::bytes(text, id)).await;
    }

    /// The bytes of the next message in hexadecimal; nothing when the client has closed.
    async fn heard(&mut self) -> String {
        let message = self.message().await;
        message.map_or_else(String::new, |message| hex::shown(&message.bytes))
    }
}
