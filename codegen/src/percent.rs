//! Takes text as URIs have it and gives what it stands for.

use percent_encoding::percent_decode_str;

/// Undoes `%xx` as URIs have it; what is no such sequence stays as it is.
pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_sequence_stays() {
        assert_eq!(decoded("a%20b%2Fc%25"), "a b/c%");
        assert_eq!(decoded("100%, %zz, %4"), "100%, %zz, %4");
        assert_eq!(decoded("%ff"), "\u{fffd}");
    }
}
