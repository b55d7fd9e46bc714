//! The first address that answers: takes all addresses of a name, gives the connection that came to be first.
use std::{collections::HashSet, io, net::SocketAddr, time::Duration};

use futures_util::stream::{FuturesUnordered, StreamExt};

/// How long an attempt is alone before the next address is tried beside it (RFC 8305, section 5).
const HEAD_START: Duration = Duration::from_millis(250);

/// The addresses in their order, those of IPv6 and of IPv4 in turns, and each once: a file of hosts may name one twice,
/// and a server would see two connections for one.
pub(super) fn alternating(found: impl Iterator<Item = SocketAddr>) -> Vec<SocketAddr> {
    let mut known = HashSet::new();
    let mut found = found.filter(|address| known.insert(*address)).peekable();
    let is_first_v6 = found.peek().is_some_and(SocketAddr::is_ipv6);
    let (first, other): (Vec<_>, Vec<_>) =
        found.partition(|address| address.is_ipv6() == is_first_v6);
    let (mut first, mut other) = (first.into_iter(), other.into_iter());
    let mut turns = Vec::new();
    loop {
        match (first.next(), other.next()) {
            (None, None) => return turns,
            (one, two) => turns.extend(one.into_iter().chain(two)),
        }
    }
}

/// Tries one address after another, the next when one fails or takes long. The error is that of
/// the last to fail.
pub(super) async fn race<T, F>(
    addresses: Vec<SocketAddr>,
    connect: impl Fn(SocketAddr) -> F,
) -> io::Result<T>
where
    F: Future<Output = io::Result<T>>,
{
    let mut waiting = addresses.into_iter();
    let mut attempts = FuturesUnordered::new();
    let mut failed = None;
    loop {
        match waiting.next() {
            Some(address) => attempts.push(connect(address)),
            None if attempts.is_empty() => {
                return Err(failed.unwrap_or_else(|| io::Error::other("the name has no address")));
            }
            None => {}
        }
        let ended = match waiting.len() {
            0 => attempts.next().await,
            _ => tokio::time::timeout(HEAD_START, attempts.next())
                .await
                .unwrap_or_default(),
        };
        match ended {
            Some(Ok(connected)) => return Ok(connected),
            Some(Err(error)) => failed = Some(error),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(hosts: &[&str]) -> Vec<SocketAddr> {
        hosts
            .iter()
            .map(|host| SocketAddr::new(host.parse().unwrap(), 1))
            .collect()
    }

    #[test]
    fn families_take_turns() {
        let found = addresses(&["::1", "::2", "::3", "10.0.0.1", "10.0.0.2"]);
        let turns = addresses(&["::1", "10.0.0.1", "::2", "10.0.0.2", "::3"]);
        assert_eq!(alternating(found.into_iter()), turns);
        let twice = addresses(&["10.0.0.1", "10.0.0.1", "::1", "10.0.0.1"]);
        assert_eq!(
            alternating(twice.into_iter()),
            addresses(&["10.0.0.1", "::1"])
        );
        assert!(alternating(std::iter::empty()).is_empty());
    }

    /// Of addresses that end with 1 nothing is heard, those with 2 refuse, others answer.
    async fn connect(address: SocketAddr) -> io::Result<SocketAddr> {
        match address.ip().to_string().as_bytes().last() {
            Some(b'1') => std::future::pending().await,
            Some(b'2') => Err(io::ErrorKind::ConnectionRefused.into()),
            _ => Ok(address),
        }
    }

    #[tokio::test]
    async fn a_silent_address_holds_nobody_back() {
        let all = addresses(&["10.0.0.1", "10.0.0.2", "::1", "10.0.0.3"]);
        let found = race(all.clone(), connect).await.unwrap();
        assert_eq!(found, all[3]);
    }

    #[tokio::test]
    async fn the_error_is_that_of_the_last() {
        let error = race(addresses(&["10.0.0.2", "::2"]), connect).await;
        assert_eq!(error.unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
        let none = race(Vec::new(), connect).await.unwrap_err();
        assert_eq!(none.to_string(), "the name has no address");
    }
}
