//! Moments: takes the payloads of MessagePack's own extension, and text as RFC 3339 has it.
use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};

use super::Error;

/// A moment: seconds since 1970 without leap seconds, and nanoseconds.
///
/// The type code of MessagePack's own extension for it is -1. In JSON it is text, `2024-02-29T12:00:00.5Z`, in which it
/// reads any offset and years from -9999 to 9999 only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp {
    /// Seconds since the beginning of 1970 in UTC.
    pub seconds: i64,
    /// Nanoseconds after that, below 1,000,000,000.
    pub nanoseconds: u32,
}

/// Seconds of 34 bits, as the payload of 64 bits has them.
const SHORT: i64 = 1 << 34;

impl Timestamp {
    /// The shortest of the three payloads.
    pub(super) fn to_payload(self) -> Vec<u8> {
        let Self {
            seconds,
            nanoseconds,
        } = self;
        match (u32::try_from(seconds), u64::try_from(seconds)) {
            (Ok(seconds), _) if nanoseconds == 0 => seconds.to_be_bytes().to_vec(),
            (_, Ok(short)) if seconds < SHORT => (u64::from(nanoseconds) << 34 | short)
                .to_be_bytes()
                .to_vec(),
            _ => [&nanoseconds.to_be_bytes()[..], &seconds.to_be_bytes()].concat(),
        }
    }

    pub(super) fn of_payload(payload: &[u8]) -> Result<Self, Error> {
        let moment = if let Ok(seconds) = payload.try_into().map(u32::from_be_bytes) {
            (i64::from(seconds), 0)
        } else if let Ok(both) = payload.try_into().map(u64::from_be_bytes) {
            let (seconds, nanoseconds) = (both & ((1 << 34) - 1), both >> 34);
            (
                seconds.cast_signed(),
                u32::try_from(nanoseconds).unwrap_or(u32::MAX),
            )
        } else if let (Some(nanoseconds), Ok(seconds)) = (
            payload.first_chunk(),
            payload[payload.len().min(4)..].try_into(),
        ) {
            (
                i64::from_be_bytes(seconds),
                u32::from_be_bytes(*nanoseconds),
            )
        } else {
            let length = payload.len();
            return Err(Error::new(format_args!("no timestamp has {length} bytes")));
        };
        match moment {
            (seconds, nanoseconds @ 0..1_000_000_000) => Ok(Self {
                seconds,
                nanoseconds,
            }),
            _ => Err(Error::new(
                "a timestamp has less than a second of nanoseconds",
            )),
        }
    }

    fn to_jiff(self) -> Result<jiff::Timestamp, jiff::Error> {
        // Never above a second, whoever made it.
        let nanoseconds = self.nanoseconds.min(999_999_999).cast_signed();
        jiff::Timestamp::new(self.seconds, nanoseconds)
    }

    fn of_jiff(moment: jiff::Timestamp) -> Self {
        // jiff's fraction is negative before 1970.
        let nanoseconds = moment.as_nanosecond();
        let fraction = nanoseconds.rem_euclid(1_000_000_000);
        Self {
            seconds: i64::try_from(nanoseconds.div_euclid(1_000_000_000)).unwrap_or(i64::MAX),
            nanoseconds: u32::try_from(fraction).unwrap_or(0),
        }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_jiff() {
            Ok(moment) => moment.fmt(f),
            Err(_) => write!(f, "{}.{:09} s since 1970", self.seconds, self.nanoseconds),
        }
    }
}

impl FromStr for Timestamp {
    type Err = crate::TextError;

    fn from_str(text: &str) -> Result<Self, crate::TextError> {
        let moment: Result<jiff::Timestamp, _> = text.parse();
        let moment =
            moment.map_err(|_| crate::TextError::of(text, "is no moment as RFC 3339 has it"));
        moment.map(Self::of_jiff)
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let earliest = jiff::Timestamp::MIN;
        Self::of_jiff(jiff::Timestamp::try_from(time).unwrap_or(earliest))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.to_jiff() {
            Ok(moment) => serializer.collect_str(&moment),
            Err(error) => Err(S::Error::custom(error)),
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = crate::choice::text(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}
