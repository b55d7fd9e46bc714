//! The parts of a message: takes plain values and lengths, puts their shortest forms behind the bytes.
use std::fmt::Debug;

use rmp::encode;

use super::Error;

/// What no message has room for: lengths are numbers of 32 bits.
fn length(length: usize) -> Result<u32, Error> {
    u32::try_from(length).map_err(|_| Error::new("longer than MessagePack allows"))
}

fn written<T, E: Debug>(result: Result<T, E>) {
    result.expect("a Vec takes every write");
}

pub(crate) fn nil(out: &mut Vec<u8>) {
    written(encode::write_nil(out));
}

pub(crate) fn bool(value: bool, out: &mut Vec<u8>) {
    written(encode::write_bool(out, value));
}

pub(crate) fn unsigned(number: u64, out: &mut Vec<u8>) {
    written(encode::write_uint(out, number));
}

pub(crate) fn signed(number: i64, out: &mut Vec<u8>) {
    written(encode::write_sint(out, number));
}

/// An integer. MessagePack has 64 bits for it; a longer one is the text of its digits.
pub(crate) fn integer(number: i128, out: &mut Vec<u8>) -> Result<(), Error> {
    digits(&number.to_string(), out)
}

/// The integer of these decimal digits, whatever their number.
pub(crate) fn digits(digits: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    match (digits.parse(), digits.parse()) {
        (Ok(number), _) => unsigned(number, out),
        (_, Ok(number)) => signed(number, out),
        _ => str(digits.as_bytes(), out)?,
    }
    Ok(())
}

pub(crate) fn float(number: f64, out: &mut Vec<u8>) {
    written(encode::write_f64(out, number));
}

pub(crate) fn short_float(number: f32, out: &mut Vec<u8>) {
    written(encode::write_f32(out, number));
}

/// Text, which need not be UTF-8.
pub(crate) fn str(text: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    written(encode::write_str_len(out, length(text.len())?));
    out.extend_from_slice(text);
    Ok(())
}

pub(crate) fn bin(bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    written(encode::write_bin_len(out, length(bytes.len())?));
    out.extend_from_slice(bytes);
    Ok(())
}

pub(crate) fn ext(code: i8, payload: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    written(encode::write_ext_meta(out, length(payload.len())?, code));
    out.extend_from_slice(payload);
    Ok(())
}

/// The head of an array with so many values.
pub(crate) fn array(values: usize, out: &mut Vec<u8>) -> Result<(), Error> {
    written(encode::write_array_len(out, length(values)?));
    Ok(())
}

/// The head of a map with so many entries.
pub(crate) fn map(entries: usize, out: &mut Vec<u8>) -> Result<(), Error> {
    written(encode::write_map_len(out, length(entries)?));
    Ok(())
}
