//! Errors of layers: takes a boxed error, gives ours with all that it says, or the variant that fits.
use std::time::Duration;

use tower::{BoxError, load_shed::error::Overloaded, timeout::error::Elapsed};

use crate::{Error, Fault};

/// The error that came out of a stack. `received`: some try of the message may have arrived.
pub(super) fn read(error: BoxError, received: bool) -> Error {
    let read = known(&error).unwrap_or_else(|| Error::Layer(unknown(&error).caused_by(error)));
    if received { read.sent() } else { read }
}

/// As [`read`], of an error that goes on.
#[cfg(any(feature = "opentelemetry", feature = "tracing"))]
pub(super) fn seen(error: &BoxError, received: bool) -> Error {
    let seen = known(error).unwrap_or_else(|| Error::Layer(unknown(error)));
    if received { seen.sent() } else { seen }
}

fn unknown(error: &BoxError) -> Fault {
    Fault::new(format!("a layer failed: {error}")).lasting()
}

/// What is known of a boxed error: one of ours, however deep in others, or one of tower's.
pub(super) fn known(error: &BoxError) -> Option<Error> {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(&**error);
    while let Some(error) = next {
        if let Some(ours) = error.downcast_ref::<Error>() {
            return Some(ours.clone());
        }
        if error.is::<Elapsed>() {
            let message = "no answer came in the time that a layer gives";
            return Some(Error::Timeout(Fault::new(message)));
        }
        if error.is::<Overloaded>() {
            let message = "a layer took no request, because too many are under way";
            return Some(Error::Layer(Fault::new(message)));
        }
        next = error.source();
    }
    None
}

/// Of a message that took longer than it may.
pub(super) fn late(limit: Duration, received: bool) -> Error {
    let error = match received {
        true => format!("no answer came in {limit:?}"),
        false => format!("the layers let no request through in {limit:?}"),
    };
    let error = Error::Timeout(Fault::new(error));
    if received { error.sent() } else { error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ServerError;

    #[derive(Debug)]
    struct Around(BoxError);

    impl std::fmt::Display for Around {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("around")
        }
    }

    impl std::error::Error for Around {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&*self.0)
        }
    }

    #[test]
    fn our_errors_come_out_as_they_went_in() {
        let ours: Error = Error::Server(ServerError::new(7, "no"));
        let boxed: BoxError = Box::new(Around(Box::new(ours)));
        assert!(matches!(read(boxed, false), Error::Server(error) if error.code() == 7));
    }

    #[test]
    fn whether_the_server_may_have_it_is_told_of_all_tries() {
        let kinds: [fn() -> BoxError; 4] = [
            || Box::new(Elapsed::new()),
            || Box::new(Overloaded::new()),
            || Box::new(Error::<ServerError>::Connect(Fault::new("refused"))),
            || "a stranger's".into(),
        ];
        for kind in kinds {
            for received in [false, true] {
                let error = read(kind(), received);
                assert_eq!(error.may_have_been_received(), received, "{error:?}");
            }
        }
        assert!(matches!(
            read(Box::new(Elapsed::new()), true),
            Error::Timeout(_)
        ));
        let overloaded = read(Box::new(Overloaded::new()), false);
        assert!(matches!(&overloaded, Error::Layer(_)) && overloaded.is_retryable());
        let strange = read("a stranger's".into(), false);
        assert!(matches!(&strange, Error::Layer(_)) && !strange.is_retryable());
        assert!(strange.to_string().contains("a stranger's"), "{strange}");
    }
}
