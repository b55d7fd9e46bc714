//! Numbers: as wide as the document says, every digit kept, and floats as they were.

use callwright::Integer;
use callwright_tests::cases::exact_numbers;
use callwright_tests::cases::numbers::Numbers;
use callwright_tests::cases::numbers::types::{Totals, TotalsEither};
use serde_json::{Value, json};

use super::Scripted;

const BIG: &str = "115792089237316195423570985008687907853269984665640564039457584007913129639935";

/// Values as text: a tree has no room for them.
fn totals(sum: &str) -> String {
    format!(
        r#"{{"debt":-{BIG},"either":{BIG},"parts":[-1,{BIG}],"port":80,"ratio":0.1,"sum":{sum},"other":{BIG}}}"#
    )
}

#[test]
fn every_digit_comes_and_goes() {
    let text = totals(BIG);
    let read: Totals = serde_json::from_str(&text).unwrap();
    assert_eq!(read.sum.as_str(), BIG);
    assert_eq!(read.extra["other"], BIG.parse::<Integer>().unwrap());
    assert!(matches!(&read.either, Some(TotalsEither::Integer(either)) if *either == read.sum));
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
}

#[tokio::test]
async fn arguments_are_any_integers() {
    let script = Scripted::new([Value::Null, Value::Null]);
    let client = Numbers::with_connection(script.clone());
    let _ = client.sum(7_u64).small(255).await;
    let _ = client.sum(BIG.parse::<Integer>().unwrap()).await;
    assert_eq!(
        script.asked(),
        ["sum [7,255]".to_owned(), format!("sum [{BIG}]")]
    );
}

#[test]
fn floats_are_read_exactly() {
    for text in [
        "0.1",
        "5e-324",
        "1.7976931348623157e308",
        "123456789.12345679",
        "2.2250738585072011e-308",
    ] {
        let read: f64 = serde_json::from_str(text).unwrap();
        assert_eq!(read, text.parse::<f64>().unwrap(), "{text}");
    }
}

#[tokio::test]
async fn an_integer_may_be_written_with_a_point() {
    let script = Scripted::new([json!({
        "sum": 2.0, "parts": [3.0], "port": 80.0, "ratio": 1, "plain": 1e3
    })]);
    let client = Numbers::with_connection(script);
    let read = client.sum(1_u8).await.unwrap();
    assert_eq!(
        (read.sum, read.port, read.plain),
        (Integer::from(2), 80, Some(1000))
    );
}

#[test]
fn exact_integers_lie_between_their_bounds() {
    let read = |port: i64, cold: i64| {
        let value = json!({ "port": port, "cold": cold, "big": 1, "byte": 255, "share": 0.5 });
        serde_json::from_value::<exact_numbers::types::Weather>(value)
    };
    let weather = read(80, -5).unwrap();
    assert_eq!((weather.port.get(), weather.cold.get()), (80, -5));
    let error = read(0, -5).unwrap_err().to_string();
    assert_eq!(error, "`WeatherPort` is from 1 to 65535, which 0 is not");
    assert!(read(80, 0).is_err());
    assert!(exact_numbers::types::WeatherPort::try_from(0).is_err());
}
