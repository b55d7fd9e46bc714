callwright_macro::generate_client! {
    name: Petshop,
    spec: "openrpc.json",
    exlude: ["pets.*"],
}

fn main() {
    let _: Option<Petshop> = None;
}
