//! What a document says of its methods: takes the generator's constants, gives them to clients and users.
use std::fmt;

#[cfg(feature = "msgpack")]
use crate::MsgpackParams;
use crate::{Paging, Streaming};

/// A Method Object (OpenRPC 1.4, Method Object) as the generator saw it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Method {
    /// The name on the wire.
    pub name: &'static str,
    /// The name of the generated function.
    pub rust_name: &'static str,
    /// The generated function without `fn` and receiver.
    pub signature: &'static str,
    /// `summary`, empty when there is none.
    pub summary: &'static str,
    /// `description`, empty when there is none.
    pub description: &'static str,
    /// `deprecated`.
    pub deprecated: bool,
    /// Whether parameters go out as an object; otherwise as an array.
    pub by_name: bool,
    /// The parameters, in the document's order.
    pub params: &'static [Param],
    /// The Rust type of the result, empty when there is none.
    pub result: &'static str,
    /// `errors`.
    pub errors: &'static [DeclaredError],
    /// Whether the method has no answer.
    pub is_notification: bool,
    /// Whether calling it twice does no more than calling it once (`x-idempotent`).
    pub is_idempotent: bool,
    /// The JSON as which a null result is read, for servers that send null for nothing.
    pub null_as: Option<&'static str>,
    /// How its results come in pages.
    pub paging: Option<Paging>,
    /// How it subscribes.
    pub subscription: Option<Streaming>,
    /// How its parameters travel in MessagePack-RPC (`x-msgpack-params`).
    #[cfg(feature = "msgpack")]
    pub msgpack_params: MsgpackParams,
}

impl Method {
    /// A method without parameters and result, by position.
    pub const fn new(name: &'static str, rust_name: &'static str) -> Self {
        Self {
            name,
            rust_name,
            signature: "",
            summary: "",
            description: "",
            deprecated: false,
            by_name: false,
            params: &[],
            result: "",
            errors: &[],
            is_notification: false,
            is_idempotent: false,
            null_as: None,
            paging: None,
            subscription: None,
            #[cfg(feature = "msgpack")]
            msgpack_params: MsgpackParams::Positional,
        }
    }

    /// Sets the signature that [`Client::describe`](crate::Client::describe) prints.
    #[must_use]
    pub const fn signature(mut self, signature: &'static str) -> Self {
        self.signature = signature;
        self
    }

    /// Sets the summary.
    #[must_use]
    pub const fn summary(mut self, summary: &'static str) -> Self {
        self.summary = summary;
        self
    }

    /// Sets the description.
    #[must_use]
    pub const fn description(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }

    /// Marks it as deprecated.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// Sends parameters as an object.
    #[must_use]
    pub const fn by_name(mut self) -> Self {
        self.by_name = true;
        self
    }

    /// Sets the parameters.
    #[must_use]
    pub const fn params(mut self, params: &'static [Param]) -> Self {
        self.params = params;
        self
    }

    /// Sets the Rust type of the result.
    #[must_use]
    pub const fn result(mut self, result: &'static str) -> Self {
        self.result = result;
        self
    }

    /// Sets the declared errors.
    #[must_use]
    pub const fn errors(mut self, errors: &'static [DeclaredError]) -> Self {
        self.errors = errors;
        self
    }

    /// Says that there is no answer.
    #[must_use]
    pub const fn notification(mut self) -> Self {
        self.is_notification = true;
        self
    }

    /// Says that calling it twice does no more than calling it once.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.is_idempotent = true;
        self
    }

    /// Reads a null result as this JSON.
    #[must_use]
    pub const fn null_as(mut self, json: &'static str) -> Self {
        self.null_as = Some(json);
        self
    }

    /// Sets how results come in pages.
    #[must_use]
    pub const fn paging(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// Sets how it subscribes.
    #[must_use]
    pub const fn subscription(mut self, streaming: Streaming) -> Self {
        self.subscription = Some(streaming);
        self
    }

    /// Sets how its parameters travel in MessagePack-RPC.
    #[cfg(feature = "msgpack")]
    #[must_use]
    pub const fn msgpack_params(mut self, params: MsgpackParams) -> Self {
        self.msgpack_params = params;
        self
    }
}

/// The signature and, behind it, the summary.
impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signature = if self.signature.is_empty() {
            self.rust_name
        } else {
            self.signature
        };
        f.write_str(signature)?;
        if self.deprecated {
            f.write_str("  [deprecated]")?;
        }
        if !self.summary.is_empty() {
            write!(
                f,
                "  // {}",
                self.summary.lines().next().unwrap_or_default()
            )?;
        }
        Ok(())
    }
}

/// A parameter of a [`Method`] (OpenRPC 1.4, Content Descriptor Object).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Param {
    /// The name on the wire.
    pub name: &'static str,
    /// The Rust type. Empty in a generic service, where it depends on the types of that.
    pub type_name: &'static str,
    /// Whether it must be sent.
    pub required: bool,
    /// Its summary or description, empty when there is none.
    pub doc: &'static str,
}

impl Param {
    /// One that must be sent.
    pub const fn required(name: &'static str, type_name: &'static str) -> Self {
        Self {
            name,
            type_name,
            required: true,
            doc: "",
        }
    }

    /// One that may be left out.
    pub const fn optional(name: &'static str, type_name: &'static str) -> Self {
        Self {
            name,
            type_name,
            required: false,
            doc: "",
        }
    }

    /// Sets what it is for.
    #[must_use]
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }
}

/// An error that a [`Method`] declares (OpenRPC 1.4, Error Object).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeclaredError {
    /// The code.
    pub code: i64,
    /// The message.
    pub message: &'static str,
}

impl DeclaredError {
    /// An error of this code and message.
    pub const fn new(code: i64, message: &'static str) -> Self {
        Self { code, message }
    }
}
