callwright_macro::generate_client! {
    name: Petshop,
    spec: "openrpc.json",
    visibility: pub(crate),
    overlay: ["changes.yaml", { "info": { "description": null } }],
    rename: {
        methods: { "list": list_pets, "get": "a pet" },
    },
}

fn main() {
    let _: Option<Petshop> = None;
}
