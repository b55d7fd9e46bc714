//! Digits in and out, and what is compared and refused.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::*;

const HUGE: &str = "-340282366920938463463374607431768211457000000000000000000000001";

fn integer(text: &str) -> Integer {
    text.parse().unwrap()
}

#[test]
fn every_digit_is_kept() {
    for text in ["0", "-1", "18446744073709551616", HUGE] {
        let value: Integer = serde_json::from_str(text).unwrap();
        assert_eq!(value.as_str(), text);
        assert_eq!(serde_json::to_string(&value).unwrap(), text);
        assert_eq!(value.to_string(), text);
    }
    let map: BTreeMap<String, Integer> =
        serde_json::from_str(&format!("{{\"a\":{HUGE}}}")).unwrap();
    assert_eq!(
        serde_json::to_string(&map).unwrap(),
        format!("{{\"a\":{HUGE}}}")
    );
}

#[test]
fn a_value_tree_gives_what_it_holds() {
    let read = |value| serde_json::from_value::<Integer>(value).map_err(|e| e.to_string());
    assert_eq!(read(serde_json::json!(7)), Ok(Integer::from(7)));
    assert_eq!(
        read(serde_json::json!(u64::MAX)),
        Ok(Integer::from(u64::MAX))
    );
    assert!(read(serde_json::json!("7")).is_err());
}

#[test]
fn integral_numbers_are_integers_however_they_are_written() {
    for (text, digits) in [
        ("20.0", "20"),
        ("2e1", "20"),
        ("-2.50E+1", "-25"),
        ("1200e-2", "12"),
        ("-0.0", "0"),
        ("0e999999999999999999999", "0"),
        ("1e308", &format!("1{}", "0".repeat(308))),
    ] {
        assert_eq!(number::integral(text), Some(integer(digits)), "{text}");
    }
    for text in [
        "2.5",
        "1e-1",
        "12e-3",
        "1e400",
        "1e99999999999999999999",
        "\"1\"",
        "null",
        "[1]",
    ] {
        assert!(serde_json::from_str::<Integer>(text).is_err(), "{text}");
    }
}

#[test]
fn order_is_that_of_numbers() {
    let ascending = [HUGE, "-10", "-9", "0", "9", "10", "18446744073709551616"].map(integer);
    assert!(ascending.is_sorted());
    assert!(integer("-0007") < integer("+7") && integer("007") == 7_u8);
}

#[test]
fn what_does_not_fit_is_an_error_that_says_so() {
    assert_eq!(u128::try_from(&Integer::from(u128::MAX)), Ok(u128::MAX));
    let error = u64::try_from(integer("-1")).unwrap_err().to_string();
    assert_eq!(error, "`-1` does not fit in u64");
    let error = "12x".parse::<Integer>().unwrap_err().to_string();
    assert_eq!(error, "`12x` is no integer");
    for bad in ["", "-", "+", "--1", "1.0", "0x1", "١"] {
        assert!(bad.parse::<Integer>().is_err(), "{bad}");
    }
}

#[test]
fn ten_megabytes_of_digits_take_linear_time() {
    let text = "9".repeat(10 << 20);
    let started = Instant::now();
    let value: Integer = serde_json::from_str(&text).unwrap();
    let widest = Integer::from(u128::MAX);
    assert!(value > widest);
    assert_eq!(serde_json::to_string(&value).unwrap().len(), text.len());
    let error = u64::try_from(&value).unwrap_err().to_string();
    assert!(error.len() < 400, "{}", error.len());
    assert!(started.elapsed() < Duration::from_secs(60));
}
