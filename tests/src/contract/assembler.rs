//! Turns the assembly of the contract into bytes: opcodes, pushed numbers, `$values` and `@labels`.

use std::collections::BTreeMap;

/// The opcodes in use.
const OPCODES: [(&str, u8); 18] = [
    ("STOP", 0x00),
    ("EQ", 0x14),
    ("SHL", 0x1b),
    ("SHR", 0x1c),
    ("CALLDATALOAD", 0x35),
    ("CODECOPY", 0x39),
    ("MSTORE", 0x52),
    ("SLOAD", 0x54),
    ("SSTORE", 0x55),
    ("JUMPI", 0x57),
    ("JUMPDEST", 0x5b),
    ("PUSH1", 0x60),
    ("PUSH4", 0x63),
    ("PUSH32", 0x7f),
    ("DUP1", 0x80),
    ("LOG1", 0xa1),
    ("RETURN", 0xf3),
    ("REVERT", 0xfd),
];

/// The code of `source`; `values` are what its `$names` stand for. Wrong assembly panics: it is part of the tests.
pub(super) fn assemble(source: &str, values: &[(&str, &[u8])]) -> Vec<u8> {
    let mut code = Vec::new();
    let mut labels = BTreeMap::new();
    let mut jumps = Vec::new();
    for line in source.lines() {
        let mut words = line
            .split(';')
            .next()
            .unwrap_or_default()
            .split_whitespace();
        let Some(word) = words.next() else { continue };
        if let Some(label) = word.strip_prefix('@') {
            labels.insert(label.trim_end_matches(':'), code.len());
            code.push(opcode("JUMPDEST"));
            continue;
        }
        code.push(opcode(word));
        let size: usize = word
            .strip_prefix("PUSH")
            .map_or(0, |size| size.parse().expect("a size"));
        let operand = words.next().unwrap_or_default();
        let bytes = match operand.split_at_checked(1) {
            Some(("$", name)) => {
                let value = values.iter().find(|(known, _)| *known == name);
                value.expect("a known value").1.to_vec()
            }
            // The place of a label is known at the end only.
            Some(("@", label)) => {
                jumps.push((code.len(), label));
                vec![0]
            }
            Some(_) => vec![number(operand)],
            None => Vec::new(),
        };
        assert_eq!(bytes.len(), size, "{line}");
        code.extend(bytes);
    }
    for (place, label) in jumps {
        code[place] = u8::try_from(labels[label]).expect("the code is shorter than 256 bytes");
    }
    code
}

fn opcode(name: &str) -> u8 {
    let found = OPCODES.iter().find(|(known, _)| *known == name);
    found.expect("a known opcode").1
}

fn number(text: &str) -> u8 {
    match text.strip_prefix("0x") {
        Some(digits) => u8::from_str_radix(digits, 16),
        None => text.parse(),
    }
    .expect("a number below 256")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assembles_values_and_labels() {
        let source =
            "; a note\n PUSH1 @end ; far\n PUSH4 $word\n PUSH1 0x10\n@end: ; here\n STOP\n";
        let code = assemble(source, &[("word", &[1, 2, 3, 4])]);
        assert_eq!(code, [0x60, 9, 0x63, 1, 2, 3, 4, 0x60, 0x10, 0x5b, 0x00]);
    }
}
