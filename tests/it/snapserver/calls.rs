//! Typed calls, by lines that end `\r\n`, over HTTP and over WebSocket, and what is refused with a string for its data.

use callwright::{Error, batch};
use callwright_tests::written::snapserver::errors;
use callwright_tests::written::snapserver::types::{StreamControlCommand, StreamStatus, Volume};

use super::{House, over};

over!(tcp http ws: [tells_its_state, changes_a_player, moves_groups, refuses, takes_batches]);

async fn tells_its_state(house: &mut House) {
    let client = house.connect().await;
    let version = client.server_get_rpc_version().await.unwrap();
    assert_eq!((version.major, version.minor), (2, 0));
    let server = client.server_get_status().await.unwrap().server;
    assert_eq!(server.server.snapserver.name, "Snapserver");
    assert!(server.groups.is_empty());
    let streams: Vec<_> = server
        .streams
        .iter()
        .map(|stream| stream.id.as_str())
        .collect();
    assert_eq!(streams, ["default", "second"]);
    assert!(
        server
            .streams
            .iter()
            .all(|stream| matches!(stream.status, StreamStatus::Idle))
    );
}

async fn changes_a_player(house: &mut House) {
    let (_, kitchen) = house.add("kitchen").await;
    assert!(kitchen.connected);
    let client = house.connect().await;
    let quiet = Volume {
        muted: true,
        percent: 7,
    };
    let set = client.client_set_volume("kitchen", quiet).await.unwrap();
    assert_eq!((set.volume.muted, set.volume.percent), (true, 7));
    assert_eq!(
        client
            .client_set_latency("kitchen", 12)
            .await
            .unwrap()
            .latency,
        12
    );
    assert_eq!(
        client
            .client_set_name("kitchen", "Küche")
            .await
            .unwrap()
            .name,
        "Küche"
    );
    let config = client
        .client_get_status("kitchen")
        .await
        .unwrap()
        .client
        .config;
    assert_eq!(
        (config.volume.percent, config.latency, config.name.as_str()),
        (7, 12, "Küche")
    );
}

async fn moves_groups(house: &mut House) {
    let (group, _) = house.add("kitchen").await;
    let (other, _) = house.add("hall").await;
    let client = house.connect().await;
    assert!(client.group_set_mute(&group.id, true).await.unwrap().mute);
    assert_eq!(
        client
            .group_set_name(&group.id, "Below")
            .await
            .unwrap()
            .name,
        "Below"
    );
    let moved = client.group_set_stream(&group.id, "second").await.unwrap();
    assert_eq!(moved.stream_id, "second");
    let both = vec!["kitchen".to_owned(), "hall".to_owned()];
    let groups = client
        .group_set_clients(&group.id, both)
        .await
        .unwrap()
        .server
        .groups;
    assert!(groups.iter().all(|left| left.id != other.id));
    let group = client.group_get_status(&group.id).await.unwrap().group;
    assert_eq!(
        (group.name.as_str(), group.muted, group.clients.len()),
        ("Below", true, 2)
    );
}

async fn refuses(house: &mut House) {
    let client = house.connect().await;
    let Err(Error::Server(errors::ClientGetStatus::Failed(error))) =
        client.client_get_status("nobody").await
    else {
        panic!("the declared error");
    };
    assert_eq!((error.code(), error.message()), (-32603, "Internal error"));
    assert_eq!(
        error.data::<String>().unwrap().as_deref(),
        Some("Client not found")
    );
    assert_eq!(error.method(), Some("Client.GetStatus"));

    let play = client.stream_control("default", StreamControlCommand::Play);
    let refused = play.await.unwrap_err();
    assert_eq!(
        refused.server().map(callwright::ServerError::code),
        Some(4),
        "{refused}"
    );
    // Nothing was lost over it.
    client.server_get_rpc_version().await.unwrap();
}

async fn takes_batches(house: &mut House) {
    let client = house.connect().await;
    let (version, refused, status) = batch((
        client.server_get_rpc_version(),
        client.group_get_status("nothing"),
        client.server_get_status(),
    ))
    .await;
    assert_eq!(version.unwrap().major, 2);
    let refused = refused.unwrap_err();
    assert_eq!(refused.method(), Some("Group.GetStatus"));
    assert!(refused.server().is_some(), "{refused}");
    assert_eq!(status.unwrap().server.streams.len(), 2);
}
