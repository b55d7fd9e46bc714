//! Messages found in streams that are cut anywhere, and what ends the search.
use super::*;

fn scan_whole(bytes: &[u8]) -> Result<Option<Message>, Malformed> {
    Scanner::new(1 << 20, 128).scan(bytes)
}

/// One value under every marker.
fn every_marker() -> Vec<u8> {
    let mut out = vec![0xdc, 0, 0];
    let mut values = 0_u8;
    for marker in (0..=255_u8).filter(|marker| *marker != 0xc1) {
        let body: Vec<u8> = match marker {
            0x80..=0x8f => vec![0xc0; usize::from(marker & 15) * 2],
            0x90..=0x9f => vec![0xc3; usize::from(marker & 15)],
            0xa0..=0xbf => vec![b'x'; usize::from(marker & 31)],
            0xc4 | 0xd9 => vec![1, 9],
            0xc5 | 0xda => vec![0, 1, 9],
            0xc6 | 0xdb => vec![0, 0, 0, 1, 9],
            0xc7 => vec![1, 5, 9],
            0xc8 => vec![0, 1, 0x85, 9],
            0xc9 => vec![0, 0, 0, 1, 5, 9],
            0xcc | 0xd0 => vec![9],
            0xcd | 0xd1 => vec![9; 2],
            0xca | 0xce | 0xd2 => vec![9; 4],
            0xcb | 0xcf | 0xd3 => vec![9; 8],
            0xd4..=0xd8 => vec![9; 1 + (1 << (marker - 0xd4))],
            0xdc => vec![0, 1, 9],
            0xdd => vec![0, 0, 0, 1, 9],
            0xde => vec![0, 1, 9, 9],
            0xdf => vec![0, 0, 0, 1, 9, 9],
            _ => Vec::new(),
        };
        out.push(marker);
        out.extend(body);
        values += 1;
    }
    out[2] = values;
    out
}

#[test]
fn every_marker_is_known_however_the_bytes_come() {
    let message = every_marker();
    let whole = Message {
        length: message.len(),
        is_array: true,
    };
    let two = [message.clone(), message.clone()].concat();
    assert_eq!(scan_whole(&two), Ok(Some(whole)));
    assert!(rmpv::decode::read_value(&mut &message[..]).is_ok());
    for cut in 0..message.len() {
        let mut scanner = Scanner::new(1 << 20, 128);
        assert_eq!(scanner.scan(&message[..cut]), Ok(None));
        assert!(scanner.least() <= message.len());
        assert_eq!(scanner.scan(&message), Ok(Some(whole)));
        assert_eq!(end(&message[..cut], 0), None);
    }
    let mut scanner = Scanner::new(1 << 20, 128);
    for cut in 0..message.len() {
        assert_eq!(scanner.scan(&message[..cut]), Ok(None));
    }
    assert_eq!(scanner.scan(&message), Ok(Some(whole)));
    assert_eq!(end(&two, message.len()), Some(two.len()));
}

#[test]
fn what_is_no_array_is_told() {
    for message in [&b"\xa1x"[..], b"\x07", b"\x80", b"\xd4\x00\x01"] {
        let found = scan_whole(message).unwrap().unwrap();
        assert_eq!((found.length, found.is_array), (message.len(), false));
    }
    assert!(scan_whole(b"\x90").unwrap().unwrap().is_array);
}

#[test]
fn lengths_count_as_they_are_declared() {
    let limit = 1000;
    for marker in [0xdb, 0xc6, 0xc9, 0xdd, 0xdf] {
        let message = [marker, 0xff, 0xff, 0xff, 0xff, 0];
        let mut scanner = Scanner::new(limit, 128);
        let refused = scanner.scan(&message);
        assert!(
            matches!(refused, Err(Malformed::TooLong { limit: 1000, least }) if least > 1000),
            "{marker:x}: {refused:?}"
        );
    }
    // What stands around the body counts, too: 3 bytes of heads, 996 of text, and the number.
    let fits = [&b"\x92\xda\x03\xe3"[..], &[b'x'; 995], b"\x01"].concat();
    let mut scanner = Scanner::new(limit, 128);
    assert_eq!(scanner.scan(&fits[..4]), Ok(None));
    assert_eq!(scanner.least(), limit);
    assert!(scanner.scan(&fits).unwrap().is_some());
    let refused = Scanner::new(limit, 128).scan(b"\x92\xda\x03\xe4");
    assert!(matches!(
        refused,
        Err(Malformed::TooLong { least: 1001, .. })
    ));
}

#[test]
fn depth_is_bounded_without_recursion() {
    let nested = |levels: usize| [vec![0x91; levels - 1], vec![0x90]].concat();
    assert!(scan_whole(&nested(128)).unwrap().is_some());
    assert_eq!(
        scan_whole(&nested(129)),
        Err(Malformed::TooDeep { limit: 128 })
    );
    assert_eq!(
        scan_whole(&nested(100_000)),
        Err(Malformed::TooDeep { limit: 128 })
    );
    assert_eq!(end(&nested(100_000), 0), Some(100_000));
}

#[test]
fn the_byte_without_a_meaning_has_a_place() {
    assert_eq!(
        scan_whole(b"\x92\x01\xc1"),
        Err(Malformed::Reserved { at: 2 })
    );
    assert_eq!(scan_whole(b"\xc1"), Err(Malformed::Reserved { at: 0 }));
    assert_eq!(end(b"\x92\x01\xc1", 0), None);
}

#[test]
fn one_scanner_takes_message_after_message() {
    let mut scanner = Scanner::new(1000, 4);
    let mut stream = &b"\x94\x00\x00\xa3add\x92\x05\x04\xc0\x93\x02\xa1x\x90"[..];
    let mut lengths = Vec::new();
    while let Some(message) = scanner.scan(stream).unwrap() {
        lengths.push((message.length, message.is_array));
        stream = &stream[message.length..];
    }
    assert_eq!(lengths, [(10, true), (1, false), (5, true)]);
}
