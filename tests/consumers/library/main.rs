//! A user's crate: its clients are generated from servers that run while it is built, and it prints what they answer.

use callwright::{Error, batch, generate_client};

generate_client!(HttpLibrary, concat!("discover+", env!("LIBRARY_HTTP")));
generate_client!(WsLibrary, concat!("discover+", env!("LIBRARY_WS")));

/// The two clients have types of their own, made from equal documents.
macro_rules! visit {
    ($module:ident :: $client:ident, $url:expr) => {
        async {
            use $module::{types, $client};

            let library = $client::connect($url).await?;
            println!("connected to {}", $client::TITLE);

            let pages = types::Printed {
                kind: Some(types::Kind::Printed),
                pages: 412,
                extra: Default::default(),
            };
            let added = "2024-01-02T03:04:05.678Z";
            let author = types::Author {
                name: "Frank Herbert".to_owned(),
                born: Some(None),
            };
            let dune = library
                .add_item("Dune", types::Shelf::Novels, "9.90", added, pages)
                .authors(vec![author])
                .place((3, "b".to_owned()))
                .await?;
            println!("added {} to {}", dune.title, dune.shelf);
            println!("at {:?} for {:?} on {}", dune.place, dune.price, dune.added);
            println!("by {:?}", dune.authors);

            let minutes = types::Recorded {
                kind: Some(types::RecordedKind::Recorded),
                minutes: 7.5,
                extra: Default::default(),
            };
            let talk = library.add_item("Talk", types::Shelf::Maps, 2.5, added, minutes);
            match talk.await?.medium {
                types::Medium::Recorded(recorded) => println!("recorded {}", recorded.minutes),
                other => println!("unexpected {other:?}"),
            }

            let same = library.get_item(dune.id.clone()).await?;
            println!("got {}", same.title);
            let found = library.find_item("Dune").await?;
            println!("found {}", found.is_some());
            let found = library.find_item("Dune").shelf(types::Shelf::Maps).await?;
            println!("found {}", found.is_some());
            let found = library.find_item("Dune").shelf(None).await?;
            println!("found {}", found.is_some());
            let mut counts: Vec<_> = library.count_by_shelf().await?.into_iter().collect();
            counts.sort();
            println!("counted {counts:?}");

            let empty = types::Topic {
                name: "a".to_owned(),
                below: None,
            };
            let deep = library.deepen(empty, "b").await?;
            let mut deep = library.deepen(deep, "c").await?;
            let mut path = vec![deep.name];
            while let Some(below) = deep.below.into_iter().flatten().next() {
                deep = below;
                path.push(deep.name);
            }
            println!("deep {}", path.join("/"));

            let refusals = [
                library
                    .get_item("00000000-0000-0000-0000-000000000000")
                    .await,
                library.get_item("rubbish").await,
            ];
            for refusal in refusals {
                match refusal {
                    Err(Error::Server(error)) => {
                        let data = error.raw_data().map(|data| data.get().to_owned()).unwrap_or_default();
                        let data: String = data.chars().take(48).collect();
                        println!("refused {} {} {data}", error.code(), error.message());
                    }
                    other => println!("unexpected {other:?}"),
                }
            }
            match library.stumble().await {
                Err(Error::Server(error)) => {
                    println!("failed {} {}", error.code(), error.message())
                }
                other => println!("unexpected {other:?}"),
            }

            library.note("a line").await?;
            let (fast, slow, stumbled, noted) = batch((
                library.slow(0),
                library.slow(20),
                library.stumble(),
                library.noted(),
            ))
            .await;
            println!(
                "batch {} {} {} {:?}",
                fast?,
                slow?,
                stumbled.is_err(),
                noted?
            );

            let slow = tokio::spawn(library.slow(1000).into_future());
            library.slow(0).await?;
            println!("overtaken {}, then {}", !slow.is_finished(), slow.await??);
            Ok::<(), Box<dyn std::error::Error>>(())
        }
    };
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("over http");
    visit!(http_library::HttpLibrary, env!("LIBRARY_HTTP")).await?;
    println!("over ws");
    visit!(ws_library::WsLibrary, env!("LIBRARY_WS")).await?;
    println!("done");
    Ok(())
}
