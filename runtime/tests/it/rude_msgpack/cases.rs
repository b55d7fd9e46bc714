//! All rows, by who speaks.
mod answers;
mod asked;
mod ill_formed;
mod sent;

use super::case::Case;

/// The tables and their rows.
pub fn all() -> Vec<(&'static str, Vec<Case>)> {
    vec![
        ("What is sent", sent::cases()),
        ("Answers", answers::cases()),
        ("What the peer asks and says", asked::cases()),
        ("What is no message", ill_formed::cases()),
    ]
}
