//! What generated code may use: names under a version, so that code generated earlier still compiles later.

#[cfg(feature = "msgpack")]
pub mod both;

/// The first contract. Nothing in it may change its shape.
pub mod v1 {
    pub use bytes;
    pub use serde;
    pub use serde_json;

    pub use crate::{
        __bounded as bounded, __call as call, __choice as choice, __failure as failure,
        __notification as notification, __paged_call as paged_call, __record as record,
        __server as server, __text as text, __union as union, Call, CallFuture, Client, Connection,
        DeclaredError, Error, ErrorWith, Failure, Integer, IntoConnection, Items, Method, NextPage,
        Notification, NotificationFuture, Page, PageFuture, PagedCall, Pages, Paging, Param,
        ServerError, ServerUrl, ServerVariable,
    };

    /// What `bounded!` expands to.
    pub mod bounded {
        pub use crate::bounded::checked;
    }

    pub use crate::{
        __notification_params as notification_params, __notifications as notifications,
        __subscribe as subscribe, FromNotification, Handlers, Listen, ServerNotification,
        Streaming, Subscribe, SubscribeFuture, Subscription,
    };

    /// What `choice!` expands to.
    pub mod choice {
        pub use crate::choice::{known, text, unknown};
    }

    /// What `text!` expands to.
    pub mod text {
        pub use crate::text::{
            Rule, Text, check, checked, deserialize, from_bytes, from_number, to_bytes, to_float,
            to_number,
        };
    }

    /// What `union!` expands to.
    pub mod union {
        pub use crate::union::{Branch, Form, Member, Union, decode, read};
        #[cfg(feature = "msgpack")]
        pub use crate::union::{decode_both, read_msgpack};
    }

    /// Types of MessagePack and of both wires.
    #[cfg(feature = "msgpack")]
    pub use crate::{__ext as ext, __union_both as union_both, Bytes, RpcStr, Timestamp, Value};

    /// What `ext!` expands to.
    #[cfg(feature = "msgpack")]
    pub mod ext {
        pub use crate::msgpack::ext::{
            Ext, Moment, Nested, Payload, Plain, Result, deserialize, serialize,
        };
    }

    /// What `record!` expands to.
    pub mod record {
        pub use crate::record::{
            Place, PlaceOrName, keep, null_as_default, plain, present, refuse, required,
        };
    }

    #[cfg(feature = "msgpack")]
    pub use super::both;

    #[cfg(any(feature = "serve", feature = "service"))]
    pub use crate::{
        __notification_sent as notification_sent, __notifications_sent as notifications_sent,
        __raised as raised,
    };

    /// What services are made of.
    #[cfg(any(feature = "serve", feature = "service"))]
    pub mod service {
        #[cfg(feature = "msgpack")]
        pub use crate::JsonAndMessagePack;
        #[cfg(feature = "service")]
        pub use crate::describe::{
            MethodDescription, ServiceDescription, default_of, errors, subscription,
        };
        pub use crate::service::{
            Answer, BoxStream, Given, Ids, Methods, OneOf, Outcome, Place, ResultItems,
            ResultOutcome, ResultStream, Table, UnknownParams, ValueItems, ValueOutcome,
            ValueStream, call, document, each_code_once, examples, items, leave, no_such_kind,
            not_implemented, outcome, stream, subscribe, subscribe_to_several, unsubscribe,
        };
        #[cfg(feature = "service")]
        pub use crate::service::{Described, ResultDescription, ValueDescription};
        pub use crate::{
            Context, Document, Examples, Incoming, Json, Method, Param, ServerError, Service,
            Streaming,
        };
        pub use futures_core::Stream;
        #[cfg(feature = "service")]
        pub use schemars::SchemaGenerator;
    }

    /// Sets what answers a request of the server.
    pub fn on<P, R, F, A>(handlers: &Handlers, method: &'static str, answer: F)
    where
        P: serde::de::DeserializeOwned,
        R: serde::Serialize,
        F: Fn(P) -> A + Send + Sync + 'static,
        A: Future<Output = Result<R, ServerError>> + Send + 'static,
    {
        handlers.on(method, answer);
    }

    /// Reads null as the type's default: what servers send for an empty list or false.
    pub fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
    where
        D: serde::Deserializer<'de>,
        T: Default + serde::Deserialize<'de>,
    {
        <Option<T> as serde::Deserialize>::deserialize(deserializer).map(Option::unwrap_or_default)
    }
}

/// Parts that the benches measure, and that are fuzzed, by themselves.
#[cfg(any(feature = "msgpack", feature = "streams", feature = "ws"))]
pub mod measured;
