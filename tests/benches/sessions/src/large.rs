//! Large messages that come 16 KiB at a time: how long a session takes for each.

use std::time::Instant;

use callwright::{ByteStream, ConnectOptions, Connection, Params, Request, Wire};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use turns::Failure;

/// No read gives more.
const READ: usize = 16 << 10;

const MEGABYTE: usize = 1_000_000;

/// Prints the times, which should grow as the messages do.
pub(crate) async fn measure() -> Result<(), Failure> {
    println!("| answer | best of 5 | per MB |");
    println!("|---|---|---|");
    for megabytes in [6, 64] {
        let (ours, theirs) = tokio::io::duplex(READ);
        tokio::spawn(answer(theirs, megabytes * MEGABYTE));
        let options = ConnectOptions::new()
            .with_wire(Wire::MessagePack)
            .with_max_reply_bytes(100 * MEGABYTE);
        let stream = ByteStream::over(ours, options);
        let mut best = f64::MAX;
        for _ in 0..5 {
            let start = Instant::now();
            let reply = stream
                .call(Request::new("text", Params::by_position()))
                .await?;
            best = best.min(start.elapsed().as_secs_f64() * 1e3);
            if reply.result.len() < megabytes * MEGABYTE {
                return Err("a part of the answer is missing".into());
            }
        }
        let each = best / megabytes as f64;
        println!("| {megabytes} MB | {best:.1} ms | {each:.2} ms |");
    }
    Ok(())
}

/// Answers `[0, id, "text", []]` with so long a text.
async fn answer(mut stream: DuplexStream, length: usize) -> Result<(), Failure> {
    let mut request = [0; 9];
    loop {
        stream.read_exact(&mut request).await?;
        let mut answer = vec![0x94, 0x01, request[2], 0xc0, 0xdb];
        answer.extend_from_slice(&u32::try_from(length)?.to_be_bytes());
        answer.resize(answer.len() + length, b'x');
        stream.write_all(&answer).await?;
    }
}
