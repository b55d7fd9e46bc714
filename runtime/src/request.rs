//! One request on its way to a connection: takes a method and its encoded parameters, gives the JSON-RPC object.
use std::{borrow::Cow, io::Write};

#[cfg(feature = "msgpack")]
use crate::Error;
use crate::{CallOptions, Method, Params};

/// A request or notification: the method, its parameters, and what the call asks of the connection.
///
/// Connections read it; users make one for a method that no document describes.
#[derive(Clone, Debug)]
pub struct Request {
    target: Target,
    params: Params,
    options: CallOptions,
    is_notification: bool,
}

#[derive(Clone, Debug)]
enum Target {
    Declared(&'static Method),
    Named(Cow<'static, str>),
}

impl Request {
    /// A request by the method's name on the wire.
    pub fn new(name: impl Into<Cow<'static, str>>, params: Params) -> Self {
        let target = Target::Named(name.into());
        Self {
            target,
            params,
            options: CallOptions::default(),
            is_notification: false,
        }
    }

    pub(crate) fn declared(method: &'static Method) -> Self {
        let params = Params::declared(method.params, method.by_name);
        Self {
            target: Target::Declared(method),
            params,
            options: CallOptions::default(),
            is_notification: false,
        }
    }

    /// The method's name on the wire.
    pub fn method(&self) -> &str {
        match &self.target {
            Target::Declared(method) => method.name,
            Target::Named(name) => name,
        }
    }

    /// What the document says of the method, if the request was made by generated code.
    pub fn declaration(&self) -> Option<&'static Method> {
        match self.target {
            Target::Declared(method) => Some(method),
            Target::Named(_) => None,
        }
    }

    /// The parameters.
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// The parameters, to change.
    pub fn params_mut(&mut self) -> &mut Params {
        &mut self.params
    }

    /// Timeout, headers and idempotency of this call.
    pub fn options(&self) -> &CallOptions {
        &self.options
    }

    /// Timeout, headers and idempotency of this call, to change.
    pub fn options_mut(&mut self) -> &mut CallOptions {
        &mut self.options
    }

    /// Whether it is a notification among the requests of a
    /// [batch](crate::Connection::batch), which wait for answers.
    pub fn is_notification(&self) -> bool {
        self.is_notification
    }

    /// Whether it may reach the server twice and do no more than once: as the call says, and
    /// otherwise as the document says of the method (`x-idempotent`). Not known is no.
    ///
    /// What sends a request again after [`Error::may_have_been_received`](crate::Error::may_have_been_received)
    /// asks this first.
    pub fn is_idempotent(&self) -> bool {
        let declared = || {
            self.declaration()
                .is_some_and(|method| method.is_idempotent)
        };
        self.options.idempotent.unwrap_or_else(declared)
    }

    pub(crate) fn set_notification(&mut self) {
        self.is_notification = true;
    }

    /// The JSON as which a null result is read.
    pub(crate) fn null_as(&self) -> Option<&'static str> {
        self.declaration().and_then(|method| method.null_as)
    }

    /// Writes the request object of JSON-RPC 2.0, section 4; without an `id` it is a notification.
    pub fn write_json(&self, id: Option<u64>, out: &mut Vec<u8>) {
        out.extend_from_slice(br#"{"jsonrpc":"2.0","#);
        if let Some(id) = id {
            write!(out, "\"id\":{id},").expect("a Vec takes every write");
        }
        out.extend_from_slice(br#""method":"#);
        crate::json::write_string(self.method(), out);
        out.extend_from_slice(br#","params":"#);
        self.params.write_json(out);
        out.push(b'}');
    }

    /// Writes the request of MessagePack-RPC, `[0, id, method, params]`; without an `id` it is a
    /// notification, `[2, method, params]`.
    ///
    /// A string of more than 4 GiB, which no message has room for, gives [`Error::Encode`].
    #[cfg(feature = "msgpack")]
    pub fn write_msgpack(&self, id: Option<u32>, out: &mut Vec<u8>) -> Result<(), Error> {
        use crate::{Fault, msgpack::write};
        let mut written = || {
            match id {
                Some(id) => {
                    write::array(4, out)?;
                    write::unsigned(0, out);
                    write::unsigned(id.into(), out);
                }
                None => {
                    write::array(3, out)?;
                    write::unsigned(2, out);
                }
            }
            write::str(self.method().as_bytes(), out)?;
            let declared = self.declaration().map(|method| method.msgpack_params);
            self.params.write_msgpack(declared.unwrap_or_default(), out)
        };
        written().map_err(|error: crate::msgpack::Error| {
            Error::Encode(Fault::new(error.to_string()).caused_by(error))
        })
    }

    pub(crate) fn method_name(&self) -> Cow<'static, str> {
        match &self.target {
            Target::Declared(method) => Cow::Borrowed(method.name),
            Target::Named(name) => name.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(request: &Request, id: Option<u64>) -> String {
        let mut out = Vec::new();
        request.write_json(id, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_call_knows_better_than_the_document_what_may_be_repeated() {
        static PUT: Method = Method::new("put", "put").idempotent();
        let mut declared = Request::declared(&PUT);
        let mut named = Request::new("put", Params::by_name());
        assert!(declared.is_idempotent() && !named.is_idempotent());
        declared.options_mut().idempotent = Some(false);
        named.options_mut().idempotent = Some(true);
        assert!(!declared.is_idempotent() && named.is_idempotent());
    }

    #[test]
    fn empty_params_are_sent() {
        let request = Request::new("a\"b", Params::by_position());
        assert_eq!(
            written(&request, Some(7)),
            r#"{"jsonrpc":"2.0","id":7,"method":"a\"b","params":[]}"#
        );
        let request = Request::new("log", Params::by_name());
        assert_eq!(
            written(&request, None),
            r#"{"jsonrpc":"2.0","method":"log","params":{}}"#
        );
    }
}
