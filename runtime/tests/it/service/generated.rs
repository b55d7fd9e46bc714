//! A client generated of a service's document: pages, errors with data and subscriptions, with no further word and over both wires.
pub(crate) mod shop;

use std::sync::Arc;

use callwright::{Connection, Error, Server, Service as _};

use self::shopkeeper::{errors, types};
use crate::serve::in_time;
use shop::Shop;

callwright::generate_client! {
    name: Shopkeeper,
    spec: "tests/it/service/generated/shop.json",
    wire: ["json", "msgpack"],
}

/// `CALLWRIGHT_BLESS=1` writes it.
#[test]
fn the_document_is_that_of_the_service() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/it/service/generated/shop.json"
    );
    let made = Shop::new(25).document().unwrap();
    if std::env::var_os("CALLWRIGHT_BLESS").is_some() {
        std::fs::write(path, format!("{made:#}\n")).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    // The order of members is no matter.
    let kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(made.to_value(), kept);
}

/// The client over each transport.
async fn clients() -> (Server, Vec<Shopkeeper>) {
    let server = Server::new(Shop::new(25));
    let mut clients = Vec::new();
    for url in ["tcp://127.0.0.1:0", "msgpack+tcp://127.0.0.1:0"] {
        let listening = server.listen(url).await.unwrap();
        let connection: Arc<dyn Connection> =
            in_time(callwright::connect(listening.url())).await.unwrap();
        clients.push(Shopkeeper::with_connection(connection));
    }
    (server, clients)
}

#[tokio::test]
async fn pages_follow_one_another() {
    let (_server, clients) = clients().await;
    for shop in clients {
        let numbers = |pets: Vec<types::Pet>| pets.iter().map(|pet| pet.id).collect::<Vec<_>>();
        let all = in_time(shop.list_pets().limit(10).items().try_collect()).await;
        assert_eq!(numbers(all.unwrap()), (0..25).collect::<Vec<_>>());
        let page = in_time(shop.list_pets().limit(10).into_future())
            .await
            .unwrap();
        assert_eq!((page.items.len(), &page.extra["total"]), (10, &25.into()));
        let next = in_time(page.next.unwrap()()).await.unwrap();
        assert_eq!(numbers(next.items), (10..20).collect::<Vec<_>>());
        let last = in_time(next.next.unwrap()()).await.unwrap();
        assert!(last.items.len() == 5 && last.next.is_none());
        // More than a page ever has.
        let page = in_time(shop.list_pets().limit(10_000).into_future())
            .await
            .unwrap();
        assert_eq!(page.items.len(), 20);
        let refused = in_time(shop.list_pets().limit(0).into_future()).await;
        assert_eq!(refused.unwrap_err().server().unwrap().code(), -32602);
    }
}

#[tokio::test]
async fn errors_have_their_data() {
    let (_server, clients) = clients().await;
    for shop in clients {
        let error = in_time(shop.get_pet(99).into_future()).await.unwrap_err();
        let Error::Server(errors::GetPet::PetNotFound(error)) = error else {
            panic!("{error:?}");
        };
        let data = error.data().unwrap().unwrap();
        assert_eq!((data.id, data.near.as_slice()), (99, &[24][..]));
        let error = in_time(shop.get_pet(-1).into_future()).await.unwrap_err();
        assert!(
            matches!(error, Error::Server(errors::GetPet::Closed(_))),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn what_is_subscribed_to_comes_and_ends() {
    let (_server, clients) = clients().await;
    for shop in clients {
        let mut arrivals = in_time(shop.arrivals(3).into_future()).await.unwrap();
        for expected in 0..3 {
            let pet: types::Pet = in_time(arrivals.next()).await.unwrap().unwrap();
            assert_eq!(pet.id, expected);
        }
        assert!(in_time(arrivals.next()).await.is_none());
        let refused = in_time(shop.arrivals(-1).into_future()).await.unwrap_err();
        assert!(
            matches!(refused, Error::Server(errors::Arrivals::Closed(_))),
            "{refused:?}"
        );
        let waiting = in_time(shop.arrivals(0).into_future()).await.unwrap();
        in_time(waiting.unsubscribe()).await.unwrap();
    }
}
