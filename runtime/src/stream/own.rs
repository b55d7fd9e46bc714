//! Our own standard input and output as a stream, as a program has them that its client starts.
use super::halves::Link;
use crate::Fault;

/// Both, the input without a thread of its own where it is a pipe.
pub(crate) fn link() -> Result<Link, Fault> {
    let output = tokio::io::stdout();
    #[cfg(unix)]
    if let Some(input) = pipe()? {
        return Ok(Link::new("stdio:", input, output));
    }
    Ok(Link::new("stdio:", tokio::io::stdin(), output))
}

/// A read that waits in a thread would keep the program from ending.
#[cfg(unix)]
fn pipe() -> Result<Option<tokio::net::unix::pipe::Receiver>, Fault> {
    use std::os::fd::AsFd;
    use tokio::net::unix::pipe::Receiver;

    let input = std::io::stdin().as_fd().try_clone_to_owned();
    let input = input.map_err(|error| {
        Fault::new(format!("there is no standard input: {error}")).caused_by(error)
    })?;
    // Of anything but a pipe it says so and nothing has changed.
    Ok(Receiver::from_owned_fd(input).ok())
}
