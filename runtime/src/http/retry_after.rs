//! When a server wants to be asked again: takes the headers of a response, gives the time to wait.
use std::time::{Duration, SystemTime};

use ::http::{HeaderMap, header::RETRY_AFTER};

/// Seconds, or a date (RFC 9110, section 10.2.3). A date that is over is no time at all.
pub(super) fn read(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    let wait = date.duration_since(SystemTime::now());
    Some(wait.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(value: &str) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, value.parse().unwrap());
        read(&headers)
    }

    #[test]
    fn seconds_and_dates_are_read() {
        assert_eq!(wait("120"), Some(Duration::from_secs(120)));
        assert_eq!(wait("Fri, 31 Dec 1999 23:59:59 GMT"), Some(Duration::ZERO));
        let later = SystemTime::now() + Duration::from_secs(3600);
        let found = wait(&httpdate::fmt_http_date(later)).unwrap();
        assert!(found > Duration::from_secs(3000) && found <= Duration::from_secs(3600));
        for odd in ["", "-1", "1.5", "soon"] {
            assert_eq!(wait(odd), None, "{odd}");
        }
    }
}
