//! Patterns as they are met, and their classes.

use std::time::{Duration, Instant};

use super::*;

fn pattern(source: &str) -> Pattern {
    match read(source).0 {
        Meaning::Pattern(pattern) => pattern,
        Meaning::Choice(values) => panic!("{source} is {values:?}"),
    }
}

/// `hex 0x 1..64 lower number`, with `~` before what the class does not say exactly.
fn class(source: &str) -> String {
    let pattern = pattern(source);
    let (kind, digits) = match &pattern.class {
        Class::Hex(digits) => ("hex", Some(digits)),
        Class::Decimal(digits) => ("decimal", Some(digits)),
        Class::Fraction => ("fraction", None),
        Class::Other => ("other", None),
    };
    let mut words = vec![if pattern.is_exact { "" } else { "~" }.to_owned() + kind];
    if let Some(digits) = digits {
        words.push(digits.prefix.clone());
        let max = digits.max.map(|max| max.to_string()).unwrap_or_default();
        words.push(format!("{}..{max}", digits.min));
        for (is, word) in [
            (digits.alphabet == Alphabet::LowerHex, "lower"),
            (digits.alphabet == Alphabet::UpperHex, "upper"),
            (digits.is_number, "number"),
            (digits.is_even, "even"),
            (digits.signed, "signed"),
        ] {
            words.extend(is.then(|| word.to_owned()));
        }
    }
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

#[test]
fn hexadecimal_is_recognised_however_it_is_written() {
    for (source, expected) in [
        ("^0x(0|[1-9a-f][0-9a-f]*)$", "hex 0x 1.. lower number"),
        ("^0x([1-9a-f]+[0-9a-f]*|0)$", "hex 0x 1.. lower number"),
        (
            "^0x(0|[1-9a-f][0-9a-f]{0,15})$",
            "hex 0x 1..16 lower number",
        ),
        (
            "^0x(0|[a-fA-F1-9]{1}[a-fA-F0-9]{0,62})$",
            "hex 0x 1..63 number",
        ),
        (
            "^0x([1-9a-f]+[0-9a-f]{0,15})|0$",
            "~hex 0x 1.. lower number",
        ),
        ("^0x(0|[0-7]{1}[a-fA-F0-9]{0,62}$)", "~hex 0x 1..63 number"),
        ("^0[xX]([1-9A-Fa-f]+[0-9A-Fa-f]*|0)$", "~hex 0x 1.. number"),
        ("^0x[0-9a-f]{64}$", "hex 0x 64..64 lower"),
        ("^0x[a-fA-F\\d]{40}$", "hex 0x 40..40"),
        ("^0x([A-Fa-f0-9]{64})$", "hex 0x 64..64"),
        ("^0x[0-9A-F]+$", "hex 0x 1.. upper"),
        ("^0x[0-9a-f]*$", "hex 0x 0.. lower"),
        ("^0x([0-9a-f]{2})*$", "hex 0x 0.. lower even"),
        ("^0x([0-9a-f][0-9a-f]){0,32}$", "hex 0x 0..64 lower even"),
        ("^0x([0-9a-fA-F]?){1,2}$", "hex 0x 0..2"),
        ("^0x[0-9,a-f,A-F]{40}$", "~hex 0x 40..40"),
        ("^0x(0[0-8]{1}[a-fA-F0-9]{62}$)", "~hex 0x 64..64"),
        ("^sha256:[a-f0-9]{64}$", "hex sha256: 64..64 lower"),
        ("^[a-f\\d]{64}$", "hex 64..64 lower"),
        ("^0x[0-1]$", "~hex 0x 1..1 lower"),
    ] {
        assert_eq!(class(source), expected, "{source}");
    }
}

#[test]
fn decimal_numbers_are_recognised() {
    for (source, expected) in [
        ("^(0|[1-9][0-9]*)$", "decimal 1.. number"),
        ("^-?(0|[1-9]\\d*)$", "decimal 1.. number signed"),
        ("^\\d{4}$", "decimal 4..4"),
        ("^[0-9]+$", "decimal 1.."),
        ("^[1-9][0-9]*$", "~decimal 1.."),
        ("^[+-]?([0-9]*[.])?[0-9]+$", "~fraction"),
        ("^-?[0-9]+(\\.[0-9]{1,18})?$", "~fraction"),
    ] {
        assert_eq!(class(source), expected, "{source}");
    }
}

#[test]
fn what_is_no_class_is_left_alone() {
    for source in [
        "^[0-9]+\\.[0-9]+(\\.[0-9]+)?$",
        "^V[0-9]{10}$",
        "^[a-z2-7]+$",
        "0x[0-9a-f]+",
        "^0x[0-9a-f]+",
        "^[^:/]+$",
        "^é+$",
        "ok",
        "",
        "^$|^0x$",
        "^\\b[0-9]+$",
    ] {
        assert_eq!(class(source), "~other", "{source}");
    }
}

#[test]
fn a_pattern_that_lists_its_values_is_a_choice() {
    for (source, expected) in [
        ("^0x2$", &["0x2"][..]),
        ("/^own$/", &["own"]),
        ("^(asc|desc)$", &["asc", "desc"]),
        ("^a$|^b$", &["a", "b"]),
    ] {
        match read(source).0 {
            Meaning::Choice(values) => assert_eq!(values, expected),
            Meaning::Pattern(pattern) => assert!(source == "^a$|^b$", "{pattern:?}"),
        }
    }
}

#[test]
fn one_class_is_one_pattern() {
    assert_eq!(
        pattern("^0x[0-9a-fA-F]{40}$"),
        pattern("^0x[a-fA-F\\d]{40}$")
    );
    assert_ne!(pattern("^0x[0-9a-f]{40}$"), pattern("^0x[a-fA-F\\d]{40}$"));
    assert_ne!(pattern("a"), pattern("b"));
}

#[test]
fn faults_are_told_apart_and_take_no_time() {
    let started = Instant::now();
    assert_eq!(read("^(a{1000}){1000}$").1, Some(Fault::Size));
    assert_eq!(read("^[0-9a-g]{1000000}$").1, Some(Fault::Size));
    assert_eq!(read("^0x[0-9a-f]{1000000}$").1, None);
    assert!(matches!(read("^(?!02)a$").1, Some(Fault::Syntax(_))));
    assert!(matches!(
        read(&"(".repeat(10_000)).1,
        Some(Fault::Syntax(_))
    ));
    assert!(
        read(&format!("{}{}", "(".repeat(49), ")".repeat(49)))
            .1
            .is_none()
    );
    assert_eq!(read(&"a".repeat(1 << 22)).1, Some(Fault::Size));
    assert_eq!(read("^0x[0-9a-f]{64}$").1, None);
    assert!(started.elapsed() < Duration::from_secs(60));
}
