//! A batch over several endpoints: takes requests, gives an outcome for each; those that may go on do so together.
use super::{
    Shared,
    course::{Course, nobody},
};
use crate::{Error, Reply, Request};

/// Sends requests as a batch to an endpoint, and what failed there and may be repeated to the next.
pub(super) async fn send(shared: &Shared, requests: Vec<Request>) -> Vec<Result<Reply, Error>> {
    let limits = requests.iter().map(|request| request.options().timeout);
    // A batch takes as long as one of its calls may; one without a limit has the connection's own.
    let limit = limits
        .collect::<Option<Vec<_>>>()
        .and_then(|limits| limits.into_iter().max());
    let mut course = Course::new(shared, limit);
    let mut outcomes = vec![Err(nobody()); requests.len()];
    let mut left: Vec<(usize, Request)> = requests.into_iter().enumerate().collect();
    while let Some(member) = (!left.is_empty()).then(|| course.next()).flatten() {
        let sent = left.iter().map(|(_, request)| {
            let mut request = request.clone();
            course.limit(&mut request);
            request
        });
        let visit = member.visit(shared.rest);
        let answers = member.connection.batch(sent.collect()).await;
        drop(visit);
        let may_go_on = course.may_go_on();
        let mut again = Vec::new();
        for ((place, request), answer) in left.into_iter().zip(answers) {
            let answer = member.learn(answer, shared.rest);
            let was_received =
                matches!(&outcomes[place], Err(error) if error.may_have_been_received());
            if let Err(error) = &answer
                && may_go_on
                && course.may_repeat(request.is_idempotent(), error)
            {
                again.push((place, request));
            }
            outcomes[place] =
                answer.map_err(|error| if was_received { error.sent() } else { error });
        }
        left = again;
    }
    outcomes
}
