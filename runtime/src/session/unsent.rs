//! Which calls were never sent: takes the messages that nobody wrote, gives the ids in them.
use serde::{Deserialize, de::IgnoredAny};

/// A message of ours as far as it matters. An answer of ours has an id, too, but no method.
#[derive(Deserialize)]
struct Call {
    id: Option<u64>,
    method: Option<IgnoredAny>,
}

/// The calls in messages as `Request::write_json` writes them, alone and in batches.
pub(super) fn calls(messages: &[Vec<u8>]) -> Vec<u64> {
    let calls = messages.iter().flat_map(|message| match message.first() {
        Some(b'[') => serde_json::from_slice(message).unwrap_or_default(),
        _ => Vec::from_iter(serde_json::from_slice::<Call>(message)),
    });
    calls
        .filter(|call| call.method.is_some())
        .filter_map(|call| call.id)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Params, Request, batch};

    #[test]
    fn calls_are_told_by_their_ids() {
        let mut notice = Request::new("n", Params::by_name());
        notice.set_notification();
        let call = Request::new("x", Params::by_position());
        let requests = [call.clone(), notice, call];
        let written = |request: &Request, id| {
            let mut out = Vec::new();
            request.write_json(id, &mut out);
            out
        };
        let messages = [
            written(&requests[0], Some(7)),
            written(&requests[1], None),
            br#"{"jsonrpc":"2.0","id":8,"result":null}"#.to_vec(),
            batch::write_json(&requests, 9),
        ];
        assert_eq!(calls(&messages), [7, 9, 10]);
    }
}
