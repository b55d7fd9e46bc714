//! A guard against pages without end: takes the keys of a walk one by one, tells when they go round.
use std::sync::Arc;

use crate::Encoded;

/// Remembers one key of the walk, and after each power of two steps a later one (Brent's cycle
/// search). So it stays small on long lists, and a page's continuation remains a plain value: it
/// can be called again, cloned and sent away without another one noticing. A round of any length
/// is found, at the latest after about two of it; a key that comes twice in a row, at once.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    mark: Option<Arc<Encoded>>,
    steps: u64,
    span: u64,
}

impl Guard {
    /// A walk that starts at `key`.
    pub(super) fn new(key: Option<Arc<Encoded>>) -> Self {
        Self {
            mark: key,
            steps: 0,
            span: 1,
        }
    }

    /// Takes the key that follows `last`; tells whether the walk goes round.
    pub(super) fn goes_round(&mut self, last: Option<&Encoded>, key: &Arc<Encoded>) -> bool {
        let is_key = |other: &Encoded| other.part().is(key.part());
        if last.is_some_and(is_key) || self.mark.as_deref().is_some_and(is_key) {
            return true;
        }
        self.steps += 1;
        if self.steps == self.span {
            self.mark = Some(Arc::clone(key));
            self.span *= 2;
            self.steps = 0;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u64) -> Arc<Encoded> {
        Arc::new(crate::json::number(number).into())
    }

    /// How many keys are taken before the walk is stopped.
    fn length(keys: impl Iterator<Item = u64>) -> usize {
        let mut guard = Guard::new(None);
        let mut last = None;
        keys.map(key)
            .take_while(|next| {
                let round = guard.goes_round(last.as_deref(), next);
                last = Some(Arc::clone(next));
                !round
            })
            .count()
    }

    #[test]
    fn rounds_of_any_length_are_found_soon() {
        assert_eq!(length(std::iter::repeat(7)), 1);
        assert_eq!(length((0..10).chain(std::iter::repeat(7))), 11);
        for lead in [0, 1, 2, 5, 100] {
            for round in 1..40 {
                let keys = (0..).map(|step: u64| {
                    if step < lead {
                        1000 + step
                    } else {
                        step % round
                    }
                });
                assert!(
                    length(keys) as u64 <= 3 * (lead + round) + 2,
                    "{lead} {round}"
                );
            }
        }
    }

    #[test]
    fn different_keys_go_on() {
        assert_eq!(length(0..10_000), 10_000);
    }
}
