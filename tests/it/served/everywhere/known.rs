//! What the desk knows of its visitor, and what it says of itself: by the way that the visitor came.

use callwright::{Call, Params, Request};
use serde_json::Value;

use super::visitor::Visitor;

/// What the clients of these tests call themselves where there is a head to say it in.
pub(super) const AGENT: &str = "Visitor/1";

/// Judges it by the name of the place: its URL, or what stands for one.
pub(super) async fn judge(desk: &Visitor, name: &str) {
    let (first, second) = (desk.who().await.unwrap(), desk.who().await.unwrap());
    let scheme = name.split(':').next().unwrap_or_default();
    let is_http = ["http", "https", "ws", "wss"].contains(&scheme);
    let has_address = is_http
        || ["tcp", "tls", "udp"]
            .iter()
            .any(|kind| scheme.ends_with(kind));
    let address = has_address.then_some("127.0.0.1");
    assert_eq!(first.address.as_deref(), address, "{name}");
    assert_eq!(first.agent.as_deref(), is_http.then_some(AGENT), "{name}");
    // Each exchange of HTTP stands for itself.
    let times = if scheme.starts_with("http") {
        (1, 1)
    } else {
        (1, 2)
    };
    assert_eq!((first.times, second.times), times, "{name}");
    let discover = Request::new("rpc.discover", Params::by_position());
    let document = Call::<Value>::dynamic(desk.connection().clone(), discover)
        .await
        .unwrap();
    // An address alone is that of the root.
    let root = if is_http { "/" } else { "" };
    let url = match scheme {
        "memory" => None,
        // A child knows nothing of what it was started by.
        scheme if scheme.ends_with("stdio") => Some(format!("{scheme}:")),
        _ => Some(format!("{name}{root}")),
    };
    assert_eq!(
        document["servers"][0]["url"].as_str(),
        url.as_deref(),
        "{name}"
    );
    assert_eq!(first.url, url, "{name}");
}
