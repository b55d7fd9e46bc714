//! The crate nvim-rs.

use ::nvim_rs::create::tokio::{new_path, new_tcp};
use ::nvim_rs::rpc::handler::Dummy;
use ::nvim_rs::{Neovim, Value};
use turns::{Called, Contender, Failure};

use super::TEXT;
use crate::place::Place;

pub(super) async fn contender(name: &str, place: &Place) -> Result<Contender, Failure> {
    Ok(match place {
        Place::Unix(path) => {
            let (neovim, _) = new_path(path, Dummy::new()).await?;
            Contender::new(name, move || call(neovim.clone()))
        }
        Place::Tcp(address) => {
            let (neovim, _) = new_tcp(address, Dummy::new()).await?;
            Contender::new(name, move || call(neovim.clone()))
        }
    })
}

fn call<W>(neovim: Neovim<W>) -> Called
where
    W: futures_io::AsyncWrite + Send + Unpin + 'static,
{
    Box::pin(async move {
        let width = neovim
            .call("nvim_strwidth", vec![Value::from(TEXT)])
            .await?;
        let width = width.map_err(|error| error.to_string())?;
        Ok(width.as_u64().ok_or("no number came")? as usize)
    })
}
