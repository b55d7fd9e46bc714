//! How requests of the other side are answered: in which order, and what errors look like.

/// In which order answers to the requests of the other side go out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AnswerOrder {
    /// Each as soon as it is there.
    #[default]
    Any,
    /// Last in, first out: an answer waits until all that was asked later is answered.
    ///
    /// Neovim before 0.10 closes the channel otherwise, and so do later ones for a client that has
    /// not named itself as one of the type `msgpack-rpc` by `nvim_set_client_info`. A request
    /// that crosses the answer on its way cannot be waited for.
    ///
    /// Two answers in one read are a fault to it, too. Where another one waits for its turn, the
    /// other side is asked for a method that no peer has, and the next answer goes once that is refused.
    Lifo,
}

/// What the error of an answer looks like in MessagePack-RPC, which leaves it open. In JSON-RPC it
/// is an object always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorStyle {
    /// A map of `code`, `message` and `data`, as in JSON-RPC, of which nothing is lost.
    #[default]
    Object,
    /// An array of code and message, as Neovim writes it and reads it. Neovim takes -1 for no
    /// error: 0 stands for it.
    CodeMessage,
    /// The message alone, as the oldest implementations have it.
    Text,
}
