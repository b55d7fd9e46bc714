//! The beginning of a value: takes bytes, gives its kind, how long it is, and how many values stand inside.
use rmp::Marker;

/// What a value is. Of strings, binary data and extensions the body follows the head; of containers, the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Nil,
    Bool(bool),
    Unsigned(u64),
    /// An integer below zero.
    Negative(i64),
    Float(f64),
    Str,
    Bin,
    /// With this type code.
    Ext(i8),
    Array,
    Map,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Head {
    pub(crate) kind: Kind,
    /// Bytes of the marker and of what belongs to it: a number, a length, a type code.
    pub(crate) length: usize,
    /// Bytes that follow.
    pub(crate) body: u64,
    /// Values that follow; an entry of a map is two.
    pub(crate) values: u64,
}

/// Why no value begins here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoHead {
    /// More bytes belong to it.
    Short,
    /// `c1`, which means nothing.
    Reserved,
}

impl Head {
    #[inline]
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, NoHead> {
        let (marker, rest) = bytes.split_first().ok_or(NoHead::Short)?;
        Ok(match Marker::from_u8(*marker) {
            Marker::FixPos(number) => Self::plain(Kind::Unsigned(number.into())),
            Marker::FixNeg(number) => Self::plain(Kind::Negative(number.into())),
            Marker::Null => Self::plain(Kind::Nil),
            Marker::False => Self::plain(Kind::Bool(false)),
            Marker::True => Self::plain(Kind::Bool(true)),
            Marker::Reserved => return Err(NoHead::Reserved),
            Marker::U8 => Self::number::<1>(rest, |b| Kind::Unsigned(b[0].into()))?,
            Marker::U16 => Self::number(rest, |b| Kind::Unsigned(u16::from_be_bytes(b).into()))?,
            Marker::U32 => Self::number(rest, |b| Kind::Unsigned(u32::from_be_bytes(b).into()))?,
            Marker::U64 => Self::number(rest, |b| Kind::Unsigned(u64::from_be_bytes(b)))?,
            Marker::I8 => Self::number(rest, |b| signed(i8::from_be_bytes(b).into()))?,
            Marker::I16 => Self::number(rest, |b| signed(i16::from_be_bytes(b).into()))?,
            Marker::I32 => Self::number(rest, |b| signed(i32::from_be_bytes(b).into()))?,
            Marker::I64 => Self::number(rest, |b| signed(i64::from_be_bytes(b)))?,
            Marker::F32 => Self::number(rest, |b| Kind::Float(f32::from_be_bytes(b).into()))?,
            Marker::F64 => Self::number(rest, |b| Kind::Float(f64::from_be_bytes(b)))?,
            Marker::FixStr(length) => Self::plain(Kind::Str).with_body(length.into()),
            Marker::Str8 => Self::sized::<1>(Kind::Str, rest)?,
            Marker::Str16 => Self::sized::<2>(Kind::Str, rest)?,
            Marker::Str32 => Self::sized::<4>(Kind::Str, rest)?,
            Marker::Bin8 => Self::sized::<1>(Kind::Bin, rest)?,
            Marker::Bin16 => Self::sized::<2>(Kind::Bin, rest)?,
            Marker::Bin32 => Self::sized::<4>(Kind::Bin, rest)?,
            Marker::FixExt1 => Self::extension(0, rest)?.with_body(1),
            Marker::FixExt2 => Self::extension(0, rest)?.with_body(2),
            Marker::FixExt4 => Self::extension(0, rest)?.with_body(4),
            Marker::FixExt8 => Self::extension(0, rest)?.with_body(8),
            Marker::FixExt16 => Self::extension(0, rest)?.with_body(16),
            Marker::Ext8 => Self::extension(1, rest)?.with_body(length::<1>(rest)?),
            Marker::Ext16 => Self::extension(2, rest)?.with_body(length::<2>(rest)?),
            Marker::Ext32 => Self::extension(4, rest)?.with_body(length::<4>(rest)?),
            Marker::FixArray(count) => Self::plain(Kind::Array).with_values(count.into()),
            Marker::Array16 => Self::counted::<2>(Kind::Array, rest, 1)?,
            Marker::Array32 => Self::counted::<4>(Kind::Array, rest, 1)?,
            Marker::FixMap(count) => Self::plain(Kind::Map).with_values(u64::from(count) * 2),
            Marker::Map16 => Self::counted::<2>(Kind::Map, rest, 2)?,
            Marker::Map32 => Self::counted::<4>(Kind::Map, rest, 2)?,
        })
    }

    fn plain(kind: Kind) -> Self {
        Self {
            kind,
            length: 1,
            body: 0,
            values: 0,
        }
    }

    fn with_body(self, body: u64) -> Self {
        Self { body, ..self }
    }

    fn with_values(self, values: u64) -> Self {
        Self { values, ..self }
    }

    fn with_length(self, length: usize) -> Self {
        Self { length, ..self }
    }

    fn number<const N: usize>(rest: &[u8], kind: fn([u8; N]) -> Kind) -> Result<Self, NoHead> {
        let bytes = rest.first_chunk::<N>().ok_or(NoHead::Short)?;
        Ok(Self::plain(kind(*bytes)).with_length(1 + N))
    }

    fn sized<const N: usize>(kind: Kind, rest: &[u8]) -> Result<Self, NoHead> {
        let body = length::<N>(rest)?;
        Ok(Self::plain(kind).with_length(1 + N).with_body(body))
    }

    fn counted<const N: usize>(kind: Kind, rest: &[u8], each: u64) -> Result<Self, NoHead> {
        let values = length::<N>(rest)? * each;
        Ok(Self::plain(kind).with_length(1 + N).with_values(values))
    }

    /// The type code stands behind `skipped` bytes of length.
    fn extension(skipped: usize, rest: &[u8]) -> Result<Self, NoHead> {
        let code = rest.get(skipped).ok_or(NoHead::Short)?.cast_signed();
        Ok(Self::plain(Kind::Ext(code)).with_length(2 + skipped))
    }
}

fn length<const N: usize>(rest: &[u8]) -> Result<u64, NoHead> {
    let bytes = rest.first_chunk::<N>().ok_or(NoHead::Short)?;
    Ok(bytes
        .iter()
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}

fn signed(number: i64) -> Kind {
    match u64::try_from(number) {
        Ok(number) => Kind::Unsigned(number),
        Err(_) => Kind::Negative(number),
    }
}
