//! What the original answers wrongly, or dies of, with our answer and the reason.

/// A request, our status and our answer in its place; no answer to what asks for none.
pub(super) struct Better {
    pub(super) request: &'static str,
    pub(super) status: u16,
    pub(super) answer: Option<&'static str>,
    #[expect(dead_code, reason = "for who reads this")]
    pub(super) reason: &'static str,
}

macro_rules! better {
    ($($reason:literal: $request:literal => $status:literal $($answer:literal)?;)*) => {
        &[$(Better {
            request: $request,
            status: $status,
            answer: [$($answer,)?].first().copied(),
            reason: $reason,
        }),*]
    };
}

/// In the order of the recording.
pub(super) const BETTER: &[Better] = better! {
    "a list without items is one: NIL is no JSON":
    r#"{"jsonrpc":"2.0","id":1,"method":"empty_page","params":{}}"#
        => 200 r#"{"jsonrpc":"2.0","id":1,"result":{"items":[]}}"#;
    "what may be left out is given by name or not, as the document says":
    r#"{"jsonrpc":"2.0","id":"aB3","method":"create_pet","params":{"name":"B","tag":"dog","owner_email":"a@b"}}"#
        => 200 r#"{"jsonrpc":"2.0","id":"aB3","result":{"id":3,"full_name":"B","tag":"dog","good_boy":false,"kind":"CAT","weight":0.3333333333333333,"owner":{"email":"a@b","phone":null},"isError":false,"extra":null,"born":null}}"#;
    "by position it is given, too":
    r#"{"jsonrpc":"2.0","id":1,"method":"create_pet","params":["B","dog","n","x@y"]}"#
        => 200 r#"{"jsonrpc":"2.0","id":1,"result":{"id":4,"full_name":"B","tag":"dog","good_boy":false,"kind":"CAT","weight":0.3333333333333333,"owner":{"email":"x@y","phone":null},"isError":false,"extra":null,"born":null}}"#;
    "a wrong param has the specification's code, and says where and what":
    r#"{"jsonrpc":"2.0","id":1,"method":"create_pet","params":{"name":"B"}}"#
        => 500 r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"`create_pet`: param `tag` is missing, expected String","data":{"param":"tag","path":"$.tag","expected":"String"}}}"#;
    "so has one that is missing from an array":
    r#"{"jsonrpc":"2.0","id":1,"method":"create_pet","params":["B"]}"#
        => 500 r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"`create_pet`: param `tag` is missing, expected String","data":{"param":"tag","path":"$[1]","expected":"String"}}}"#;
    "a list without items is one":
    r#"{"jsonrpc":"2.0","id":1,"method":"all_tags","params":{}}"#
        => 200 r#"{"jsonrpc":"2.0","id":1,"result":[]}"#;
    "false is false":
    r#"{"jsonrpc":"2.0","id":1,"method":"is_open","params":{}}"#
        => 200 r#"{"jsonrpc":"2.0","id":1,"result":false}"#;
    "what the schema promises can be answered":
    r#"{"jsonrpc":"2.0","id":1,"method":"keyword_result","params":{}}"#
        => 200 r#"{"jsonrpc":"2.0","id":1,"result":"CAT"}"#;
    "false is false":
    r#"{"jsonrpc":"2.0","id":1,"method":"someMethod","params":{"camelArg":false}}"#
        => 200 r#"{"jsonrpc":"2.0","id":1,"result":false}"#;
    "a notification has no answer":
    r#"{"jsonrpc":"2.0","method":"is_open","params":{}}"# => 204;
    "there are batches":
    r#"[{"jsonrpc":"2.0","id":1,"method":"is_open","params":{}}]"#
        => 200 r#"[{"jsonrpc":"2.0","id":1,"result":false}]"#;
    "members that the specification does not name are nobody's business":
    r#"{"jsonrpc":"2.0","id":1,"method":"is_open","params":{},"trace":1}"#
        => 200 r#"{"jsonrpc":"2.0","id":1,"result":false}"#;
};
