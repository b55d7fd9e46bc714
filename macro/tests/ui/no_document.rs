callwright_macro::generate_client!(Petshop);

fn main() {
    let _: Option<Petshop> = None;
}
