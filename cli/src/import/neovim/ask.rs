//! Takes the address of a running Neovim and gives what it says of its API.

use std::time::Duration;

use callwright::{ConnectOptions, Error, Params, Request};
use serde_json::Value;
use tokio::runtime::Builder;

/// A Neovim that waits for somebody to press a key answers nothing.
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks by `nvim_get_api_info`, and gives the description in JSON.
pub(super) fn api_info(address: &str) -> Result<Vec<u8>, String> {
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|cause| cause.to_string())?;
    let answer = runtime.block_on(asked(&url(address)));
    let mut answer = answer.map_err(|error| error.to_string())?;
    // The number of our connection comes first.
    match answer.get_mut(1).map(Value::take) {
        Some(info) => Ok(info.to_string().into_bytes()),
        None => Err("the answer holds no description".to_owned()),
    }
}

async fn asked(url: &str) -> Result<Value, Error> {
    let options = ConnectOptions::new()
        .with_connect_timeout(PATIENCE)
        .with_timeout(PATIENCE);
    let connection = callwright::connect_with(url, options).await?;
    let reply = connection
        .call(Request::new("nvim_get_api_info", Params::by_position()))
        .await?;
    reply.decode()
}

/// The URL of an address as Neovim writes it (`v:servername`, `$NVIM`): a socket's path, a pipe of Windows, or a host and a
/// port. A URL stays one.
fn url(address: &str) -> String {
    if address.starts_with("msgpack+") {
        return address.to_owned();
    }
    let is_url = address.split_once(':').is_some_and(|(scheme, rest)| {
        rest.starts_with("//") || matches!(scheme, "npipe" | "stdio" | "unix")
    });
    let is_port = address
        .rsplit_once(':')
        .is_some_and(|(host, port)| !host.contains(['/', '\\']) && port.parse::<u16>().is_ok());
    match address {
        _ if is_url => format!("msgpack+{address}"),
        _ if is_port => format!("msgpack+tcp://{address}"),
        _ if address.starts_with(r"\\.\pipe\") => format!("msgpack+npipe:{}", escaped(address)),
        _ => format!("msgpack+unix:{}", escaped(address)),
    }
}

/// A path as a part of a URL.
fn escaped(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for letter in path.chars() {
        match letter {
            '%' => escaped.push_str("%25"),
            '?' => escaped.push_str("%3F"),
            '#' => escaped.push_str("%23"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_as_neovim_writes_it_becomes_a_url() {
        for (address, wanted) in [
            ("/run/nvim/nvim.1.0", "msgpack+unix:/run/nvim/nvim.1.0"),
            ("nvim.sock", "msgpack+unix:nvim.sock"),
            ("a:b/c#1%", "msgpack+unix:a:b/c%231%25"),
            ("127.0.0.1:6666", "msgpack+tcp://127.0.0.1:6666"),
            ("[::1]:6666", "msgpack+tcp://[::1]:6666"),
            ("localhost:6666", "msgpack+tcp://localhost:6666"),
            (r"\\.\pipe\nvim.1.0", r"msgpack+npipe:\\.\pipe\nvim.1.0"),
            ("tcp://host:1", "msgpack+tcp://host:1"),
            ("unix:/run/nvim", "msgpack+unix:/run/nvim"),
            ("msgpack+tls://host:1", "msgpack+tls://host:1"),
            (
                "msgpack+stdio:nvim?arg=--embed",
                "msgpack+stdio:nvim?arg=--embed",
            ),
        ] {
            assert_eq!(url(address), wanted, "{address}");
        }
    }
}
