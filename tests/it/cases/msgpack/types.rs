//! What `x-msgpack-…` makes of schemas, on both wires.

use callwright::{Bytes, RpcStr, Value};
use callwright_tests::cases::msgpack::types::{
    Blob, Buffer, Mark, MarkPayload, Marks, Moment, Snapshot, Target, Window,
};
use serde_json::json;

use super::{is_both, packed, text, unpacked};

#[test]
fn handles_are_extensions_around_an_integer() {
    for (handle, bytes) in [
        (1, &[0xd4, 0, 1][..]),
        (127, &[0xd4, 0, 0x7f]),
        (128, &[0xd5, 0, 0xcc, 0x80]),
        (301, &[0xc7, 3, 0, 0xcd, 1, 0x2d]),
        (-1, &[0xd4, 0, 0xff]),
    ] {
        is_both(&Buffer(handle), bytes, &json!(handle));
    }
    is_both(&Window(1000), &[0xc7, 3, 1, 0xcd, 3, 0xe8], &json!(1000));
}

#[test]
fn only_the_code_of_the_type_is_taken_and_plain_only_where_the_document_says_so() {
    let fault = unpacked::<Buffer>(&[0xd4, 1, 1]).unwrap_err();
    assert!(fault.contains("Buffer"), "{fault}");
    assert_eq!(unpacked::<Buffer>(&[5]), Ok(Buffer(5)));
    assert!(unpacked::<Window>(&[5]).is_err());
    assert!(
        unpacked::<Buffer>(&[0xd5, 0, 1, 1]).is_err(),
        "one value too many"
    );
}

#[test]
fn payloads_are_values_bytes_and_moments() {
    let mark = Mark(MarkPayload {
        row: 1,
        column: None,
    });
    let inside = [&[0x81][..], &text("row"), &[1]].concat();
    let bytes = [&[0xc7, 6, 5][..], &inside].concat();
    is_both(&mark, &bytes, &json!({ "row": 1 }));
    let list = [&[0xc7, 10, 6, 0x91][..], &bytes].concat();
    is_both(&Marks(vec![mark]), &list, &json!([{ "row": 1 }]));
    let blob = Blob(Bytes::from(vec![0, 255]));
    is_both(&blob, &[0xd5, 7, 0, 255], &json!("AP8="));
    let moment = Moment("1970-01-01T00:00:01Z".parse().unwrap());
    is_both(
        &moment,
        &[0xd6, 0xff, 0, 0, 0, 1],
        &json!("1970-01-01T00:00:01Z"),
    );
}

#[test]
fn a_union_tells_by_the_extension_what_json_does_not() {
    let read = |bytes: &[u8]| unpacked::<Target>(bytes).unwrap();
    assert!(matches!(read(&[0xd4, 0, 1]), Target::Buffer(Buffer(1))));
    assert!(matches!(read(&[0xd4, 1, 1]), Target::Window(Window(1))));
    assert!(matches!(read(&[0xc4, 1, 7]), Target::Bytes(bytes) if bytes.0 == [7]));
    assert!(matches!(read(&[0xc3]), Target::Boolean(true)));
    assert!(unpacked::<Target>(&[0xd4, 2, 1]).is_err());
    assert_eq!(packed(&Target::from(Window(2))), [0xd4, 1, 2]);
}

#[test]
fn members_hold_what_json_cannot() {
    let members = [
        (text("taken"), vec![0xd6, 0xff, 0, 0, 0, 1]),
        (text("lines"), vec![0x91, 0xa1, 0xff]),
        (text("best"), vec![0xc0]),
        (text("any"), vec![0x81, 1, 0xd4, 3, 4]),
        (text("image"), vec![0xc4, 2, 1, 2]),
        (text("more"), vec![0xc4, 1, 9]),
    ];
    let mut bytes = vec![0x80 | u8::try_from(members.len()).unwrap()];
    bytes.extend(
        members
            .into_iter()
            .flat_map(|(name, value)| [name, value].concat()),
    );
    let read: Snapshot = unpacked(&bytes).unwrap();
    assert_eq!(read.lines, [RpcStr::from(vec![0xff])]);
    assert!(matches!(read.best, Some(None)));
    let key = Value::from(1);
    assert_eq!(
        read.any,
        Some(Value::Map(vec![(key, Value::Ext(3, vec![4]))]))
    );
    assert_eq!(read.image, Some(Bytes::from(vec![1, 2])));
    assert_eq!(read.extra["more"], Value::Bin(vec![9]));
    let again: Snapshot = unpacked(&packed(&read)).unwrap();
    assert_eq!(format!("{again:?}"), format!("{read:?}"));
}
