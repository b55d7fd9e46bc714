callwright_macro::generate_client! {
    name: Petshop,
    spec: "openrpc.json",
    params: by_nam,
}

fn main() {
    let _: Option<Petshop> = None;
}
