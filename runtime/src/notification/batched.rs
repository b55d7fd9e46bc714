//! Events that come many at once: takes the notification that carries them, gives each as a notification of its own.

use crate::{ServerNotification, wire::Part};

/// The events in the order of their coming; none where the params are not of such a form.
///
/// Each param of the carrier is a list of an event's name and, once for each time that it happened, the list of its params:
/// `[["put", ["a"], ["b"]], ["flush", []]]` is `put("a")`, `put("b")` and `flush()`.
pub(super) fn split(carrier: &ServerNotification) -> Option<Vec<ServerNotification>> {
    let params = Part::read(carrier.wire(), carrier.params()).ok()?;
    let mut events = Vec::new();
    for batch in params.elements()? {
        let mut parts = batch.elements()?.into_iter();
        let name = parts.next()?.text()?;
        events.extend(parts.map(|params| carrier.part(&name, params)));
    }
    Some(events)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(params: &'static str) -> Option<Vec<String>> {
        let carrier = ServerNotification::new("redraw", params);
        let shown = |event: &ServerNotification| {
            format!(
                "{}{}",
                event.method(),
                String::from_utf8_lossy(event.params())
            )
        };
        Some(split(&carrier)?.iter().map(shown).collect())
    }

    #[test]
    fn each_time_that_an_event_happened_is_a_notification() {
        let many = shown(r#"[["put", ["a"], ["b"]], ["never"], ["flush", []]]"#).unwrap();
        assert_eq!(many, [r#"put["a"]"#, r#"put["b"]"#, "flush[]"]);
        assert_eq!(shown("[]").unwrap().len(), 0);
    }

    #[test]
    fn what_has_another_form_is_left_as_it_is() {
        for params in [
            "{}",
            "7",
            "",
            "[",
            "[7]",
            "[[]]",
            "[[7, []]]",
            r#"[["put", []], 7]"#,
        ] {
            assert!(shown(params).is_none(), "{params}");
        }
    }

    #[cfg(feature = "msgpack")]
    #[test]
    fn both_wires_have_the_same_form() {
        let params = b"\x92\x93\xa3put\x91\xa1a\x91\xa1b\x92\xa5flush\x90".to_vec();
        let events = split(&ServerNotification::msgpack("redraw", params)).unwrap();
        let methods: Vec<_> = events.iter().map(|event| event.method()).collect();
        assert_eq!(methods, ["put", "put", "flush"]);
        assert_eq!(events[1].params(), b"\x91\xa1b");
        assert!(split(&ServerNotification::msgpack("redraw", &b"\x92\x91"[..])).is_none());
    }
}
