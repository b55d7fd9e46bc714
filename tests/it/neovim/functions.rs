//! Functions of Neovim by their typed arguments and results.

mod buffers;
mod screen;
mod values;

use std::collections::BTreeSet;

use callwright::Value;

use super::visit::{Visit, over_all};

/// Calls in their order: `function(arguments) == result;`, or `function(arguments) has |result| …;` where the result is
/// not the same each time. Gives the names of what was called.
macro_rules! table {
    ($nvim:ident: $($function:ident($($argument:expr),*) $verb:tt $wanted:expr;)*) => {{
        $(
            let call = $nvim.$function($($argument),*);
            let got = call.await.unwrap_or_else(|error| panic!("{}: {error}", stringify!($function)));
            crate::neovim::functions::check!(got $verb $wanted, stringify!($function($($argument),*)));
        )*
        [$(stringify!($function)),*]
    }};
}
use table;

macro_rules! check {
    ($got:ident == $wanted:expr, $call:expr) => {
        assert_eq!($got, $wanted, "{}", $call)
    };
    ($got:ident has $wanted:expr, $call:expr) => {{
        let shown = format!("{:?}", $got);
        assert!(
            crate::neovim::functions::holds($got, $wanted),
            "{} gave {shown}",
            $call
        )
    }};
}
use check;

/// Lets the compiler know the type of a closure's argument.
fn holds<T>(value: T, is: impl FnOnce(T) -> bool) -> bool {
    is(value)
}

fn list(values: &[i64]) -> Value {
    Value::from(values.iter().copied().map(Value::from).collect::<Vec<_>>())
}

over_all!(sixty_functions_and_more_take_and_give_what_they_say);

async fn sixty_functions_and_more_take_and_give_what_they_say(visit: &Visit) {
    let mut called = BTreeSet::new();
    let nvim = visit.connect().await;
    called.extend(buffers::table(&nvim).await);
    called.extend(screen::table(&nvim).await);
    called.extend(values::table(&nvim).await);
    assert!(called.len() >= 60, "{} functions", called.len());
    assert!(called.iter().all(|name| !name.starts_with("nvim_ui_")));
}
