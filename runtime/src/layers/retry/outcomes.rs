//! What the requests of a batch got over several attempts: takes the outcomes of each, gives the last of every request.
use crate::{Error, Fault, Reply};

/// An outcome for each request of the first attempt.
#[derive(Clone)]
pub(super) struct Outcomes {
    all: Vec<Result<Reply, Error>>,
    /// Where the requests of the next attempt stood in the first.
    places: Vec<usize>,
    is_begun: bool,
}

impl Outcomes {
    /// Of a batch of so many requests, none of which was answered.
    pub(super) fn of(count: usize) -> Self {
        let message = "the layers below did not say what became of the call";
        let unanswered = Error::Layer(Fault::new(message).sent().lasting());
        Self {
            all: vec![Err(unanswered); count],
            places: (0..count).collect(),
            is_begun: false,
        }
    }

    /// Takes what an attempt gave; the requests marked in `again` are those of the next one.
    pub(super) fn take(&mut self, given: Vec<Result<Reply, Error>>, again: &[bool]) {
        for (place, outcome) in self.places.iter().zip(given) {
            let before = &mut self.all[*place];
            let was_received =
                self.is_begun && matches!(before, Err(error) if error.may_have_been_received());
            *before = outcome.map_err(|error| if was_received { error.sent() } else { error });
        }
        self.is_begun = true;
        let mut again = again.iter();
        self.places.retain(|_| again.next() == Some(&true));
    }

    /// The outcomes in the order of the requests.
    pub(super) fn all(self) -> Vec<Result<Reply, Error>> {
        self.all
    }
}
