//! A petshop on loopback, in code, and a client that the macro generated from a document of such a shop: pets are created,
//! paged through and streamed, an error arrives typed, and the client describes itself.
//!
//! Run it with `cargo run --example petshop`; there is nothing to set up.

#[expect(unreachable_pub, reason = "it stands in the README as it is")]
#[rustfmt::skip]
mod shop;

use std::time::Duration;

use callwright::{Error, Page, Server};

callwright::generate_client!(Petshop, "../fixtures/cases/petshop/openrpc.json");

use petshop::errors;
use petshop::types::{Kind, Owner, Pet};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::bind("http://127.0.0.1:0", shop::Petshop::default()).await?;
    let url = server.url().ok_or("it does not listen")?;
    println!("The shop is open at {url}");
    println!("Its document is at {url}/openrpc.json, and rpc.discover gives it too.\n");

    let shop = Petshop::connect(&url).await?;

    println!("1. Required params are arguments, optional ones are setters.");
    let bobik = shop.create_pet("Bobik", "the dog").kind(Kind::Dog).await?;
    println!("   created {}", line(&bobik));
    let ann = Owner {
        email: "ann@example.org".into(),
        phone: None,
    };
    for (name, kind) in [
        ("Murka", Kind::Cat),
        ("Polly", Kind::Other),
        ("Rex", Kind::Dog),
        ("Tom", Kind::Cat),
    ] {
        let pet = shop
            .create_pet(name, "new here")
            .kind(kind)
            .owner(ann.clone())
            .await?;
        println!("   created {}", line(&pet));
    }

    println!("\n2. A page carries the closure that fetches the next one.");
    let mut page: Page<Pet> = shop.list_pets().limit(2).await?;
    loop {
        let names: Vec<&str> = page.items.iter().map(|pet| pet.name.as_str()).collect();
        println!("   {names:?}");
        let Some(next) = page.next else { break };
        page = next().await?;
    }

    println!("\n3. All pages as one stream of pets.");
    let everyone: Vec<Pet> = shop.list_pets().limit(2).items().try_collect().await?;
    println!(
        "   {} pets, the last one is {}",
        everyone.len(),
        line(&everyone[everyone.len() - 1])
    );

    println!("\n4. The errors that the document declares are variants.");
    match shop.create_pet("Bobik", "another dog").await {
        Err(Error::Server(errors::CreatePet::NameTaken(error))) => {
            println!(
                "   name taken: code {}, data {}",
                error.code(),
                error.data::<serde_json::Value>()?.unwrap_or_default()
            );
        }
        other => println!("   unexpected: {other:?}"),
    }
    if let Err(error) = shop.get_pet(99).await {
        println!("   {error}");
    }

    println!("\n5. The client describes itself.\n{shop}");
    server.close(Duration::from_secs(5)).await;
    Ok(())
}

fn line(pet: &Pet) -> String {
    let owner = pet
        .owner
        .as_ref()
        .map_or("nobody", |owner| owner.email.as_str());
    format!(
        "#{} {} ({}, {}), owned by {owner}",
        pet.id, pet.name, pet.kind, pet.tag
    )
}
