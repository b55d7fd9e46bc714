//! Values of MessagePack: takes bytes, gives one value that they choose.

use rmpv::Value;

/// Containers inside each other.
const DEEPEST: usize = 20;

/// The next value; nil where the bytes end.
pub fn value(choices: &mut impl Iterator<Item = u8>, depth: usize) -> Value {
    let mut next = || choices.next().unwrap_or(0);
    let (kind, size) = (next(), next());
    let number = u64::from_be_bytes([kind, size, next(), size, kind, next(), size, next()]);
    let bytes = |length: u8| -> Vec<u8> { (0..length).map(|i| i.wrapping_mul(kind)).collect() };
    match kind % 12 {
        0 => Value::Nil,
        1 => Value::Boolean(size % 2 == 0),
        2 => (number >> (size % 64)).into(),
        3 => (number.cast_signed() >> (size % 64)).into(),
        4 => f64::from_bits(number).into(),
        5 => f32::from_bits(number as u32).into(),
        6 => String::from_utf8_lossy(&bytes(size)).into_owned().into(),
        7 => Value::Binary(bytes(size)),
        8 => Value::Ext(size.cast_signed(), bytes(next() % 40)),
        9 | 10 if depth < DEEPEST => {
            Value::Array((0..size % 20).map(|_| value(choices, depth + 1)).collect())
        }
        _ if depth < DEEPEST => {
            let mut entry = || (value(choices, DEEPEST), value(choices, depth + 1));
            Value::Map((0..size % 20).map(|_| entry()).collect())
        }
        _ => size.into(),
    }
}
