//! One visit to a Neovim of its own, over each transport.

use std::collections::BTreeMap;

use callwright::{ConnectOptions, ErrorStyle, RpcStr, Value};
use callwright_tests::neovim::Neovim as Nvim;
use callwright_tests::peer::Neovim;

/// Makes a test of each body over each way to reach a Neovim.
macro_rules! over_all {
    ($($body:ident),* $(,)?) => {
        mod unix { crate::neovim::visit::over!(unix: $($body),*); }
        mod tcp { crate::neovim::visit::over!(tcp: $($body),*); }
        mod embedded { crate::neovim::visit::over!(embedded: $($body),*); }
    };
}
pub(super) use over_all;

macro_rules! over {
    ($way:ident: $($body:ident),*) => {$(
        #[tokio::test]
        async fn $body() {
            let visit = crate::neovim::visit::Visit::$way();
            callwright_tests::deadline::within("the visit", super::$body(&visit)).await.unwrap();
        }
    )*};
}
pub(super) use over;

/// A Neovim that nobody else visits.
#[derive(Debug)]
pub(super) struct Visit {
    url: String,
    /// None where each client has one of its own.
    _server: Option<Neovim>,
}

impl Visit {
    pub(super) fn unix() -> Self {
        Self::to(Neovim::unix)
    }

    pub(super) fn tcp() -> Self {
        Self::to(Neovim::tcp)
    }

    pub(super) fn embedded() -> Self {
        Self {
            url: Neovim::embedded(),
            _server: None,
        }
    }

    fn to(url: fn(&Neovim) -> String) -> Self {
        let server = Neovim::start().expect("nvim starts");
        Self {
            url: url(&server),
            _server: Some(server),
        }
    }

    pub(super) async fn connect(&self) -> Nvim {
        self.connect_with(ConnectOptions::new()).await
    }

    pub(super) async fn connect_with(&self, options: ConnectOptions) -> Nvim {
        // As Neovim writes errors, and reads them.
        let options = options.with_error_style(ErrorStyle::CodeMessage);
        let connection = callwright::connect_with(&self.url, options).await;
        Nvim::with_connection(connection.expect("nvim takes the connection"))
    }
}

/// The number by which Neovim knows a client's connection.
pub(super) async fn channel(nvim: &Nvim) -> i64 {
    let info = nvim.nvim_get_api_info().await.unwrap();
    info[0].as_i64().expect("the channel comes first")
}

/// Lines as Neovim takes them.
pub(super) fn lines<const N: usize>(lines: [&str; N]) -> Vec<RpcStr> {
    lines.map(RpcStr::from).to_vec()
}

/// Options as Neovim takes them.
pub(super) fn dict<const N: usize>(members: [(&str, Value); N]) -> BTreeMap<String, Value> {
    members.map(|(name, value)| (name.to_owned(), value)).into()
}

/// The major and the minor number of the installed Neovim.
pub(super) fn version() -> (u32, u32) {
    let numbers = Nvim::VERSION.split(['.', '-']);
    let mut numbers = numbers.map(|number| number.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}
