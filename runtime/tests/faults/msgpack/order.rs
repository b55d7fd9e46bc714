//! Notifications come in the order they were sent in, whatever is asked between them and however slow the answers are.
use callwright::{ConnectOptions, Connection, Handlers, Listen, ServerNotification};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UnixStream,
};

use super::{call, over, shared};
use crate::{alone::alone, ground::DEADLINE};

/// How many notifications come.
const COUNT: u32 = 100_000;

/// A request comes behind each of so many.
const STEP: u32 = 10;

#[test]
fn of_notifications_between_requests() {
    alone(
        "msgpack::order::of_notifications_between_requests",
        async |ground| {
            let idle = ground.idle().await;
            let (ours, theirs) = UnixStream::pair().unwrap();
            let theirs = theirs.into_std().unwrap();
            let peer = ground.servers().spawn(async move {
                let (mut reader, mut writer) = UnixStream::from_std(theirs).unwrap().into_split();
                let mut asked = [0; 11];
                reader.read_exact(&mut asked).await.unwrap();
                // Answers are read meanwhile, all of them but those of `never`.
                let answers = tokio::spawn(async move {
                    let mut all = Vec::new();
                    reader.read_to_end(&mut all).await.unwrap();
                    all
                });
                let mut said = Vec::new();
                for number in 0..COUNT {
                    said.extend(b"\x93\x02\xa4tick\x91\xce");
                    said.extend(number.to_be_bytes());
                    if number % STEP == 0 {
                        said.extend(b"\x94\x00\xce");
                        said.extend(number.to_be_bytes());
                        said.extend(if number % 1000 == 0 {
                            &b"\xa5never\x90"[..]
                        } else {
                            b"\xa4slow\x90"
                        });
                    }
                }
                said.extend(b"\x94\x01\x00\xc0\x07");
                writer.write_all(&said).await.unwrap();
                let answers = answers.await.unwrap();
                let mut rest = &answers[..];
                let mut answered = 0;
                while let Ok(answer) = rmpv::decode::read_value(&mut rest) {
                    answered += u32::from(answer[2].is_nil());
                }
                assert_eq!(answered, COUNT / STEP - COUNT / 1000);
            });
            let handlers = Handlers::new();
            handlers.on("slow", async |(): ()| {
                tokio::task::yield_now().await;
                Ok(())
            });
            handlers.on("never", async |(): ()| {
                std::future::pending::<()>().await;
                Ok(())
            });
            let options = ConnectOptions::new()
                .with_handlers(handlers)
                .with_timeout(DEADLINE)
                .with_max_handled(1000);
            let client = over(ours, options);
            let listening = Listen::<ServerNotification>::new(shared(&client));
            let mut heard = listening.with_buffer(COUNT as usize).await.unwrap();
            // The answer stands behind all of them: no slow handler keeps it.
            assert_eq!(call::<u64>(&client, "begin", 7).await.unwrap(), 7);
            for number in 0..COUNT {
                let tick = heard.next().await.unwrap().unwrap();
                assert_eq!(tick.decode::<[u32; 1]>().unwrap(), [number]);
            }
            client.close(DEADLINE / 30).await;
            drop((client, heard));
            peer.await.unwrap();
            ground.settle(&idle).await;
        },
    );
}
