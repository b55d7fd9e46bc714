//! Takes the URL of a server and calls from standard input, and prints what comes of each.
//!
//! A line in is a call as JSON, a line out `= result`, `- code message` of a server's error, or `! reason`.

use std::io::{BufRead as _, Write as _};

use callwright::__private::v1::serde_json::{self, Value};
use callwright::{Connection as _, ConnectOptions, Error, Http, Params, Request};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("which server?")?;
    let server = Http::new(&url, ConnectOptions::new())?;
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let call: Value = serde_json::from_str(&line?)?;
        // One after the other: the server makes the values of a call from its number.
        match server.call(request(&call)?).await {
            Ok(reply) => writeln!(out, "= {}", std::str::from_utf8(&reply.result)?)?,
            Err(Error::Server(error)) => writeln!(out, "- {} {}", error.code(), error.message().escape_debug())?,
            Err(error) => writeln!(out, "! {}", error.to_string().escape_debug())?,
        }
    }
    Ok(())
}

fn request(call: &Value) -> Result<Request, Box<dyn std::error::Error>> {
    let mut params = match call["by_name"] == true {
        true => Params::by_name(),
        false => Params::by_position(),
    };
    for param in call["params"].as_array().into_iter().flatten() {
        let name = param[0].as_str().unwrap_or_default().to_owned();
        params = params.with(name, &param[1])?;
    }
    let method = call["method"].as_str().ok_or("which method?")?;
    Ok(Request::new(method.to_owned(), params))
}
