//! What a visitor does at the desk, and what comes of it.

use std::fmt::{Debug, Write};
use std::time::Duration;

use callwright::{Call, Error, Failure, Params, Request, batch};
use serde_json::{Value, json};

use super::visitor::types::{Kind, Pet};
use super::visitor::{Visitor, errors};

/// A line for each outcome.
pub(super) async fn outcomes(desk: &Visitor) -> String {
    let mut seen = Seen::default();
    results(desk, &mut seen).await;
    refusals(desk, &mut seen).await;
    pages(desk, &mut seen).await;
    together(desk, &mut seen).await;
    notes(desk, &mut seen).await;
    ticks(desk, &mut seen).await;
    asked_back(desk, &mut seen).await;
    seen.0
}

#[derive(Default)]
struct Seen(String);

impl Seen {
    fn note(&mut self, what: &str, outcome: impl Debug) {
        writeln!(self.0, "{what}: {outcome:?}").unwrap();
    }

    /// The code of an error, or what it is else.
    fn code<R: Debug, F: Failure>(&mut self, what: &str, outcome: Result<R, Error<F>>) {
        match outcome {
            Ok(result) => self.note(what, result),
            Err(error) => self.note(what, error.server().map(|error| error.code())),
        }
    }
}

pub(super) fn pet(name: &str, young: Vec<Pet>) -> Pet {
    Pet {
        name: name.to_owned(),
        kind: Kind::Cat,
        home: Some("the \"ä\" house".to_owned()),
        young: Some(young),
    }
}

async fn results(desk: &Visitor, seen: &mut Seen) {
    seen.note("sum", desk.add(5, 4).await);
    let mixed: callwright::Value = json!(["ü", 1.5, null, { "a": [u64::MAX, -1] }]).into();
    seen.note("echo", desk.echo(mixed).await);
    seen.note("nothing", desk.nothing().await);
    let family = pet("Murka", vec![pet("Tom", vec![pet("Tim", vec![])])]);
    seen.note("family", desk.register(family).await);
    seen.note(
        "homeless",
        desk.register(pet("Rex", vec![]))
            .home(None)
            .times(2)
            .await
            .map(|all| all.len()),
    );
    let moved = desk
        .register(pet("Bobik", vec![]))
        .home("here".to_owned())
        .await;
    let homes = moved.map(|all| all.into_iter().map(|pet| pet.home).collect::<Vec<_>>());
    seen.note("homes", homes);
}

async fn refusals(desk: &Visitor, seen: &mut Seen) {
    match desk.refuse(9).await {
        Err(Error::Server(errors::Refuse::NoSuchPet(error))) => {
            let data = error.data().unwrap().map(|data| data.id);
            seen.note(
                "refused",
                (error.code(), error.message(), error.method(), data),
            );
        }
        other => panic!("{other:?}"),
    }
    match desk.register(pet("Rex", vec![])).await {
        Err(Error::Server(errors::Register::NameTaken(error))) => {
            let taken: Pet = error.data().unwrap().unwrap();
            seen.note("taken", (error.code(), taken.name, taken.home));
        }
        other => panic!("{other:?}"),
    }
    seen.note(
        "failed",
        desk.fail("no such line").await.unwrap_err().to_string(),
    );
    let given = Params::by_position().with("a", &"five").unwrap();
    let wrong = Request::new("add", given);
    let call: Call<Value> = Call::dynamic(desk.connection().clone(), wrong);
    let error = call.await.unwrap_err();
    let error = error.server().unwrap();
    seen.note("wrong", (error.code(), error.data::<Value>()));
    let unknown = Request::new("missing", Params::by_position());
    seen.code(
        "unknown",
        Call::<Value>::dynamic(desk.connection().clone(), unknown).await,
    );
}

async fn pages(desk: &Visitor, seen: &mut Seen) {
    let first = desk.count().limit(2).await.unwrap();
    seen.note("first", (&first.items, first.key(), &first.extra));
    let second = first.next.clone().unwrap()().await.unwrap();
    seen.note("second", (&second.items, second.key()));
    let last = second.next.unwrap()().await.unwrap();
    seen.note("last", (&last.items, last.next.is_none()));
    let all = desk.count().limit(1).items().try_collect::<Vec<_>>().await;
    seen.note("all", all);
}

async fn together(desk: &Visitor, seen: &mut Seen) {
    let calls = (
        desk.add(1, 2),
        desk.refuse(7),
        desk.count().limit(1),
        desk.echo("two"),
    );
    let (sum, refused, page, echoed) = batch(calls).await;
    seen.note(
        "batch",
        (sum, refused.is_err(), page.unwrap().items, echoed),
    );
    let many = batch((0..100).map(|number| desk.add(number, 1))).await;
    let sum: i64 = many.into_iter().map(Result::unwrap).sum();
    seen.note("many", sum);
}

/// Over HTTP a notification may still be on its way when the next call is answered.
async fn notes(desk: &Visitor, seen: &mut Seen) {
    desk.note("one").await.unwrap();
    while desk.noted().await.unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    seen.note("noted", desk.noted().await);
}

async fn ticks(desk: &Visitor, seen: &mut Seen) {
    let mut ticks = match desk.ticks(3).await {
        Ok(ticks) => ticks,
        Err(error) => return seen.note("ticks", error.to_string()),
    };
    let mut heard = Vec::new();
    while heard.len() < 3 {
        heard.push(ticks.next().await.unwrap().unwrap());
    }
    seen.note("ticks", heard);
    // Two at once are told apart, and one that is dropped is no more.
    let (mut one, two) = (
        desk.ticks(1_000_000).await.unwrap(),
        desk.ticks(5).await.unwrap(),
    );
    drop(two);
    let started = (
        one.next().await.unwrap().unwrap(),
        one.next().await.unwrap().unwrap(),
    );
    seen.note("two", started);
    seen.note("unsubscribed", one.unsubscribe().await);
}

async fn asked_back(desk: &Visitor, seen: &mut Seen) {
    seen.code("asked", desk.call_back("double", vec![21.into()]).await);
    seen.code("unknown", desk.call_back("triple", vec![21.into()]).await);
    seen.code("descended", desk.descend(20).await);
    seen.code("ticked", desk.tick(5).await);
    // What was told may still be handled when the next question comes.
    let mut heard = desk.call_back("heard", vec![]).await;
    while heard
        .as_ref()
        .is_ok_and(|heard| *heard != json!([0, 1, 2, 3, 4]).into())
    {
        heard = desk.call_back("heard", vec![]).await;
    }
    seen.code("heard", heard.map(|_| "all"));
}
