//! A tiny Ethereum contract, assembled from `contract/storage.asm`, so that the tests need no compiler.

mod assembler;

use assembler::assemble;

/// The reason that `fail()` reverts with.
pub const REASON: &str = "out of stock";

/// `keccak256("Stored(uint256)")`: the topic of the event.
pub const STORED: &str = "0xc6d8c0af6d21f291e7c359603aa97e0ed500f04db6e983b9fce75a91c6b8da6b";

// The first four bytes of the keccak256 of each signature; a test asks a node for them.
const STORE: u32 = 0x6057_361d; // store(uint256)
const RETRIEVE: u32 = 0x2e64_cec1; // retrieve()
const FAIL: u32 = 0xa9cc_4718; // fail()
const ERROR: u32 = 0x08c3_79a0; // Error(string), what a revert with a reason returns

/// The `data` of the transaction that creates the contract, as hex.
pub fn creation() -> String {
    let deployed = code();
    let size = u8::try_from(deployed.len()).expect("the code is shorter than 256 bytes");
    let assembled = |start| {
        let values: [(&str, &[u8]); 2] = [("size", &[size]), ("start", &[start])];
        assemble(include_str!("contract/creation.asm"), &values)
    };
    let start = u8::try_from(assembled(0).len()).expect("a few opcodes");
    hex(&[assembled(start), deployed].concat())
}

/// The code that the contract has once it is created, as hex.
pub fn deployed() -> String {
    hex(&code())
}

/// The `data` of a call of `store(number)`, as hex.
pub fn store(number: u64) -> String {
    hex(&[&STORE.to_be_bytes()[..], &word(number)].concat())
}

/// The `data` of a call of `retrieve()`, as hex.
pub fn retrieve() -> String {
    hex(&RETRIEVE.to_be_bytes())
}

/// The `data` of a call of `fail()`, as hex.
pub fn fail() -> String {
    hex(&FAIL.to_be_bytes())
}

/// What `retrieve()` returns, and the data of the event, for `number`, as hex.
pub fn number(number: u64) -> String {
    hex(&word(number))
}

/// What a call of `fail()` returns, as hex: the ABI encoding of `Error("out of stock")`.
pub fn revert_data() -> String {
    let length = word(REASON.len() as u64);
    hex(&[
        &ERROR.to_be_bytes()[..],
        &word(32),
        &length,
        &padded(REASON),
    ]
    .concat())
}

fn code() -> Vec<u8> {
    let values: [(&str, &[u8]); 7] = [
        ("store", &STORE.to_be_bytes()),
        ("retrieve", &RETRIEVE.to_be_bytes()),
        ("fail", &FAIL.to_be_bytes()),
        ("error", &ERROR.to_be_bytes()),
        ("stored", &topic()),
        ("length", &[REASON.len() as u8]),
        ("reason", &padded(REASON)),
    ];
    assemble(include_str!("contract/storage.asm"), &values)
}

/// The bytes of [`STORED`].
fn topic() -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&STORED[at..at + 2], 16).expect("the topic is hex");
    (2..STORED.len()).step_by(2).map(byte).collect()
}

/// A number as the 32 bytes of a word.
fn word(number: u64) -> [u8; 32] {
    let mut word = [0; 32];
    word[24..].copy_from_slice(&number.to_be_bytes());
    word
}

/// A short text as a word, filled up on the right.
fn padded(text: &str) -> [u8; 32] {
    let mut word = [0; 32];
    word[..text.len()].copy_from_slice(text.as_bytes());
    word
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    format!("0x{}", digits.collect::<String>())
}
