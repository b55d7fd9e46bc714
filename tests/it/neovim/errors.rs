//! Neovim's errors, which are a number and a sentence.

use callwright::{Error, Params, Request};
use callwright_tests::neovim::errors;

use super::visit::{Visit, over_all};

over_all!(
    an_unknown_method_has_neovims_own_error,
    declared_errors_are_variants,
    a_value_of_another_type_fails_its_call_alone,
);

async fn an_unknown_method_has_neovims_own_error(visit: &Visit) {
    let nvim = visit.connect().await;
    let refused = nvim
        .connection()
        .call(Request::new("no_such_function", Params::by_position()))
        .await;
    let Err(Error::Server(error)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(error.code(), 0);
    assert_eq!(error.message(), "Invalid method: no_such_function");
    assert_eq!(nvim.nvim_strwidth("alive").await.unwrap(), 5);
}

async fn declared_errors_are_variants(visit: &Visit) {
    let nvim = visit.connect().await;
    let buffer = nvim.nvim_get_current_buf().await.unwrap();
    let out_of_bounds = nvim.nvim_buf_get_lines(buffer, 98, 99, true).await;
    let Err(Error::Server(errors::NvimBufGetLines::Validation(error))) = out_of_bounds else {
        panic!("{out_of_bounds:?}")
    };
    assert_eq!((error.code(), error.message()), (1, "Index out of bounds"));

    let thrown = nvim.nvim_command("throw 'a stone'").await;
    let Err(Error::Server(errors::NvimCommand::Exception(error))) = thrown else {
        panic!("{thrown:?}")
    };
    assert_eq!(error.code(), 0);
    assert!(error.message().contains("a stone"), "{error:?}");
}

async fn a_value_of_another_type_fails_its_call_alone(visit: &Visit) {
    let nvim = visit.connect().await;
    let params = Params::by_position().with("text", &7).unwrap();
    let wrong = Request::new("nvim_strwidth", params);
    let refused = nvim.connection().call(wrong).await.unwrap_err();
    assert!(refused.to_string().contains("nvim_strwidth"), "{refused}");
    assert_eq!(nvim.nvim_strwidth("alive").await.unwrap(), 5);
}
