//! The body of a response: takes it frame by frame, gives its bytes up to a limit.
use ::http::{Response, header::CONTENT_LENGTH};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;

use super::failure::first_cause;
use crate::Fault;

/// Reads the whole body, in a buffer of the announced length. One frame is not copied. Faults name the origin.
pub(super) async fn read<B>(
    response: Response<B>,
    limit: usize,
    origin: &str,
) -> Result<Bytes, Fault>
where
    B: ::http_body::Body<Data = Bytes> + Unpin,
    B::Error: std::error::Error + Send + Sync + 'static,
{
    let announced = response.headers().get(CONTENT_LENGTH);
    let announced: usize = announced
        .and_then(|length| length.to_str().ok()?.parse().ok())
        .unwrap_or(0);
    let too_long = |head: &[u8]| {
        Fault::new(format!("the reply is longer than {limit} bytes"))
            .with_snippet(head)
            .lasting()
    };
    let mut body = response.into_body();
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let head = if all.is_empty() { &first } else { &all[..] };
        let frame = frame.map_err(|error| {
            let cause = first_cause(&error);
            let fault = Fault::new(format!("the reply of {origin} broke off: {cause}"));
            match head {
                [] => fault.caused_by(error),
                head => fault.with_snippet(head).caused_by(error),
            }
        })?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if head.len() + data.len() > limit {
            return Err(too_long(if head.is_empty() { &data } else { head }));
        }
        if head.is_empty() {
            first = data;
            continue;
        }
        if all.is_empty() {
            all.reserve(announced.min(limit).max(first.len() + data.len()));
            all.extend_from_slice(&first);
        }
        all.extend_from_slice(&data);
    }
    Ok(if all.is_empty() { first } else { all.freeze() })
}
