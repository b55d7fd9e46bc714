//! Texts of every class, as generated code declares them.
#![allow(dead_code, unreachable_pub)]

use std::time::{Duration, Instant};

use super::TextError;

macro_rules! texts {
    ($($name:ident $mode:ident $abilities:tt $rule:expr;)*) => {$(
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        struct $name(String);
        crate::__text!($name $mode $abilities $rule);
    )*};
}
texts! {
    Quantity open [checked, hex u64 u128] Rule::new("^0x(0|[1-9a-f][0-9a-f]*)$").lower_hex("0x", 1, usize::MAX).number();
    Address open [checked, bytes] Rule::new("^0x[0-9a-fA-F]{40}$").hex("0x", 40, 40);
    Data exact [bytes] Rule::new("^0x([0-9a-f]{2})*$").lower_hex("0x", 0, usize::MAX).even();
    Digest open [checked, bytes] Rule::new("^sha256:[0-9A-F]{4}$").upper_hex("sha256:", 4, 4);
    Count open [checked, decimal u64] Rule::new("^-?(0|[1-9][0-9]*)$").decimal(1, usize::MAX).number().signed();
    Year open [checked, decimal] Rule::new("^\\d{4}$").decimal(4, 4);
    Share open [fraction] Rule::new("^[+-]?([0-9]*[.])?[0-9]+$");
    Short exact [] Rule::any().lengths(1, 3);
}

fn parse<T: std::str::FromStr<Err = TextError>>(text: &str) -> Result<T, String> {
    text.parse::<T>().map_err(|error| error.to_string())
}

#[test]
fn quantities_are_integers_both_ways() {
    assert_eq!(Quantity::from(21_000_u64), "0x5208");
    assert_eq!(Quantity::from(0_u64), "0x0");
    assert_eq!(u128::try_from(&Quantity::from(u128::MAX)), Ok(u128::MAX));
    let number = |text: &str| u64::try_from(&Quantity::from(text)).map_err(|e| e.to_string());
    assert_eq!(number("0x0010"), Ok(16));
    assert_eq!(
        number("0x10000000000000000").unwrap_err(),
        "`0x10000000000000000` does not fit in u64"
    );
    for bad in ["0x", "", "0x+1", "ten", "-0x1"] {
        assert!(number(bad).is_err(), "{bad}");
    }
}

#[test]
fn open_texts_take_anything_and_say_whether_it_fits() {
    let sloppy = Quantity::from("0x0A");
    assert!(!sloppy.is_valid());
    assert_eq!(
        serde_json::from_str::<Quantity>("\"0x0A\"").unwrap(),
        sloppy
    );
    assert_eq!(serde_json::to_string(&sloppy).unwrap(), "\"0x0A\"");
    let error = parse::<Quantity>("0x0A").unwrap_err();
    let expected = "`Quantity` is text like `^0x(0|[1-9a-f][0-9a-f]*)$`, and `0x0A` is not";
    assert_eq!(error, expected);
    for good in ["0x0", "0x1", "0xa0"] {
        assert!(Quantity::from(good).is_valid(), "{good}");
    }
    for bad in ["0", "0x", "0x00", "0xg", "0X1", "0xA"] {
        assert!(!Quantity::from(bad).is_valid(), "{bad}");
    }
}

#[test]
fn bytes_are_hexadecimal_both_ways() {
    let address = Address::from_bytes([0xAB; 20]).unwrap();
    assert_eq!(address.to_bytes(), Ok(vec![0xAB; 20]));
    assert_eq!(address.as_str(), format!("0x{}", "ab".repeat(20)));
    assert!(Address::from_bytes([0; 19]).is_err());
    assert!(Address::from("0xabc").to_bytes().is_err());
    assert_eq!(Address::from("").to_bytes(), Ok(Vec::new()));
    assert_eq!(Digest::from_bytes([1, 0xFE]).unwrap(), "sha256:01FE");
    assert!(Address::from("0xé").to_bytes().is_err() && Address::from("é").to_bytes().is_err());
}

#[test]
fn exact_texts_are_checked_wherever_they_come_from() {
    assert!(Data::try_from("0x00ff").is_ok() && Data::try_from("0x0".to_owned()).is_err());
    assert!(serde_json::from_str::<Data>("\"0xFF\"").is_err());
    assert_eq!(
        parse::<Short>("").unwrap_err(),
        "`` is shorter than 1 characters, which no `Short` is"
    );
    assert!(parse::<Short>("äöü").is_ok() && parse::<Short>("äöüß").is_err());
}

#[test]
fn decimal_numbers_are_numbers() {
    assert_eq!(i64::try_from(&Count::from("-12")), Ok(-12));
    assert_eq!(
        i128::try_from(&Count::from(i128::MIN.to_string())),
        Ok(i128::MIN)
    );
    assert!(u64::try_from(&Count::from("-12")).is_err());
    assert!(Count::from("-0").is_valid() && !Count::from("007").is_valid());
    assert!(Year::from("2026").is_valid() && !Year::from("٢٠٢٦").is_valid());
    assert_eq!(f64::try_from(&Share::from("+.5")), Ok(0.5));
    assert!(f64::try_from(&Share::from("inf")).is_err());
}

#[cfg(feature = "patterns")]
#[test]
fn patterns_are_matched_in_linear_time() {
    texts! { Evil exact [] Rule::new("^(a+)+$").matched("^(a+)+$"); }
    assert!(parse::<Evil>("aaa").is_ok());
    let started = Instant::now();
    assert!(parse::<Evil>(&format!("{}b", "a".repeat(1 << 20))).is_err());
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn errors_are_short_however_long_the_text_is() {
    let started = Instant::now();
    let long = "f".repeat(10 << 20);
    assert!(parse::<Quantity>(&long).unwrap_err().len() < 500);
    assert!(
        u64::try_from(&Quantity::from(format!("0x{long}")))
            .unwrap_err()
            .to_string()
            .len()
            < 300
    );
    assert!(started.elapsed() < Duration::from_secs(60));
}
