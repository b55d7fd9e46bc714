//! The one empty value of Lisp, which arrives as null: an empty list, false, and nothing.

use callwright::Error;

use super::Session;

#[tokio::test]
async fn null_is_an_empty_list_and_false() {
    let Session {
        shop,
        lenient,
        server: _server,
    } = Session::open().await;
    assert!(shop.all_tags().await.unwrap().is_empty());
    assert!(lenient.all_tags().await.unwrap().is_empty());
    assert!(!shop.is_open().await.unwrap());
    assert!(!lenient.is_open().await.unwrap());
    assert!(!shop.some_method(false).await.unwrap());
    assert!(!lenient.some_method(false).await.unwrap());
}

#[tokio::test]
async fn null_is_nothing_where_the_document_allows_it() {
    let Session {
        shop,
        lenient,
        server: _server,
    } = Session::open().await;
    assert!(shop.maybe_pet().await.unwrap().is_none());
    assert!(lenient.maybe_pet().await.unwrap().is_none());
}

#[tokio::test]
async fn a_missing_member_is_a_fault_with_its_place() {
    let session = Session::open().await;
    let shop = &session.shop;
    let error = shop
        .partial_pet()
        .await
        .expect_err("id and tag are missing");
    let Error::Decode(fault) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (fault.path(), fault.method(), fault.status()),
        ("$", Some("partial_pet"), Some(200))
    );
    assert!(
        fault.snippet().contains(r#""full_name":"Bobik""#),
        "{}",
        fault.snippet()
    );
    let shown = error.to_string();
    assert!(
        shown.contains("partial_pet") && shown.contains("missing field `id`"),
        "{shown}"
    );
}

#[tokio::test]
async fn missing_members_are_none_where_they_are_forgiven() {
    let session = Session::open().await;
    let lenient = &session.lenient;
    let pet = lenient.partial_pet().await.unwrap();
    assert_eq!((pet.id, pet.tag), (None, None));
    assert_eq!(pet.full_name.as_deref(), Some("Bobik"));
    assert_eq!((pet.good_boy, pet.weight), (Some(false), Some(1.0 / 3.0)));

    let whole = lenient.born_pet().await.unwrap();
    assert_eq!((whole.id, whole.tag.as_deref()), (Some(9), Some("t")));
}
