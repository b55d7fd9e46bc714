//! What every kind of call can be told before it is awaited, written once.

/// Methods over a field `raw: RawCall`, of a call that is compiled for `$wires`; `$sent` names what the timeout and the
/// header are for.
macro_rules! settings {
    ($sent:literal, $wires:ident) => {
        /// Sets the parameter in slot `index`.
        ///
        /// A value that cannot be encoded becomes [`Error::Encode`](crate::Error::Encode) when this is
        /// awaited.
        pub fn param<P: serde::Serialize + ?Sized>(mut self, index: usize, value: &P) -> Self {
            self.raw.param::<$wires, P>(index, value);
            self
        }

        #[doc = concat!("Sets how long ", $sent, " may take; otherwise the connection's own limit holds.")]
        pub fn with_timeout(mut self, timeout: std::time::Duration) -> Self {
            self.raw.request.options_mut().timeout = Some(timeout);
            self
        }

        #[doc = concat!("Adds an HTTP header to ", $sent, ". A connection without headers per call leaves it out.")]
        pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.raw.request.options_mut().headers.push(name, value);
            self
        }

        #[doc = concat!("Says whether ", $sent, " may reach the server twice and do no more than once, whatever the document says of the method. What retries or fails over asks for it.")]
        pub fn with_idempotent(mut self, idempotent: bool) -> Self {
            self.raw.request.options_mut().idempotent = Some(idempotent);
            self
        }

        /// What will be sent.
        pub fn request(&self) -> &crate::Request {
            &self.raw.request
        }
    };
}

pub(crate) use settings;
