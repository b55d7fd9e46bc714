//! What of a codec is compiled into this program, by the symbols in its file.

/// How symbols name what the codec for MessagePack compiles for each type, behind its module, in both ways in which
/// compilers write paths.
const PARTS: [&str; 4] = [
    "..decode..Decoder",
    "6decode7Decoder",
    "..encode..Encoder",
    "6encode7Encoder",
];

/// How many there are.
pub fn of_messagepack() -> usize {
    let program = std::fs::read(std::env::current_exe().unwrap()).unwrap();
    let text = String::from_utf8_lossy(&program);
    // Backwards, since this text is in the program too.
    let room: String = "kcapgsm".chars().rev().collect();
    let rests = text.split(&room).skip(1);
    rests
        .filter(|rest| PARTS.iter().any(|part| rest.starts_with(part)))
        .count()
}
