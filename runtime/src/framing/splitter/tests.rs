//! Streams cut at every byte give the pieces that they give whole.
use super::*;

/// The messages of the streams below, in their order.
const MESSAGES: [&str; 6] = [
    r#"{"jsonrpc":"2.0","id":1,"result":"ä€😀 \"}{][\\"}"#,
    r#"[{"id":2,"result":[[],{},null]},{"id":3,"error":{"code":-1,"message":"{"}}]"#,
    "{}",
    r#"{"text":"Content-Length: 5\r\n\r\n{}"}"#,
    r#"{"jsonrpc":"2.0","method":"tick","params":["\u0000","\\"]}"#,
    r#"{"id":7,"result":" "}"#,
];

/// What is told of a piece.
fn shown(piece: Piece) -> String {
    match piece {
        Piece::Frame(frame) => String::from_utf8_lossy(&frame).into_owned(),
        Piece::TooLong(long) => format!(
            "{} of {}, {}",
            String::from_utf8_lossy(&long.head),
            long.length,
            String::from_utf8_lossy(&long.tail)
        ),
        Piece::Noise(noise) => format!("noise {}", String::from_utf8_lossy(&noise).trim_end()),
    }
}

fn pieces<'a>(
    framing: Option<Framing>,
    limit: usize,
    chunks: impl IntoIterator<Item = &'a [u8]>,
) -> Vec<String> {
    let mut splitter = Splitter::new(framing, limit, false);
    let mut pieces = Vec::new();
    for chunk in chunks {
        splitter.buffer().extend_from_slice(chunk);
        pieces.extend(std::iter::from_fn(|| splitter.next()).map(shown));
        let held = splitter.buffer().len();
        assert!(
            held <= limit.max(super::super::scan::LONGEST_LINE) + 2 * TooLong::KEPT,
            "{held} bytes are held"
        );
    }
    pieces.extend(splitter.finish().ok().map(shown));
    pieces
}

/// The pieces of a stream, which must be the same wherever it is cut: once at each byte, at each
/// two bytes that lie at most nine apart, and into single bytes.
fn cut_everywhere(framing: Option<Framing>, limit: usize, stream: &[u8]) -> Vec<String> {
    let whole = pieces(framing, limit, [stream]);
    let single = pieces(framing, limit, stream.chunks(1));
    assert_eq!(single, whole, "in single bytes");
    for cut in 0..=stream.len() {
        for length in 0..9.min(stream.len() - cut) {
            let (head, rest) = stream.split_at(cut);
            let (middle, tail) = rest.split_at(length);
            assert_eq!(
                pieces(framing, limit, [head, middle, tail]),
                whole,
                "cut at {cut} and {length} on"
            );
        }
    }
    whole
}

fn by_lines(end: &str) -> String {
    MESSAGES.map(|message| format!("{message}{end}")).concat()
}

fn by_length() -> String {
    let framed = |message: &str| format!("Content-Length: {}\r\n\r\n{message}", message.len());
    MESSAGES.map(framed).concat()
}

#[test]
fn lines_come_out_however_they_are_cut() {
    for end in ["\n", "\r\n", "\n\n", " \r\n\r\n"] {
        let stream = by_lines(end);
        for framing in [None, Some(Framing::Lines), Some(Framing::Values)] {
            assert_eq!(
                cut_everywhere(framing, 1 << 20, stream.as_bytes()),
                MESSAGES,
                "{framing:?}"
            );
        }
    }
    let stream = by_lines("\n");
    assert_eq!(
        cut_everywhere(None, 1 << 20, stream.trim_end().as_bytes()),
        MESSAGES
    );
}

#[test]
fn values_come_out_however_they_are_cut() {
    for between in ["", "  ", "\u{1e}", "\u{feff}"] {
        let stream = by_lines(between);
        for framing in [None, Some(Framing::Values)] {
            assert_eq!(
                cut_everywhere(framing, 1 << 20, stream.as_bytes()),
                MESSAGES,
                "{framing:?}"
            );
        }
    }
    let pretty = "{\n  \"id\": 1,\n  \"result\": [\n    {}\n  ]\n}";
    let stream = format!("{pretty}\n{pretty}{pretty}");
    for framing in [None, Some(Framing::Values)] {
        assert_eq!(
            cut_everywhere(framing, 1 << 20, stream.as_bytes()),
            [pretty; 3]
        );
    }
}

#[test]
fn counted_messages_come_out_however_they_are_cut() {
    let stream = by_length();
    for framing in [None, Some(Framing::ContentLength)] {
        assert_eq!(
            cut_everywhere(framing, 1 << 20, stream.as_bytes()),
            MESSAGES,
            "{framing:?}"
        );
        assert_eq!(
            cut_everywhere(framing, 1 << 20, format!("\u{feff}\r\n{stream}").as_bytes()),
            MESSAGES
        );
    }
}

#[test]
fn noise_costs_no_message() {
    let [one, two, ..] = MESSAGES;
    let noise = "noise log: starting";
    let lines = format!("log: starting\n{one}\n\u{feff}\n{two}\r\n");
    assert_eq!(
        cut_everywhere(None, 1 << 20, lines.as_bytes()),
        [noise, one, two]
    );
    let values = format!("{one}log: starting{two}");
    assert_eq!(
        cut_everywhere(Some(Framing::Values), 1 << 20, values.as_bytes()),
        [one, noise, two]
    );
    let counted = format!("log: starting{}", by_length());
    let counted = cut_everywhere(Some(Framing::ContentLength), 1 << 20, counted.as_bytes());
    assert_eq!(
        (counted[0].as_str(), &counted[1..]),
        (noise, &MESSAGES.map(str::to_owned)[..])
    );
    let broken = b"{\"id\":1,\"result\":\"\xff\n{}\n\xe2\x82\n[]\n";
    assert_eq!(cut_everywhere(None, 1 << 20, broken)[1], "{}");
    assert_eq!(cut_everywhere(None, 1 << 20, broken)[3], "[]");
}

#[test]
fn the_framing_is_told_by_the_first_message() {
    for (stream, framing) in [
        ("{}", None),
        ("{} ", None),
        ("{}\n", Some(Framing::Lines)),
        ("{}\r\n", Some(Framing::Lines)),
        ("{}{", Some(Framing::Values)),
        ("{\n}\n", Some(Framing::Values)),
        ("hello\n\n", None),
        ("hello\n{} \n", Some(Framing::Lines)),
        ("{\"a\":\"\n", Some(Framing::Lines)),
        ("Content-Length: 7\r\n", Some(Framing::ContentLength)),
        ("content-type: x\n", Some(Framing::ContentLength)),
        ("Content-Le", None),
    ] {
        let mut splitter = Splitter::new(None, 100, false);
        splitter.buffer().extend_from_slice(stream.as_bytes());
        while splitter.next().is_some() {}
        assert_eq!(splitter.framing(), framing, "{stream:?}");
    }
}

#[test]
fn long_messages_are_dropped_and_the_next_is_found() {
    let long = format!(r#"{{"id":1,"result":"{}","id":2}}"#, "x".repeat(900));
    for (limit, is_long) in [(long.len() - 2, true), (long.len(), false), (500, true)] {
        let counted = format!(
            "Content-Length: {}\r\n\r\n{long}Content-Length: 2\r\n\r\n[]",
            long.len()
        );
        for (framing, stream) in [
            (Framing::Lines, format!("{long}\r\n[]\n")),
            (Framing::Lines, format!("{long}\n[]\n")),
            (Framing::Values, format!("{long}[]")),
            (Framing::ContentLength, counted),
        ] {
            for framing in [None, Some(framing)] {
                let pieces = cut_everywhere(framing, limit, stream.as_bytes());
                assert_eq!(
                    (pieces.len(), pieces[1].as_str()),
                    (2, "[]"),
                    "{framing:?} {limit}"
                );
                let told = format!(
                    "{} of {}, {}",
                    &long[..TooLong::KEPT],
                    long.len(),
                    &long[long.len() - TooLong::KEPT..]
                );
                assert_eq!(pieces[0], if is_long { told } else { long.clone() });
            }
        }
    }
}
