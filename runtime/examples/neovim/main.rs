//! A Neovim of our own, driven by a typed client over MessagePack-RPC: a buffer is edited, its events arrive typed, an error
//! does too, and Neovim asks us for an answer, for which we ask it meanwhile.
//!
//! Run it with `cargo run --example neovim`; it needs `nvim` on the PATH.

use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use callwright::{Error, ServerError};

callwright::generate_client! {
    name: Editor,
    spec: "examples/neovim/openrpc.json",
    wire: ["json", "msgpack"],
}

use editor::errors::NvimBufGetLines;
use editor::notifications::Notification;

/// Without a screen, and without anything that its owner has set up.
const NEOVIM: &str = "msgpack+stdio:nvim?arg=--embed&arg=--headless&arg=--clean&arg=-n";

#[tokio::main]
async fn main() -> ExitCode {
    if Command::new("nvim")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_err()
    {
        eprintln!(
            "There is no `nvim` on the PATH. Install Neovim, 0.5 or newer, and run this again:"
        );
        eprintln!("  Debian, Ubuntu  apt-get install neovim");
        eprintln!("  Fedora          dnf install neovim");
        eprintln!("  macOS           brew install neovim");
        eprintln!("  Windows         winget install Neovim.Neovim");
        return ExitCode::FAILURE;
    }
    match edit().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn edit() -> Result<(), Box<dyn std::error::Error>> {
    let nvim = Editor::connect(NEOVIM).await?;
    let (channel, _) = nvim.nvim_get_api_info().await?;
    println!("We are channel {channel} of a Neovim of our own.\n");

    println!("1. A handle is a type of its own, and goes back as it came.");
    let buffer = nvim.nvim_get_current_buf().await?;
    let mut events = nvim.notifications().await?;
    nvim.nvim_buf_attach(buffer, false, Default::default())
        .await?;
    let lines = vec!["roses are red".to_owned(), "violets are blue".to_owned()];
    nvim.nvim_buf_set_lines(buffer, 0, -1, true, lines).await?;
    let lines = nvim.nvim_buf_get_lines(buffer, 0, -1, true).await?;
    println!("   {buffer:?} holds {lines:?}");

    println!("\n2. What changed comes as a typed event.");
    while let Some(event) = events.next().await.transpose()? {
        if let Notification::NvimBufLinesEvent(event) = event {
            println!(
                "   lines {} to {} of {:?} gave way to {:?}",
                event.first, event.last, event.buffer, event.lines
            );
            break;
        }
    }

    println!("\n3. Neovim asks us, and waits; to answer we ask it for a line.");
    let asked_back = nvim.clone();
    nvim.requests()?.shout(move |asked| {
        let nvim = asked_back.clone();
        async move {
            let line = nvim.nvim_buf_get_lines(buffer, asked.number, asked.number + 1, true);
            match line.await {
                Ok(line) => Ok(line.concat().to_uppercase()),
                Err(error) => Err(ServerError::new(0, error.to_string())),
            }
        }
    });
    nvim.nvim_command(format!(
        "call setline(1, rpcrequest({channel}, 'shout', 0))"
    ))
    .await?;
    let lines = nvim.nvim_buf_get_lines(buffer, 0, -1, true).await?;
    println!("   now it holds {lines:?}");

    println!("\n4. The errors that the document declares are variants.");
    match nvim.nvim_buf_get_lines(buffer, 98, 99, true).await {
        Err(Error::Server(
            NvimBufGetLines::Validation(error) | NvimBufGetLines::Exception(error),
        )) => {
            println!("   code {}: {}", error.code(), error.message());
        }
        other => println!("   unexpected: {other:?}"),
    }
    // The handler holds a client, so that dropping ours would not end the connection.
    nvim.connection().close(Duration::from_secs(1)).await;
    Ok(())
}
