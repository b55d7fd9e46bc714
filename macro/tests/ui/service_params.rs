#![allow(unused_variables)]

use std::borrow::Cow;

use callwright::{Handlers, service};

struct Pets;

#[service(title = "Pets")]
impl Pets {
    async fn pattern(&self, (a, b): (u8, u8)) {}

    async fn nameless(&self, _: u8) {}

    async fn exclusive(&self, list: &mut Vec<u8>) {}

    async fn borrowed(&self, names: Vec<&str>) {}

    async fn lifetime(&self, name: Cow<'_, str>) {}

    async fn opaque(&self, name: impl Into<String>) {}

    async fn order(&self, limit: Option<u8>, name: String) {}

    async fn twice(&self, name: String, #[param(name = "name")] other: String) {}

    async fn misspelt(&self, #[param(nam = "other")] name: String) {}

    async fn unnamed(&self, #[param] name: String) {}
}

fn main() {
    let _ = Handlers::from(Pets);
}
