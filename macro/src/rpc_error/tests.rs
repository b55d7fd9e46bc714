//! What the derive makes of enums, and what it says of wrong ones.

use quote::quote;

/// What the derive makes of an enum.
fn derived(of: proc_macro2::TokenStream) -> String {
    super::derive(of).to_string()
}

#[test]
fn a_message_that_is_not_stated_is_the_name_in_words() {
    let made = derived(quote! {
        enum ShopError {
            #[rpc(code = 42)]
            PetNotFound,
            #[rpc(code = -7, message = "No, {really}")]
            No,
        }
    });
    assert!(made.contains(r#"(42 , "Pet not found")"#), "{made}");
    assert!(made.contains(r#"(- 7 , "No, {really}")"#), "{made}");
}

#[test]
fn only_what_is_an_object_needs_a_struct() {
    let made = derived(quote! {
        enum ShopError {
            #[rpc(code = 1)]
            One(Vec<u8>),
            #[rpc(code = 2)]
            Kept { #[rpc(skip)] why: std::io::Error },
            #[rpc(code = 3)]
            Object { #[serde(rename = "ID")] id: i64, #[rpc(skip)] why: std::io::Error },
        }
    });
    assert_eq!(made.matches("struct ").count(), 1, "{made}");
    let object = r#"struct ShopErrorObject { # [serde (rename = "ID")] id : i64 }"#;
    assert!(made.contains(object), "{made}");
}
