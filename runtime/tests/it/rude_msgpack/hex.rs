//! Bytes as text: takes hexadecimal with a place for an id, gives bytes, and the other way round.

/// As bytes. `ID` stands for those of `id`, `ID:cf` for its number behind that marker, `78*200000` for as many of them.
pub fn bytes(text: &str, id: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for word in text.split_whitespace() {
        match word.split_once('*') {
            Some((byte, count)) => {
                let repeated: Vec<_> = digits(byte).collect();
                bytes.extend(repeated.repeat(count.parse().unwrap()));
            }
            None if word == "ID" => bytes.extend(id),
            None if word.starts_with("ID:") => bytes.extend(wide(id, &word[3..])),
            None => bytes.extend(digits(word)),
        }
    }
    bytes
}

/// The number of an id behind another marker.
fn wide(mut id: &[u8], marker: &str) -> Vec<u8> {
    let number = rmpv::decode::read_value(&mut id).unwrap().as_u64().unwrap();
    let number = match marker {
        "ca" => (number as f32).to_be_bytes().to_vec(),
        "cb" => (number as f64).to_be_bytes().to_vec(),
        "cd" | "d1" => (number as u16).to_be_bytes().to_vec(),
        "ce" | "d2" => (number as u32).to_be_bytes().to_vec(),
        "cf" | "d3" => number.to_be_bytes().to_vec(),
        _ => panic!("no marker of a number: {marker}"),
    };
    digits(marker).chain(number).collect()
}

fn digits(word: &str) -> impl Iterator<Item = u8> {
    assert_eq!(word.len() % 2, 0, "{word}");
    (0..word.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&word[at..at + 2], 16).unwrap())
}

/// A message as text: in hexadecimal where it is short, else its values.
pub fn shown(message: &[u8]) -> String {
    const MOST: usize = 48;
    match rmpv::decode::read_value(&mut &message[..]) {
        Ok(value) if message.len() > MOST => value.to_string(),
        _ => {
            let bytes: Vec<_> = message.iter().map(|byte| format!("{byte:02x}")).collect();
            bytes.join(" ")
        }
    }
}
