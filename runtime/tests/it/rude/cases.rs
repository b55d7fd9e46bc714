//! All misbehaviours, by where they can happen.
mod batches;
mod http;
mod responses;
mod session;
mod websocket;

use super::case::Case;

/// The tables and their rows.
pub fn all() -> Vec<(&'static str, Vec<Case>)> {
    vec![
        ("In the place of an answer", responses::cases()),
        ("To a batch", batches::cases()),
        ("Of its own accord", session::cases()),
        ("Over HTTP", http::cases()),
        ("Over a WebSocket", websocket::cases()),
    ]
}
