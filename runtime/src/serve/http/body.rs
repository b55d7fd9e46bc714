//! The body of a response: takes an answer, gives it in frames.
use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// The body of a response of an [`HttpService`](super::HttpService). All of it is there.
///
/// A long result is a frame of its own, so that it is not copied into its envelope.
#[derive(Debug, Default)]
pub struct HttpBody {
    head: Bytes,
    result: Bytes,
    tail: Bytes,
}

impl HttpBody {
    /// A result between what stands before and behind it.
    pub(super) fn around(head: impl Into<Bytes>, result: Bytes, tail: &'static [u8]) -> Self {
        Self {
            head: head.into(),
            result,
            tail: Bytes::from_static(tail),
        }
    }

    fn frames(&mut self) -> [&mut Bytes; 3] {
        [&mut self.head, &mut self.result, &mut self.tail]
    }
}

impl<T: Into<Bytes>> From<T> for HttpBody {
    fn from(bytes: T) -> Self {
        Self {
            head: bytes.into(),
            ..Self::default()
        }
    }
}

impl Body for HttpBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let frames = self.frames().into_iter();
        let next = frames.map(std::mem::take).find(|bytes| !bytes.is_empty());
        Poll::Ready(next.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.head.is_empty() && self.result.is_empty() && self.tail.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        let length = self.head.len() + self.result.len() + self.tail.len();
        SizeHint::with_exact(length as u64)
    }
}
