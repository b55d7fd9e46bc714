const CLOSED: i64 = 43;

#[derive(callwright_macro::RpcError)]
enum ShopError {
    PetNotFound { id: i64 },
    #[rpc(code = "42")]
    Text,
    #[rpc(code = 42, mesage = "Pet exists")]
    Misspelt,
    #[rpc(code = 7, transparent)]
    Both(String),
    #[rpc(transparent)]
    Named { error: String },
    #[rpc(code = 8)]
    Hidden(#[rpc(hide)] String),
    #[rpc(code = CLOSED)]
    Closed,
    #[rpc(code = 9223372036854775808)]
    TooLarge,
}

#[derive(callwright_macro::RpcError)]
enum Doubled {
    #[rpc(code = -1)]
    First,
    #[rpc(code = -1)]
    Second,
}

#[derive(callwright_macro::RpcError)]
struct NoEnum;

#[derive(callwright_macro::RpcError)]
enum Generic<T> {
    #[rpc(code = 1)]
    Of(T),
}

fn main() {}
