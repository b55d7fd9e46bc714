//! The body of a request: takes its frames as they come, gives all bytes within the limits.
use std::time::Duration;

use bytes::{Buf, BufMut, Bytes, BytesMut};
use futures_util::FutureExt;
use http_body::Body;
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout, timeout_at};

use super::{
    BoxError,
    budget::{FREE, Share},
    refusal::Refusal,
};

/// How long the rest of a body that is too long is read, so that its client reads why it was
/// refused.
const PATIENCE: Duration = Duration::from_secs(2);

/// The body as a whole. It takes its share as it grows.
pub(super) async fn read<B>(
    body: B,
    limit: usize,
    time: Duration,
    share: &mut Share<'_>,
) -> Result<Bytes, Refusal>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    let mut body = std::pin::pin!(body);
    let declared = body.size_hint().lower();
    if declared > limit as u64 {
        drain(body).await;
        return Err(Refusal::TooLong(limit));
    }
    // There is no clock for what has come already.
    let Some(first) = next(&mut body, None, time).await? else {
        return Ok(Bytes::new());
    };
    if body.is_end_stream() && first.remaining() <= limit {
        return Ok(whole(first));
    }
    let deadline = Instant::now() + time;
    // Nothing is believed of a declared length before it came, or nearly nothing.
    let begin = (declared as usize).min(FREE).max(first.remaining());
    let mut came = BytesMut::with_capacity(begin);
    came.put(first);
    loop {
        if let Err(full) = share.grow(came.capacity()) {
            drop(came);
            drain(body).await;
            return Err(full);
        }
        if came.len() > limit {
            drain(body).await;
            return Err(Refusal::TooLong(limit));
        }
        match next(&mut body, Some(deadline), time).await? {
            Some(data) => {
                // Who has sent a quarter of it is believed how long it is, so that it is copied less often.
                let is_believed = came.len() >= declared as usize / 4;
                if is_believed && came.capacity() < declared as usize {
                    came.reserve(declared as usize - came.len());
                }
                came.put(data);
            }
            None => return Ok(came.freeze()),
        }
    }
}

/// The next piece; none at the end.
async fn next<B>(
    body: &mut std::pin::Pin<&mut B>,
    deadline: Option<Instant>,
    time: Duration,
) -> Result<Option<B::Data>, Refusal>
where
    B: Body,
{
    loop {
        let came = body
            .frame()
            .map(|frame| frame.map(|frame| frame.map_err(drop)));
        let frame = match came.now_or_never() {
            Some(frame) => frame,
            None => {
                let deadline = deadline.unwrap_or_else(|| Instant::now() + time);
                let frame = timeout_at(deadline, body.frame()).await;
                frame
                    .map_err(|_| Refusal::Late)?
                    .map(|frame| frame.map_err(drop))
            }
        };
        match frame {
            None => return Ok(None),
            Some(Err(())) => return Err(Refusal::Broken),
            // Trailers say nothing to us.
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    return Ok(Some(data));
                }
            }
        }
    }
}

fn whole(mut data: impl Buf) -> Bytes {
    data.copy_to_bytes(data.remaining())
}

async fn drain<B: Body>(mut body: std::pin::Pin<&mut B>) {
    let rest = async { while let Some(Ok(_)) = body.frame().await {} };
    // What comes after that is not waited for.
    let _ = timeout(PATIENCE, rest).await;
}
