//! What the server tells by itself: everything that another connection caused, typed as the document marks it.

use callwright::{Error, Notifications};
use callwright_tests::peer::Snapserver;
use callwright_tests::written::snapserver::notifications::Notification;
use callwright_tests::written::snapserver::types::{StreamStatus, Volume};

use super::{House, over, visit};

over!(tcp ws: [tells_of_others, tells_of_players, tells_of_streams, says_that_it_ended]);

/// A connection that listens, which the server has accepted.
async fn listening(house: &House) -> Notifications<Notification> {
    let client = house.connect().await;
    client.server_get_rpc_version().await.unwrap();
    client.notifications().await.unwrap()
}

/// The next one that `wanted` takes; others may come between.
async fn hear<T>(
    heard: &mut Notifications<Notification>,
    wanted: impl Fn(Notification) -> Option<T>,
) -> T {
    loop {
        let one = heard.next().await.expect("the connection lives");
        if let Some(found) = wanted(one.expect("it is as the document says")) {
            return found;
        }
    }
}

async fn tells_of_others(house: &mut House) {
    let (group, player) = house.add("kitchen").await;
    let (client, mut heard) = (house.connect().await, listening(house).await);
    let mut own = client.notifications().await.unwrap();

    let half = Volume {
        muted: false,
        percent: 50,
    };
    client.client_set_volume(&player.id, half).await.unwrap();
    client.client_set_latency(&player.id, 9).await.unwrap();
    client.client_set_name(&player.id, "Ann").await.unwrap();
    client.group_set_mute(&group.id, true).await.unwrap();
    let moved = client.group_set_stream(&group.id, "second").await;
    moved.unwrap();
    client.group_set_name(&group.id, "Below").await.unwrap();
    let only = vec![player.id.clone()];
    client.group_set_clients(&group.id, only).await.unwrap();

    let mut told = Vec::new();
    while told.len() < 7 {
        let line = hear(&mut heard, |one| describe(&one)).await;
        told.push(line);
    }
    assert_eq!(
        told,
        [
            "kitchen at 50",
            "kitchen 9 ms later",
            "kitchen is Ann",
            "group muted true",
            "group plays second",
            "group is Below",
            "1 groups",
        ]
    );
    assert_eq!(heard.lost(), 0);

    // Who caused all that hears nothing of it: its first news is of another.
    let other = house.connect().await;
    other.client_set_latency(&player.id, 1).await.unwrap();
    let first = hear(&mut own, |one| describe(&one)).await;
    assert_eq!(first, "kitchen 1 ms later");
}

/// What the tests cause, in words; not when a player came.
fn describe(told: &Notification) -> Option<String> {
    Some(match told {
        Notification::ClientOnVolumeChanged(it) => format!("{} at {}", it.id, it.volume.percent),
        Notification::ClientOnLatencyChanged(it) => format!("{} {} ms later", it.id, it.latency),
        Notification::ClientOnNameChanged(it) => format!("{} is {}", it.id, it.name),
        Notification::GroupOnMute(it) => format!("group muted {}", it.mute),
        Notification::GroupOnStreamChanged(it) => format!("group plays {}", it.stream_id),
        Notification::GroupOnNameChanged(it) => format!("group is {}", it.name),
        Notification::ServerOnUpdate(it) => format!("{} groups", it.server.groups.len()),
        _ => return None,
    })
}

async fn tells_of_players(house: &mut House) {
    let mut heard = listening(house).await;
    house.add("kitchen").await;
    assert_eq!(groups(&mut heard).await, 1);

    house.players.clear();
    let gone = hear(&mut heard, |one| match one {
        Notification::ClientOnDisconnect(it) => Some(it),
        _ => None,
    });
    let gone = gone.await;
    assert_eq!(
        (gone.id.as_str(), gone.client.connected),
        ("kitchen", false)
    );

    // One that was there before is greeted as such.
    house.add("kitchen").await;
    let back = hear(&mut heard, |one| match one {
        Notification::ClientOnConnect(it) => Some(it.client),
        _ => None,
    });
    let back = back.await;
    assert_eq!((back.id.as_str(), back.connected), ("kitchen", true));
    assert_eq!(back.snapclient.name, "Snapclient");

    let client = house.connect().await;
    let left = client.server_delete_client("kitchen").await.unwrap();
    assert!(left.server.groups.is_empty());
    assert_eq!(groups(&mut heard).await, 0);
}

/// How many groups there are, the next time that this is told.
async fn groups(heard: &mut Notifications<Notification>) -> usize {
    hear(heard, |one| match one {
        Notification::ServerOnUpdate(it) => Some(it.server.groups.len()),
        _ => None,
    })
    .await
}

async fn tells_of_streams(house: &mut House) {
    let mut heard = listening(house).await;
    let source = house.server.source("second");
    // Opening and writing wait for the reader.
    let played = tokio::task::spawn_blocking(move || std::fs::write(source, vec![1; 200_000]));
    played.await.unwrap().unwrap();
    for wanted in [StreamStatus::Playing, StreamStatus::Idle] {
        let stream = hear(&mut heard, |one| match one {
            Notification::StreamOnUpdate(it) => Some(it.stream),
            _ => None,
        });
        let stream = stream.await;
        assert_eq!((stream.id.as_str(), stream.status), ("second", wanted));
    }
}

async fn says_that_it_ended(house: &mut House) {
    let mut heard = listening(house).await;
    house.server.process.kill();
    let last = heard.next().await.expect("the reason comes first");
    assert!(matches!(last, Err(Error::Closed(_))), "{last:?}");
    assert!(heard.next().await.is_none());
}

#[tokio::test]
async fn http_brings_answers_only() {
    visit(Snapserver::http, async |house: &mut House| {
        let client = house.connect().await;
        let error = client.notifications().await.unwrap_err();
        assert!(matches!(error, Error::Subscription(_)), "{error:?}");
    })
    .await;
}
