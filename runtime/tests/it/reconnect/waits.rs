//! How often a server that is not well is asked.
use std::{sync::atomic::Ordering, time::Duration};

use callwright::Reconnect;
use futures_util::future::join_all;

use super::{Heard, connected, quick};
use crate::mortal::{Server, Wire, call, in_time, until};

#[tokio::test]
async fn the_server_sees_growing_waits() {
    in_time(async {
        let mut server = Server::start(Wire::WebSocket).await;
        let reconnect = Reconnect::new()
            .with_first_delay(Duration::from_millis(40))
            .with_max_delay(Duration::from_millis(320));
        let _connection = connected(&server, reconnect).await;
        // It lets nobody in, so all attempts are of one row.
        server.log.is_closed.store(true, Ordering::SeqCst);
        server.restart().await;
        until(|| server.log.accepted().len() > 6).await;
        let accepted = server.log.accepted();
        let waits = accepted[1..].windows(2).map(|pair| pair[1] - pair[0]);
        // Half of each wait is certain; a loaded machine makes none shorter.
        for (wait, certain) in waits.zip([40, 80, 160, 160, 160]) {
            assert!(
                wait >= Duration::from_millis(certain) - Duration::from_millis(2),
                "{accepted:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn clients_that_lost_a_server_together_do_not_come_back_together() {
    in_time(async {
        let mut server = Server::start(Wire::Unix).await;
        let heard = Heard::default();
        let reconnect = Reconnect::new().with_first_delay(Duration::from_millis(800));
        let reconnect = heard.observing(reconnect);
        let connections = join_all((0..40).map(|_| connected(&server, reconnect.clone()))).await;
        until(|| server.log.accepted().len() == 40).await;
        server.restart().await;
        until(|| server.log.accepted().len() == 80).await;
        for connection in connections {
            assert_eq!(call(&*connection, "echo", 1).await.unwrap(), 1);
        }
        let waits = heard.waits();
        assert_eq!(waits.len(), 40);
        let spread = *waits.iter().max().unwrap() - *waits.iter().min().unwrap();
        assert!(spread > Duration::from_millis(100), "{waits:?}");
    })
    .await;
}

#[tokio::test]
async fn a_refusing_server_is_asked_on_until_it_takes_us() {
    in_time(async {
        let mut server = Server::start(Wire::WebSocket).await;
        let heard = Heard::default();
        let connection = connected(&server, heard.observing(quick())).await;
        server.log.is_closed.store(true, Ordering::SeqCst);
        server.restart().await;
        until(|| heard.count("Failed") > 3).await;
        server.log.is_closed.store(false, Ordering::SeqCst);
        assert_eq!(call(&*connection, "echo", 1).await.unwrap(), 1);
    })
    .await;
}
