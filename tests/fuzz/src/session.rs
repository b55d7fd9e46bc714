//! One session that hears some bytes, and what must hold of it.

use std::time::Duration;

use callwright::{ByteStream, ConnectOptions, Connection, Error, Handlers, Params, Request, Wire};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::runtime::{Builder, Runtime};

/// How long the session has to tell that it ended.
const DEADLINE: Duration = Duration::from_secs(10);

thread_local! {
    static RUNTIME: Runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime is made");
}

/// Whether the session lives or ends, the call that waits is answered or told of the end, and nothing is left of either. A
/// panic is a finding; that it ends in time and with little memory is for the fuzzer to see.
pub fn holds(choice: u8, said: &[u8]) {
    if std::env::var_os("CALLWRIGHT_FUZZ_SHOW").is_some() {
        println!("{choice:08b} {said:02x?}");
    }
    RUNTIME.with(|runtime| runtime.block_on(visit(choice, said)));
}

async fn visit(choice: u8, said: &[u8]) {
    let handlers = Handlers::new();
    handlers.on("m", async |params: Vec<i64>| Ok(params));
    let options = ConnectOptions::new()
        .with_wire(Wire::MessagePack)
        .with_handlers(handlers)
        .with_timeout(DEADLINE)
        .with_max_reply_bytes(1 << 16)
        .with_strict(choice & 1 == 1);
    let (ours, theirs) = duplex(1 + usize::from(choice >> 1));
    let session = ByteStream::over(ours, options);
    let request = Request::new("ask", Params::by_position());
    let (answer, ()) = tokio::join!(session.call(request), say(theirs, said));
    if let Err(error) = answer {
        assert!(
            !matches!(error, Error::Timeout(_)),
            "nobody says that it ended"
        );
        let _ = error.to_string();
    }
    assert!(matches!(session.ended().await, Error::Closed(_)));
    assert_eq!(session.in_flight(), 0);
}

/// Says it behind the call, reads what comes, and hangs up.
async fn say(theirs: DuplexStream, said: &[u8]) {
    let (mut reader, mut writer) = tokio::io::split(theirs);
    let mut call = [0; b"\x94\x00\x00\xa3ask\x90".len()];
    if reader.read_exact(&mut call).await.is_err() {
        return;
    }
    let reading = async {
        let mut heard = [0; 256];
        while reader.read(&mut heard).await.is_ok_and(|read| read > 0) {}
    };
    let saying = async {
        // It may have ended by then.
        let _ = writer.write_all(said).await;
        let _ = writer.shutdown().await;
    };
    tokio::join!(reading, saying);
}
