//! Takes aliases and says which of them Rust cannot have: those in circles, and each that ends too long a chain.

use std::collections::HashMap;

use super::{Aliases, named_in};

/// Aliases that may lead to each other in a row; the compiler follows only so many.
const LONGEST: usize = 16;

/// The aliases that must be types of their own.
pub(super) fn broken(aliases: &Aliases) -> Vec<String> {
    let numbers: HashMap<&str, usize> = (aliases.keys().map(String::as_str)).zip(0..).collect();
    let mut leads_to = vec![Vec::new(); aliases.len()];
    let mut comes_from = vec![Vec::new(); aliases.len()];
    for (from, ty) in aliases.values().enumerate() {
        for to in named_in(ty).filter_map(|name| numbers.get(name.as_str()).copied()) {
            leads_to[from].push(to);
            comes_from[to].push(from);
        }
    }
    let mut broken = circular(&leads_to, &comes_from);
    cut_long(&mut broken, &leads_to, &comes_from);
    let names = aliases.keys().zip(broken);
    names
        .filter(|(_, broken)| *broken)
        .map(|(name, _)| name.clone())
        .collect()
}

/// What is left when ends are taken away from both sides lies in a circle, or on a way from one to another.
fn circular(leads_to: &[Vec<usize>], comes_from: &[Vec<usize>]) -> Vec<bool> {
    let none = vec![false; leads_to.len()];
    let mut circular = vec![true; leads_to.len()];
    for end in inner_first(leads_to, comes_from, &none) {
        circular[end] = false;
    }
    for end in inner_first(comes_from, leads_to, &none) {
        circular[end] = false;
    }
    circular
}

/// Breaks what still leads on for too long.
fn cut_long(broken: &mut [bool], leads_to: &[Vec<usize>], comes_from: &[Vec<usize>]) {
    let mut lengths = vec![0; broken.len()];
    for alias in inner_first(leads_to, comes_from, broken) {
        let others = leads_to[alias].iter().filter(|other| !broken[**other]);
        let length = others.map(|other| lengths[*other] + 1).max().unwrap_or(0);
        lengths[alias] = length;
        broken[alias] = length == LONGEST;
    }
}

/// The aliases in an order where each comes after all that it leads to; without those in `broken` and, where there are
/// circles, without all that lead into one.
fn inner_first(leads_to: &[Vec<usize>], comes_from: &[Vec<usize>], broken: &[bool]) -> Vec<usize> {
    let mut open: Vec<usize> = leads_to
        .iter()
        .map(|others| others.iter().filter(|other| !broken[**other]).count())
        .collect();
    let mut order: Vec<usize> = (0..open.len())
        .filter(|alias| open[*alias] == 0 && !broken[*alias])
        .collect();
    let mut next = 0;
    while let Some(alias) = order.get(next).copied() {
        next += 1;
        for from in &comes_from[alias] {
            open[*from] -= 1;
            if open[*from] == 0 && !broken[*from] {
                order.push(*from);
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    fn of(aliases: &[(&str, &str)]) -> Vec<String> {
        let aliases = aliases.iter().map(|(name, held)| {
            let held: syn::Ident = syn::parse_str(held).unwrap();
            ((*name).to_owned(), parse_quote!(Vec<#held>))
        });
        broken(&aliases.collect())
    }

    #[test]
    fn circles_are_broken_and_what_leads_there_is_not() {
        let circle = [
            ("A", "B"),
            ("B", "C"),
            ("C", "A"),
            ("D", "A"),
            ("E", "E"),
            ("F", "String"),
        ];
        assert_eq!(of(&circle), ["A", "B", "C", "E"]);
    }

    #[test]
    fn long_chains_are_broken_once_in_a_while() {
        let names: Vec<String> = (0..50).map(|i| format!("N{i:02}")).collect();
        let chain: Vec<_> = names
            .windows(2)
            .map(|pair| (pair[0].as_str(), pair[1].as_str()))
            .collect();
        assert_eq!(of(&chain), ["N15", "N32"]);
    }

    #[test]
    fn a_hundred_thousand_aliases_take_no_time() {
        let names: Vec<String> = (0..100_000).map(|i| format!("N{i:06}")).collect();
        let chain: Vec<_> = names
            .windows(2)
            .map(|pair| (pair[0].as_str(), pair[1].as_str()))
            .collect();
        assert!(of(&chain).len() > 5_000);
    }
}
