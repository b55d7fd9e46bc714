//! A hundred thousand messages each way, with hardly any room to wait in.
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use callwright::{
    ByteStream, Call, ConnectOptions, Connection, Params, Request, ServerError, Wire,
};
use futures_util::{StreamExt, stream};
use tokio::net::UnixStream;

const MESSAGES: u64 = 100_000;

/// Longer than it takes on a loaded machine.
const DEADLINE: Duration = Duration::from_secs(300);

fn request(method: &'static str, number: u64) -> Request {
    Request::new(method, Params::by_position().with("", &number).unwrap())
}

/// Asks for all numbers, many at a time.
async fn ask(connection: Arc<dyn Connection>) {
    let calls = (0..MESSAGES).map(|number| {
        let call = Call::<u64>::dynamic(Arc::clone(&connection), request("next", number));
        async move { assert_eq!(call.await.unwrap(), number + 1) }
    });
    stream::iter(calls)
        .buffer_unordered(1000)
        .collect::<()>()
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_sides_flood_each_other() {
    let (left, right) = UnixStream::pair().unwrap();
    let sides = [left, right].map(|stream| {
        let options = ConnectOptions::new()
            .with_wire(Wire::MessagePack)
            .with_timeout(DEADLINE)
            .with_max_queued_bytes(256)
            .with_max_handled(4);
        options
            .handlers
            .on("next", async |(number,): (u64,)| Ok(number + 1));
        Arc::new(ByteStream::over(stream, options))
    });
    let asking = sides.clone().map(|side| tokio::spawn(ask(side)));
    for asked in asking {
        tokio::time::timeout(DEADLINE, asked)
            .await
            .unwrap()
            .unwrap();
    }
    for side in sides {
        assert_eq!((side.in_flight(), side.stray_frames()), (0, 0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notifications_come_in_their_order_among_requests() {
    let (left, right) = UnixStream::pair().unwrap();
    let options = ConnectOptions::new()
        .with_wire(Wire::MessagePack)
        .with_timeout(DEADLINE);
    let (told, asked) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let (next, answered) = (Arc::clone(&told), Arc::clone(&asked));
    options.handlers.on("told", move |(number,): (u64,)| {
        let expected = next.load(Ordering::Relaxed);
        assert_eq!(number, expected);
        let next = Arc::clone(&next);
        async move {
            // The next one waits for the end of this one.
            if number % 1000 == 0 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            next.store(number + 1, Ordering::Relaxed);
            Ok::<_, ServerError>(())
        }
    });
    options.handlers.on("asked", move |(number,): (u64,)| {
        answered.fetch_add(1, Ordering::Relaxed);
        async move { Ok::<_, ServerError>(number) }
    });
    let hearing = ByteStream::over(left, options);
    let telling = ByteStream::over(right, ConnectOptions::new().with_wire(Wire::MessagePack));
    let telling: Arc<dyn Connection> = Arc::new(telling);
    for number in 0..MESSAGES {
        telling.notify(request("told", number)).await.unwrap();
        if number % 10 == 0 {
            let asking = Call::<u64>::dynamic(Arc::clone(&telling), request("asked", number));
            assert_eq!(asking.await.unwrap(), number);
        }
    }
    let all = async {
        while told.load(Ordering::Relaxed) < MESSAGES {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(DEADLINE, all).await.unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), MESSAGES / 10);
    assert_eq!(hearing.stray_frames(), 0);
}
