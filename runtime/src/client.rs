//! What a generated client holds: takes a connection and the table of methods, gives calls to fill and await.
use std::{fmt, marker::PhantomData, sync::Arc};

use crate::{
    Call, Connection, Error, Handlers, IntoConnection, Json, Listen, Method, Notification,
    PagedCall, Request, Subscribe, Wires, call::RawCall, connect,
};

/// A connection and the methods of one document.
///
/// Clones share the connection. `W` is which wires its calls are compiled for.
pub struct Client<W = Json> {
    connection: Arc<dyn Connection>,
    methods: &'static [Method],
    wires: PhantomData<fn() -> W>,
}

impl<W: Wires> Client<W> {
    /// A client over a connection that there is already.
    pub fn new(connection: impl IntoConnection, methods: &'static [Method]) -> Self {
        Self {
            connection: connection.into_connection(),
            methods,
            wires: PhantomData,
        }
    }

    /// A client over a connection made by [`connect`]; the same errors.
    pub async fn connect(url: &str, methods: &'static [Method]) -> Result<Self, Error> {
        Ok(Self {
            connection: connect(url).await?,
            methods,
            wires: PhantomData,
        })
    }

    /// The connection, to share it or to call methods that the document lacks.
    pub fn connection(&self) -> &Arc<dyn Connection> {
        &self.connection
    }

    /// The methods, in the document's order.
    pub fn methods(&self) -> &'static [Method] {
        self.methods
    }

    /// A call of the method at `index` of the table.
    pub fn call<R, F>(&self, index: usize) -> Call<R, F, W> {
        Call::new(self.raw(index))
    }

    /// A call of the method at `index` of the table, whose results come in pages.
    pub fn paged<T, F>(&self, index: usize) -> PagedCall<T, F, W> {
        PagedCall::new(self.raw(index))
    }

    /// A notification by the method at `index` of the table.
    pub fn notification(&self, index: usize) -> Notification<W> {
        Notification::new(self.raw(index))
    }

    /// A call of the method at `index` of the table, which subscribes.
    pub fn subscribe<T, F>(&self, index: usize) -> Subscribe<T, F, W> {
        let raw = self.raw(index);
        let declared = raw.request.declaration();
        let streaming = declared.and_then(|method| method.subscription);
        Subscribe::new(
            raw,
            streaming.expect("generated code subscribes by methods that do"),
        )
    }

    /// What the server sends by itself and no subscription takes.
    pub fn listen<N>(&self) -> Listen<N, W> {
        Listen::over(Arc::clone(&self.connection))
    }

    /// What answers the server's requests; the errors of [`Connection::handlers`].
    pub fn handlers(&self) -> Result<&Handlers, Error> {
        self.connection.handlers()
    }

    /// Writes the methods with their signatures, one a line, sorted.
    pub fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut methods: Vec<_> = self.methods.iter().collect();
        methods.sort_by_key(|method| method.rust_name);
        for (index, method) in methods.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{method}")?;
        }
        Ok(())
    }

    fn raw(&self, index: usize) -> RawCall {
        let method = self
            .methods
            .get(index)
            .expect("generated code counts its own table");
        RawCall::new(Arc::clone(&self.connection), Request::declared(method))
    }
}

impl<W> Clone for Client<W> {
    fn clone(&self) -> Self {
        Self {
            connection: Arc::clone(&self.connection),
            methods: self.methods,
            wires: PhantomData,
        }
    }
}

impl<W> fmt::Debug for Client<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("connection", &self.connection)
            .finish_non_exhaustive()
    }
}
