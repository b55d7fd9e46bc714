//! One call by callwright.
use callwright::{Error, Params, Request, connect};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let url = std::env::args().nth(1).unwrap_or_default();
    let request = Request::new("hello", Params::by_position().with("name", "world")?);
    let reply = connect(&url).await?.call(request).await?;
    println!("{}", reply.decode::<String>()?);
    Ok(())
}
