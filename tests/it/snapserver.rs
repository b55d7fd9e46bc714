//! snapserver, which tells every connection what another one did, by plain notifications and without a subscription.

mod calls;
mod news;

use callwright::ConnectOptions;
use callwright_tests::deadline::{until, within};
use callwright_tests::peer::Snapserver;
use callwright_tests::process::Process;
use callwright_tests::written::snapserver::Snapserver as Snapcast;
use callwright_tests::written::snapserver::types::{Client, Group};

/// Makes a test of each body over each of these transports.
macro_rules! over {
    ($($transport:ident)*: $bodies:tt) => {$(
        mod $transport {
            crate::snapserver::over!(@ $transport $bodies);
        }
    )*};
    (@ $transport:ident [$($body:ident),*]) => {$(
        #[tokio::test]
        async fn $body() {
            let url = callwright_tests::peer::Snapserver::$transport;
            crate::snapserver::visit(url, super::$body).await;
        }
    )*};
}
use over;

/// A server, what gives the URL to connect to, and the clients that play.
struct House {
    server: Snapserver,
    url: fn(&Snapserver) -> String,
    players: Vec<Process>,
}

/// Runs `body` on a server of its own, under the deadline.
async fn visit(url: fn(&Snapserver) -> String, body: impl AsyncFnOnce(&mut House)) {
    let server = Snapserver::start().expect("snapserver starts");
    let mut house = House {
        server,
        url,
        players: Vec::new(),
    };
    within("the visit", body(&mut house)).await.unwrap();
}

impl House {
    async fn connect(&self) -> Snapcast {
        let url = (self.url)(&self.server);
        let options = match url.starts_with("http") {
            // It answers each POST twice, the second time with nothing: a connection that is kept has that for the
            // answer to the next call.
            true => ConnectOptions::new().with_header("connection", "close"),
            false => ConnectOptions::new(),
        };
        let connection = callwright::connect_with(&url, options).await;
        Snapcast::with_connection(connection.expect("snapserver takes the connection"))
    }

    /// Starts a player and waits until the server knows it.
    async fn add(&mut self, id: &str) -> (Group, Client) {
        self.players
            .push(self.server.client(id).expect("snapclient starts"));
        let client = self.connect().await;
        let known = async || {
            let status = client.server_get_status().await.expect("the status");
            let mut groups = status.server.groups.into_iter();
            groups.find_map(|group| {
                let player = group
                    .clients
                    .iter()
                    .find(|player| player.connected && player.id == id)
                    .cloned()?;
                Some((group, player))
            })
        };
        until("the player", known).await.unwrap()
    }
}
