//! Looks whether clients can tell the methods and the params of a service apart.

use std::collections::HashSet;

use super::faults::Faults;
use super::method::Method;
use super::options::Options;
use super::param::Argument;

pub(super) fn check(methods: &[Method], options: &Options, faults: &mut Faults) {
    let mut names = HashSet::new();
    for method in methods {
        let name = format!("{}{}", options.prefix, method.name);
        if name.starts_with("rpc.") {
            let hint = format!(
                "`{name}`: names that begin with `rpc.` belong to the protocol; take another"
            );
            faults.at(&method.function, hint);
        }
        if !names.insert(name) {
            let hint = format!(
                "there are two methods `{}`; give one another name: `#[method(name = \"…\")]`",
                method.name
            );
            faults.at(&method.function, hint);
        }
        check_params(method, faults);
    }
}

fn check_params(method: &Method, faults: &mut Faults) {
    let mut names = HashSet::new();
    for param in method.arguments.iter().filter_map(Argument::param) {
        if !names.insert(&param.name) {
            let hint = format!(
                "there are two params `{}`; give one another name: `#[param(name = \"…\")]`",
                param.name
            );
            faults.add(syn::Error::new(param.span, hint));
        }
    }
}
