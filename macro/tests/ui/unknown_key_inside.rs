callwright_macro::generate_client! {
    name: Petshop,
    spec: "openrpc.json",
    rename: { method: { "list": list_pets } },
}

fn main() {
    let _: Option<Petshop> = None;
}
