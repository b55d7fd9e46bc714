//! A server that costs as little as it can: each connection has a thread of its own, which waits for nothing but requests.

use std::io::{self, Read, Write};
use std::net::TcpListener;
use std::os::unix::net::UnixListener;

use rmp::decode::{self, ValueReadError};
use rmp::encode;
use turns::Failure;

/// How much is read at once.
const READ: usize = 64 << 10;

/// Prints where it listens, by Unix socket and by TCP, and serves until its input ends.
pub(crate) fn serve() -> Result<(), Failure> {
    let path = std::env::temp_dir().join(format!("sessions-{}.sock", std::process::id()));
    let unix = UnixListener::bind(&path)?;
    let tcp = TcpListener::bind("127.0.0.1:0")?;
    println!("{}\n{}", path.display(), tcp.local_addr()?);
    std::thread::spawn(move || {
        for stream in unix.incoming().flatten() {
            std::thread::spawn(move || answer(stream));
        }
    });
    std::thread::spawn(move || {
        for stream in tcp.incoming().flatten() {
            let _ = stream.set_nodelay(true);
            std::thread::spawn(move || answer(stream));
        }
    });
    io::stdin().read_line(&mut String::new())?;
    Ok(())
}

/// Answers requests. It writes what it has when no more of them lie there.
fn answer(mut stream: impl Read + Write) -> io::Result<()> {
    let mut requests = Vec::with_capacity(2 * READ);
    let mut chunk = vec![0; READ];
    let mut answers = Vec::with_capacity(2 * READ);
    loop {
        let length = stream.read(&mut chunk)?;
        if length == 0 {
            return Ok(());
        }
        requests.extend_from_slice(&chunk[..length]);
        let mut rest = &requests[..];
        while let Ok(behind) = one(rest, &mut answers) {
            rest = behind;
        }
        let read = requests.len() - rest.len();
        requests.drain(..read);
        stream.write_all(&answers)?;
        answers.clear();
    }
}

/// Answers one request with the length of its text; gives what is behind it.
fn one<'a>(mut requests: &'a [u8], answers: &mut Vec<u8>) -> Result<&'a [u8], Failure> {
    decode::read_array_len(&mut requests)?;
    decode::read_int::<u32, _>(&mut requests)?;
    let id: u32 = decode::read_int(&mut requests)?;
    let requests = text(requests)?.1;
    let mut requests = requests;
    decode::read_array_len(&mut requests)?;
    let (text, behind) = text(requests)?;
    let written = (|| {
        encode::write_array_len(answers, 4)?;
        encode::write_uint(answers, 1)?;
        encode::write_uint(answers, u64::from(id))?;
        encode::write_nil(answers).map_err(encode::ValueWriteError::InvalidMarkerWrite)?;
        encode::write_uint(answers, text.len() as u64)?;
        Ok::<_, encode::ValueWriteError>(())
    })();
    written?;
    Ok(behind)
}

fn text(mut bytes: &[u8]) -> Result<(&[u8], &[u8]), Failure> {
    let length = decode::read_str_len(&mut bytes)? as usize;
    let missing = || ValueReadError::InvalidDataRead(io::ErrorKind::UnexpectedEof.into());
    Ok(bytes.split_at_checked(length).ok_or_else(missing)?)
}
