//! Clients that behave: each call of theirs has to be answered, whatever others do meanwhile.
use std::{sync::Arc, time::Duration};

use callwright::{Call, ConnectOptions, Connection, Params, Request, connect_with};
use tokio::{sync::watch, task::JoinHandle};

use crate::{DEADLINE, in_time, place::Place, served::Served};

/// One at each place, until they are asked how it was.
pub(crate) struct Polite {
    over: watch::Sender<bool>,
    visits: Vec<(Place, JoinHandle<u64>)>,
}

impl Polite {
    pub(crate) async fn begin(served: &Served) -> Self {
        let over = watch::Sender::new(false);
        let mut visits = Vec::new();
        for place in Place::ALL {
            let connection = connect(served, place).await;
            let visit = visit(connection, over.subscribe());
            visits.push((place, tokio::spawn(visit)));
        }
        Self { over, visits }
    }

    /// Every call of theirs has had its answer, at each place some.
    pub(crate) async fn were_served(self) {
        self.over.send_replace(true);
        for (place, visit) in self.visits {
            let calls = in_time(visit).await.unwrap_or_else(|_| panic!("{place}"));
            println!("{place}: {calls} calls were answered meanwhile");
            assert!(calls > 0, "{place}");
        }
    }
}

pub(crate) async fn connect(served: &Served, place: Place) -> Arc<dyn Connection> {
    let options = ConnectOptions::new()
        .with_timeout(DEADLINE)
        .with_connect_timeout(DEADLINE);
    let url = served.url(place);
    let connecting = connect_with(&url, options);
    in_time(connecting).await.unwrap()
}

/// Calls and calls; how often.
async fn visit(connection: Arc<dyn Connection>, over: watch::Receiver<bool>) -> u64 {
    let mut calls = 0;
    while !*over.borrow() {
        assert_eq!(add(&connection, calls as i64).await, calls as i64 + 1);
        calls += 1;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let none: u64 = call(&connection, "panics", &[]).await;
    assert_eq!(none, 0, "the server has panicked");
    calls
}

/// One more than the number, by the server.
pub(crate) async fn add(connection: &Arc<dyn Connection>, number: i64) -> i64 {
    call(connection, "add", &[number, 1]).await
}

async fn call<T: serde::de::DeserializeOwned + 'static>(
    connection: &Arc<dyn Connection>,
    method: &'static str,
    given: &[i64],
) -> T {
    let mut params = Params::by_position();
    for value in given {
        params = params.with("", value).unwrap();
    }
    let request = Request::new(method, params);
    let call = Call::<T>::dynamic(Arc::clone(connection), request);
    call.await.unwrap_or_else(|error| panic!("{error}"))
}
