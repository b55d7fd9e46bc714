//! No call: what a program costs that only has tokio.
#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("hello");
}
