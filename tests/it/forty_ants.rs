//! Generated clients against what a 40ants server was recorded to answer: to our fixture, and to the recording itself.

mod lisp;

#[cfg(corpus)]
mod calls;
#[cfg(corpus)]
mod failures;
#[cfg(corpus)]
mod nil;
#[cfg(corpus)]
mod pages;
#[cfg(corpus)]
mod recording;
#[cfg(corpus)]
mod requests;

#[cfg(corpus)]
use callwright_tests::{
    clients::{lenient_shop::LenientShop, shop::Shop},
    exchange::Exchange,
    replay::Replay,
    transcript,
};

/// The replayed server with a client of each profile.
#[cfg(corpus)]
struct Session {
    server: Replay,
    shop: Shop,
    lenient: LenientShop,
}

#[cfg(corpus)]
impl Session {
    async fn open() -> Self {
        Self::over(exchanges()).await
    }

    async fn over(exchanges: Vec<Exchange>) -> Self {
        let server = Replay::serve(exchanges)
            .await
            .expect("the replay server starts");
        let url = server.url();
        Self {
            shop: Shop::connect(&url).await.expect("the URL is one of HTTP"),
            lenient: LenientShop::connect(&url)
                .await
                .expect("the URL is one of HTTP"),
            server,
        }
    }

    /// What was asked so far, each with the id 1, as nearly all of the recorded requests have it.
    fn asked(&self) -> Vec<String> {
        let asked = self.server.asked();
        let numbered = asked
            .iter()
            .map(|request| callwright_tests::envelope::with_id(request, "1"));
        numbered.collect()
    }
}

#[cfg(corpus)]
fn exchanges() -> Vec<Exchange> {
    let transcript = callwright_tests::corpus::recorded("40ants/wire-transcript.txt");
    transcript::read(&transcript.expect("the transcript is there"))
        .expect("the transcript is well formed")
}

/// A request with the id 1.
fn request(method: &str, params: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#)
}
