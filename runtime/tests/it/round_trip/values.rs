//! Values of hard types, from the client's types to the service's and back.
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use serde_json::json;

use super::*;
use crate::serve::in_time;

/// A client of the service, and the server behind it.
async fn visit() -> (EchoClient, Server) {
    let server = Server::bind("tcp://127.0.0.1:0", Echo).await.unwrap();
    let url = server.url().unwrap();
    let client = EchoClient::connect(&url).await.unwrap();
    (client, server)
}

/// Calls a method of the generated client with a value of our type, and takes its answer as one.
macro_rules! echo {
    ($client:expr, $method:ident $(: $sent:ident)?, $value:expr) => {{
        let (given, client) = ($value, &$client);
        let sent $(: echo_client::types::$sent)? = across(given.clone());
        let answer = in_time(client.$method(sent).into_future()).await.unwrap();
        assert_eq!(
            across::<_, Back<_>>(answer),
            Back(given),
            stringify!($method)
        );
    }};
}

/// Says that both sides of a comparison are of one type.
#[derive(Debug, PartialEq, serde::Deserialize)]
struct Back<T>(T);

fn tree(label: &str, children: Vec<Tree>) -> Tree {
    let parent = children.first().cloned().map(Box::new);
    Tree {
        label: label.to_owned(),
        children,
        parent,
    }
}

fn sheet(notes: &[&str]) -> Sheet {
    Sheet {
        page_count: 3,
        kind: "book".to_owned(),
        hidden: 0,
        notes: notes.iter().map(|&note| note.to_owned()).collect(),
    }
}

#[tokio::test]
async fn recursion_and_generics() {
    let (client, _server) = visit().await;
    echo!(
        client,
        tree: Tree,
        tree(
            "a",
            vec![tree("b", vec![]), tree("c", vec![tree("d", vec![])])]
        )
    );
    for right in [None, Some(tree("x", vec![]))] {
        let left = Colour::DeepBlue;
        let right = Pair { left, right };
        let left = vec![0, 255];
        echo!(client, pair: Pair, Pair { left, right });
    }
}

#[tokio::test]
async fn every_representation_of_enums() {
    let (client, _server) = visit().await;
    let structs = [Some(true), None].map(|b| External::Struct { a: 255, b });
    let plain = [
        External::Unit,
        External::Tuple(-1, "x".to_owned()),
        External::Newtype(tree("t", vec![])),
    ];
    echo!(
        client,
        external,
        plain.into_iter().chain(structs).collect::<Vec<_>>()
    );
    let internal = vec![
        Internal::Empty,
        Internal::RainDrop { size: 0.5 },
        Internal::Whole(sheet(&["n"])),
    ];
    echo!(client, internal, internal.clone());
    let flat = internal.into_iter().zip(0..);
    let flat = flat.map(|(what, at)| FlatEnum { at, what });
    echo!(client, flat_enum, flat.collect::<Vec<_>>());
    let (one, both) = (Adjacent::One(u16::MAX), Adjacent::Both(1, 2));
    echo!(
        client,
        adjacent,
        vec![Adjacent::Nothing, one, both, Adjacent::Named { x: -1 }]
    );
    let point = Untagged::Point { x: 1, y: i64::MIN };
    let (number, text) = (Untagged::Number(u64::MAX), Untagged::Text("7".to_owned()));
    echo!(
        client,
        untagged,
        vec![number, text, point, Untagged::List(vec![true])]
    );
}

#[tokio::test]
async fn objects_of_all_kinds() {
    let (client, _server) = visit().await;
    echo!(client, sheet: Sheet, sheet(&[]));
    echo!(client, sheet: Sheet, sheet(&["a", "b"]));
    let rest = BTreeMap::from([("more".to_owned(), json!([1, null]))]);
    let inner = Inner { depth: -7 };
    echo!(
        client,
        flat: Flat,
        Flat {
            id: u64::MAX,
            inner,
            rest
        }
    );
    let maps = Maps {
        by_text: HashMap::from([("a b".to_owned(), 1)]),
        by_number: BTreeMap::from([(u32::MAX, "last".to_owned())]),
        by_colour: BTreeMap::from([(Colour::Red, -128)]),
        set: BTreeSet::from(["one".to_owned()]),
        object: serde_json::Map::from_iter([("x".to_owned(), json!({ "y": 1.5 }))]),
    };
    echo!(client, maps: Maps, maps);
    let names = Names {
        name: Name("n".to_owned()),
        number: Newtype(u64::MAX),
        point: Point(0.5, -1e300),
        nothing: Nothing,
        shared: Box::new(Inner { depth: 1 }),
        outcome: Err("none".to_owned()),
        anything: json!(null),
        r#fn: true,
    };
    let other = other::Inner { other: true };
    let call = client.names(
        across::<_, echo_client::types::Names>(names.clone()),
        across::<_, echo_client::types::Inner2>(other.clone()),
    );
    let answer = in_time(call.into_future()).await.unwrap();
    assert_eq!(across::<_, (Names, other::Inner)>(answer), (names, other));
}

#[tokio::test]
async fn numbers_and_formats() {
    let (client, _server) = visit().await;
    let numbers = Numbers {
        tiny: i8::MIN,
        large: u64::MAX,
        larger: i128::MIN,
        largest: u128::MAX,
        some: std::num::NonZeroU32::MIN,
        size: 0,
        single: 0.25,
        letter: 'ß',
        four: [0, 1, 2, 255],
    };
    echo!(client, numbers: Numbers, numbers);
    let formats = Formats {
        at: "2023-02-01T12:00:00Z".to_owned(),
        id: "67e55044-10b1-426f-9247-bb680e5fe0c8".to_owned(),
        lasts: Duration::from_millis(1500),
        ip: "::1".parse().unwrap(),
        v4: "10.0.0.1".parse().unwrap(),
        hex: "0xff".to_owned(),
        few: vec![1],
        rank: 10,
    };
    echo!(client, formats: Formats, formats);
}

#[tokio::test]
async fn what_may_be_left_out() {
    use echo_client::types;

    let (client, _server) = visit().await;
    // A null that says nothing is no state of its own, and a default need not be sent.
    let parent: Option<Box<types::Tree>> = None;
    let tree = types::Tree {
        label: "a".to_owned(),
        children: vec![],
        parent,
    };
    assert!(
        in_time(client.tree(tree).into_future())
            .await
            .unwrap()
            .parent
            .is_none()
    );
    let given = in_time(
        client
            .defaults()
            .defaults(types::Defaults::default())
            .into_future(),
    );
    let given = given.await.unwrap().unwrap();
    assert_eq!(across::<_, Defaults>(given), Defaults::default());
    assert!(
        in_time(client.defaults().into_future())
            .await
            .unwrap()
            .is_none()
    );

    // Of a param there are three states where its type says so.
    let states = [
        (client.absent(), vec![None]),
        (client.absent().once(1), vec![Some(1)]),
        (client.absent().twice(None), vec![None, None]),
        (client.absent().twice(Some(2)), vec![None, Some(2)]),
    ];
    for (call, expected) in states {
        assert_eq!(in_time(call.into_future()).await.unwrap(), expected);
    }
    let (colour, other) = in_time(client.colour(types::Colour::Red).into_future())
        .await
        .unwrap();
    assert_eq!((colour, other), (types::Colour::Red, None));

    // What is written only in one direction is a member of that type only.
    let secret = types::SecretInput {
        user: "u".to_owned(),
        password: Some("p".to_owned()),
    };
    let types::Secret { user, .. } = in_time(client.secret(secret).into_future()).await.unwrap();
    assert_eq!(user, "u");
    let anything = in_time(client.anything(json!({ "a": [] })).into_future())
        .await
        .unwrap();
    assert_eq!(anything, json!({ "a": [] }));
}
