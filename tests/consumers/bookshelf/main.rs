//! A user's crate: its clients are generated from servers that run while it is built, and it prints what they answer.

use callwright::{Error, generate_client};

generate_client!(HttpShelf, concat!("discover+", env!("BOOKSHELF_HTTP")));
generate_client!(WsShelf, concat!("discover+", env!("BOOKSHELF_WS")));

/// The two clients have types of their own, made from equal documents.
macro_rules! visit {
    ($module:ident :: $client:ident, $url:expr) => {
        async {
            use $module::{errors, $client};

            let shelf = $client::connect($url).await?;
            println!("connected to {}", $client::TITLE);

            let shelved = [
                shelf.add_book("Dune", 412).await?,
                shelf.add_book("Emma", 474).note("lent").await?,
                shelf.add_book("Ulysses", 730).await?,
            ];
            for book in shelved {
                println!(
                    "added {} {} {} {:?}",
                    book.id, book.title, book.pages, book.note
                );
            }
            println!("found {}", shelf.find_book(1).loud(true).await?.title);

            match shelf.add_book("Dune", 1).await {
                Err(Error::Server(errors::AddBook::BookExists(error))) => {
                    let data = error.raw_data().map(|data| data.get().to_owned());
                    println!(
                        "refused {} {} {}",
                        error.code(),
                        error.message(),
                        data.as_deref().unwrap_or("without data")
                    );
                }
                other => println!("unexpected {other:?}"),
            }
            match shelf.find_book(9).await {
                Err(Error::Server(errors::FindBook::NoSuchBook(error))) => {
                    println!("refused {} {}", error.code(), error.message());
                }
                other => println!("unexpected {other:?}"),
            }
            match shelf.stumble().await {
                Err(Error::Server(error)) => {
                    println!("refused {} {}", error.code(), error.message())
                }
                other => println!("unexpected {other:?}"),
            }
            match shelf.nothing().await {
                Err(error @ Error::Transport(_)) => {
                    println!("no answer to {}", error.method().unwrap_or_default())
                }
                other => println!("unexpected {other:?}"),
            }

            let mut page = shelf.list_books().await?;
            loop {
                let titles: Vec<_> = page.items.iter().map(|book| book.title.as_str()).collect();
                println!("page {} of {}", titles.join(", "), page.extra["total"]);
                let Some(next) = page.next else { break };
                println!("next from {}", next.key());
                page = next().await?;
            }
            let all: Vec<_> = shelf.list_books().limit(1).items().try_collect().await?;
            println!("streamed {}", all.len());

            shelf.log("visited").await?;
            println!("logged {:?}", shelf.logged().await?);
            Ok::<(), Box<dyn std::error::Error>>(())
        }
    };
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("over http");
    visit!(http_shelf::HttpShelf, env!("BOOKSHELF_HTTP")).await?;
    println!("over ws");
    visit!(ws_shelf::WsShelf, env!("BOOKSHELF_WS")).await?;
    println!("done");
    Ok(())
}
