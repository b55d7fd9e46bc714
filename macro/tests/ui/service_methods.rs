use std::sync::Arc;

use callwright::{Handlers, service};

struct Pets;

#[service(title = "Pets")]
impl Pets {
    fn new() -> Self {
        Self
    }

    async fn open() {}

    async fn by_value(self) {}

    async fn exclusive(&mut self) {}

    async fn counted(self: &Arc<Self>) {}

    async fn generic<T>(&self) {}

    async fn elided<'a>(&'a self) -> &'a str {
        ""
    }

    async unsafe fn dangerous(&self) {}

    #[cfg(unix)]
    async fn sometimes(&self) {}

    #[notification]
    async fn answers(&self) -> u8 {
        7
    }

    #[notification(name = "told")]
    async fn told(&self) {}

    #[notification]
    #[subscription]
    async fn both(&self) -> Vec<u8> {
        Vec::new()
    }

    #[subscription]
    async fn streamless(&self) {}

    #[subscription(name = "ticks")]
    async fn misnamed(&self) -> Vec<u8> {
        Vec::new()
    }

    #[method(title = "x")]
    async fn titled(&self) {}

    async fn twice(&self) {}

    #[method(name = "twice")]
    async fn again(&self) {}

    #[method(name = "rpc.discover")]
    async fn discover(&self) {}

    #[skip]
    async fn helper<T>(&mut self, _: T) {}
}

fn main() {
    let _ = Handlers::from(Pets::new());
}
