//! Messages of every kind, well and ill formed, told apart.
use super::*;

fn response(message: &[u8]) -> (Option<u32>, Option<&[u8]>, &[u8]) {
    match Outline::read(message) {
        Outline::Response { id, error, result } => {
            (id, error.map(|error| &message[error]), &message[result])
        }
        other => panic!("{other:?}"),
    }
}

fn odd(message: &[u8]) -> Oddity {
    match Outline::read(message) {
        Outline::Odd(oddity) => oddity,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_bytes_of_the_classic_peers_are_understood() {
    let add = b"\x94\x00\x00\xa3add\x92\x05\x04";
    let Outline::Request { id, method, params } = Outline::read(add) else {
        panic!("it is a request")
    };
    assert_eq!((&add[id], method.name(add)), (&b"\x00"[..], Some("add")));
    assert_eq!(
        (&add[params.range], params.kind),
        (&b"\x92\x05\x04"[..], ParamsKind::Array)
    );

    assert_eq!(
        response(b"\x94\x01\x01\xc0\x03"),
        (Some(1), None, &b"\x03"[..])
    );
    assert_eq!(
        response(b"\x94\x01\x07\xc0\xc0"),
        (Some(7), None, &b"\xc0"[..])
    );

    let warm = b"\x93\x02\xabtemperature\x91\xcb\x40\x59\x86\x66\x66\x66\x66\x66";
    let Outline::Notification { method, params } = Outline::read(warm) else {
        panic!("it is a notification")
    };
    assert_eq!(method.name(warm), Some("temperature"));
    assert_eq!(&warm[params.range], &warm[14..]);
}

#[test]
fn ids_of_responses_may_have_any_width() {
    for (id, number) in [
        (&b"\xcf\0\0\0\0\0\0\0\x07"[..], Some(7)),
        (b"\xcc\x07", Some(7)),
        (b"\xd3\0\0\0\0\0\0\0\x07", Some(7)),
        (b"\xce\xff\xff\xff\xff", Some(u32::MAX)),
        (b"\xcb\x41\xef\xff\xff\xff\xe0\0\0", Some(u32::MAX)),
        (b"\xca\x40\xe0\0\0", Some(7)),
        (b"\xcb\x41\xf0\0\0\0\0\0\0", None),
        (b"\xcf\0\0\0\x01\0\0\0\0", None),
        (b"\xcb\x3f\xe0\0\0\0\0\0\0", None),
        (b"\xcb\x7f\xf8\0\0\0\0\0\0", None),
        (b"\xff", None),
        (b"\xa1x", None),
        (b"\xc0", None),
        (b"\x91\x07", None),
    ] {
        let message = [b"\x94\x01", id, b"\xc0\x03"].concat();
        assert_eq!(response(&message), (number, None, &b"\x03"[..]), "{id:x?}");
    }
}

#[test]
fn ids_of_requests_stay_as_they_came() {
    for id in [
        &b"\xff"[..],
        b"\xa1x",
        b"\xcb\x41\xf0\0\0\0\0\0\0",
        b"\xcf\0\0\0\0\0\0\0\x07",
        b"\xc0",
        b"\x92\x01\x81\x01\x02",
        b"\xd4\0\x01",
    ] {
        let message = [b"\x94\x00", id, b"\xa1m\x90"].concat();
        let Outline::Request { id: found, .. } = Outline::read(&message) else {
            panic!("it is a request")
        };
        assert_eq!(&message[found], id);
    }
}

#[test]
fn errors_are_all_but_nil_and_leave_the_result() {
    for error in [&b"\xc2"[..], b"\x00", b"\xa0", b"\x80", b"\x92\x00\xa1x"] {
        let message = [b"\x94\x01\x05", error, b"\x91\xa3msg"].concat();
        assert_eq!(
            response(&message),
            (Some(5), Some(error), &b"\x91\xa3msg"[..])
        );
    }
}

#[test]
fn methods_and_params_may_be_odd() {
    for (message, name, kind) in [
        (&b"\x93\x02\xc4\x01m\xc0"[..], Some("m"), ParamsKind::Nil),
        (
            b"\x93\x02\xda\0\x01m\x82\xa1A\x01\xa1B\x02",
            Some("m"),
            ParamsKind::Map,
        ),
        (b"\x93\x02\xa1\xff\x07", None, ParamsKind::Other),
        (b"\x93\x02\xa0\x90", Some(""), ParamsKind::Array),
    ] {
        let Outline::Notification { method, params } = Outline::read(message) else {
            panic!("it is a notification")
        };
        assert_eq!(
            (method.name(message), params.kind),
            (name, kind),
            "{message:x?}"
        );
    }
}

#[test]
fn what_is_no_message_is_told_by_its_kind() {
    assert_eq!(odd(b"\x80"), Oddity::NoArray);
    assert_eq!(odd(b""), Oddity::NoArray);
    assert_eq!(odd(b"\x90"), Oddity::Empty);
    assert_eq!(odd(b"\x91\x09"), Oddity::UnknownType);
    assert_eq!(odd(b"\x94\xa1x\x00\xa1m\x90"), Oddity::UnknownType);
    let id = Some(2..3);
    assert_eq!(
        odd(b"\x93\x00\x05\xa1m"),
        Oddity::RequestLength { values: 3, id }
    );
    assert_eq!(
        odd(b"\x91\x00"),
        Oddity::RequestLength {
            values: 1,
            id: None
        }
    );
    let id = Some(5);
    assert_eq!(
        odd(b"\x93\x01\x05\xc0"),
        Oddity::ResponseLength { values: 3, id }
    );
    assert_eq!(
        odd(b"\x95\x01\x05\xc0\x01\x02"),
        Oddity::ResponseLength { values: 5, id }
    );
    assert_eq!(
        odd(b"\x91\x01"),
        Oddity::ResponseLength {
            values: 1,
            id: None
        }
    );
    assert_eq!(
        odd(b"\x92\x02\xa1m"),
        Oddity::NotificationLength { values: 2 }
    );
    assert_eq!(
        odd(b"\x94\x02\xa1m\x90\x90"),
        Oddity::NotificationLength { values: 4 }
    );
    assert_eq!(
        odd(b"\x94\x00\x05\x07\x90"),
        Oddity::RequestMethod { id: 2..3 }
    );
    assert_eq!(odd(b"\x93\x02\x07\x90"), Oddity::NotificationMethod);
}

#[test]
fn cut_messages_do_no_harm() {
    let whole = b"\x94\x00\x92\x01\xa1x\xa3add\x92\x05\x04";
    for end in 0..whole.len() {
        Outline::read(&whole[..end]);
    }
}
