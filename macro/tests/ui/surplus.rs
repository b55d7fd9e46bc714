callwright_macro::generate_client!(Petshop, "openrpc.json", strict);

fn main() {
    let _: Option<Petshop> = None;
}
