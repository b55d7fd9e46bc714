callwright_macro::generate_client!(pub Petshop, "no-such-file.json");

// The promised module stands in: nothing here is an error.
pub fn client(shop: petshop::Petshop) -> Petshop {
    shop.clone()
}

fn main() {}
