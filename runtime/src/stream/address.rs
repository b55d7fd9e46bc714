//! Where a stream leads: takes a URL, gives its parts decoded.
use std::{fmt, path::PathBuf};

use percent_encoding::percent_decode_str;

use crate::{ConnectOptions, Fault, Framing, Wire};

/// An address, and what the URL says beside it.
pub(crate) struct Address {
    pub(crate) place: Place,
    pub(crate) framing: Option<Framing>,
    /// None where the URL says nothing.
    pub(crate) wire: Option<Wire>,
}

/// What to connect to. It shows itself without what may be secret.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Tcp {
        host: String,
        port: u16,
        is_secure: bool,
    },
    /// A port that takes datagrams.
    #[cfg(feature = "msgpack")]
    Udp {
        host: String,
        port: u16,
    },
    Unix(PathBuf),
    Pipe(String),
    Program {
        name: String,
        arguments: Vec<String>,
    },
    OwnStdio,
}

impl Address {
    /// Reads a URL. Its text is not repeated in the fault: it may hold a password.
    pub(crate) fn read(url: &str) -> Result<Self, Fault> {
        let (scheme, rest) = url.split_once(':').unwrap_or_default();
        let (rest, _fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut framing = None;
        let mut arguments = Vec::new();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = decoded(value)?;
            match name {
                "framing" => framing = Some(named(&value)?),
                "arg" => arguments.push(value),
                name => {
                    return fault(format!(
                        "the URL has an unknown option `{}`",
                        name.escape_debug()
                    ));
                }
            }
        }
        let scheme = scheme.to_ascii_lowercase();
        let (wire, scheme) = wire(&scheme)?;
        if wire.is_some_and(|wire| wire != Wire::Json) && framing.is_some() {
            return fault("the messages of MessagePack have no framing".to_owned());
        }
        if scheme != "stdio" && !arguments.is_empty() {
            return fault(format!("`{scheme}:` takes no arguments"));
        }
        let place = match scheme {
            "tcp" => tcp(path, false)?,
            "tls" => tcp(path, true)?,
            #[cfg(feature = "msgpack")]
            "udp" if wire.is_some() => {
                let (host, port) = port(path, "udp")?;
                Place::Udp { host, port }
            }
            "unix" => Place::Unix(local(path, "unix:/path")?.into()),
            "npipe" => Place::Pipe(pipe(&local(path, "npipe:name")?)),
            "stdio" if path.is_empty() => Place::OwnStdio,
            "stdio" => Place::Program {
                name: local(path, "stdio:program")?,
                arguments,
            },
            _ => return fault("the URL is of no stream".to_owned()),
        };
        Ok(Self {
            place,
            framing,
            wire,
        })
    }

    /// Puts what the URL says before what the options say.
    pub(crate) fn settle(&self, options: &mut ConnectOptions) {
        options.framing = self.framing.or(options.framing);
        options.wire = self.wire.unwrap_or(options.wire);
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp {
                host,
                port,
                is_secure,
            } => {
                let scheme = if *is_secure { "tls" } else { "tcp" };
                write_port(scheme, host, *port, f)
            }
            #[cfg(feature = "msgpack")]
            Self::Udp { host, port } => write_port("udp", host, *port, f),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Pipe(path) => write!(f, "npipe:{path}"),
            Self::Program { name, .. } => write!(f, "stdio:{name}"),
            Self::OwnStdio => f.write_str("stdio:"),
        }
    }
}

fn write_port(scheme: &str, host: &str, port: u16, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match host.contains(':') {
        true => write!(f, "{scheme}://[{host}]:{port}"),
        false => write!(f, "{scheme}://{host}:{port}"),
    }
}

/// What is said there, and how to get there.
fn wire(scheme: &str) -> Result<(Option<Wire>, &str), Fault> {
    match scheme.strip_prefix("msgpack+") {
        None => Ok((None, scheme)),
        #[cfg(feature = "msgpack")]
        Some(scheme) => Ok((Some(Wire::MessagePack), scheme)),
        #[cfg(not(feature = "msgpack"))]
        Some(_) => fault("`msgpack+` needs the feature `msgpack` of callwright".to_owned()),
    }
}

fn tcp(path: &str, is_secure: bool) -> Result<Place, Fault> {
    let (host, port) = port(path, "tcp")?;
    Ok(Place::Tcp {
        host,
        port,
        is_secure,
    })
}

/// `//host:port`, the host as a name, an IPv4 address, or an IPv6 address in brackets.
fn port(path: &str, scheme: &str) -> Result<(String, u16), Fault> {
    let authority = path.strip_prefix("//").unwrap_or_default();
    let authority = authority.strip_suffix('/').unwrap_or(authority);
    if authority.contains(['@', '/']) {
        return fault("the URL of a port has only a host and a port".to_owned());
    }
    let (host, port) = authority.rsplit_once(':').unwrap_or_default();
    let host = decoded(host.trim_start_matches('[').trim_end_matches(']'))?;
    match port.parse() {
        Ok(port) if !host.is_empty() => Ok((host, port)),
        _ => fault(format!("the URL of a port is written {scheme}://host:port")),
    }
}

/// A path or a name of this machine, without an empty host before it.
fn local(path: &str, written: &str) -> Result<String, Fault> {
    let path = match path.strip_prefix("//") {
        // Some write three slashes, some one; after two there would be a host.
        Some(path) if path.starts_with('/') => path,
        Some(_) => "",
        None => path,
    };
    match decoded(path)? {
        path if path.is_empty() => fault(format!("the URL is written {written}")),
        path => Ok(path),
    }
}

/// A short name is that of a pipe on this machine.
fn pipe(name: &str) -> String {
    match name.contains(['/', '\\']) {
        true => name.replace('/', "\\"),
        false => format!(r"\\.\pipe\{name}"),
    }
}

fn named(name: &str) -> Result<Framing, Fault> {
    let known = Framing::NAMES.iter().find(|(known, _)| *known == name);
    match known {
        Some((_, framing)) => Ok(*framing),
        None => {
            let names = Framing::NAMES
                .map(|(name, _)| format!("`{name}`"))
                .join(", ");
            fault(format!("the URL names a framing that is none of {names}"))
        }
    }
}

fn decoded(text: &str) -> Result<String, Fault> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map(|text| text.into_owned()).map_err(|error| {
        Fault::new("the URL holds text that is not UTF-8")
            .lasting()
            .caused_by(error)
    })
}

fn fault<T>(message: String) -> Result<T, Fault> {
    Err(Fault::new(message).lasting())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> (Place, Option<Framing>) {
        let address = Address::read(url).unwrap();
        (address.place, address.framing)
    }

    #[test]
    fn urls_are_taken_apart() {
        for (url, shown) in [
            ("tcp://localhost:80", "tcp://localhost:80"),
            ("TLS://[::1]:7/", "tls://[::1]:7"),
            ("unix:/run/my%20node.ipc", "unix:/run/my node.ipc"),
            ("unix:///run/node.ipc", "unix:/run/node.ipc"),
            ("unix:node.ipc#x", "unix:node.ipc"),
            ("npipe:node", r"npipe:\\.\pipe\node"),
            ("npipe:////./pipe/node", r"npipe:\\.\pipe\node"),
            ("stdio:", "stdio:"),
            ("stdio:server?arg=secret", "stdio:server"),
        ] {
            assert_eq!(read(url).0.to_string(), shown);
        }
        let program = Place::Program {
            name: "./a b".to_owned(),
            arguments: ["--x=1&2", "c++", ""].map(str::to_owned).to_vec(),
        };
        let url = "stdio:./a%20b?arg=--x=1%262&framing=content-length&arg=c++&arg=";
        assert_eq!(read(url), (program, Some(Framing::ContentLength)));
    }

    #[test]
    fn faults_do_not_tell_secrets() {
        for url in [
            "tcp://user:secret@host:1",
            "tcp://secret",
            "tcp://host:secret",
            "tcp://:1",
            "tcp:secret:1",
            "unix:",
            "unix://secret/x",
            "unix:/x?arg=secret",
            "unix:/x?framing=secret",
            "unix:/x?other=secret",
            "stdio:%FF",
        ] {
            let fault = Address::read(url).err().unwrap();
            assert!(
                !format!("{fault} {fault:?}").contains("secret"),
                "{fault:?}"
            );
            assert!(!Error::<ServerError>::Connect(fault).is_retryable());
        }
    }

    use crate::{Error, ServerError};
}
