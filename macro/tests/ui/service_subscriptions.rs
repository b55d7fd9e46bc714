use callwright::service;

struct Clock;

#[service(title = "Clock", version = "1.0.0")]
impl Clock {
    #[subscription]
    async fn nothing(&self) {}

    #[subscription(every = "second")]
    fn odd(&self) -> std::vec::IntoIter<u64> {
        vec![1].into_iter()
    }

    #[subscription]
    fn numbers(&self) -> impl Iterator<Item = u64> {
        0..3
    }
}

fn main() {}
