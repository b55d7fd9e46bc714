//! `GET /openrpc.json`: has the service answer `rpc.discover`, gives the document bare.
use http::{Response, StatusCode};

use super::{HttpBody, answer, asked::Asked, refusal::Refusal, refusal::json};
use crate::{ConnectOptions, Context};

/// The document of a service, if it has one.
pub(super) async fn document(options: &ConnectOptions, context: &Context) -> Response<HttpBody> {
    let asked = Asked {
        id: None,
        method: "rpc.discover".into(),
        params: b"",
        pieces: None,
    };
    match answer::ask(&asked, options, context).await {
        Ok(reply) => match reply.json() {
            Ok(document) => json(StatusCode::OK, document.into_owned().into()),
            Err(_) => Refusal::Nowhere.text(),
        },
        Err(_) => Refusal::Nowhere.text(),
    }
}
