//! Takes a newtype of text with a pattern and gives it in the form of the runtime's `text!`: a line that says what it can do.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Attribute, ItemStruct, parse_quote};

use crate::options::Decode;
use crate::schema::{Alphabet, Class, Digits, Limits};

use super::runtime::Runtime;

/// Characters of a pattern that are told.
const TOLD: usize = 300;

/// ```text
/// pub struct Address(pub String);
/// rt::text!(Address open [checked, bytes] Rule::new("^0x[0-9a-f]{40}$").lower_hex("0x", 40, 40));
/// ```
pub(super) fn of_struct(
    item: &ItemStruct,
    limits: &Limits,
    decode: Decode,
    runtime: &Runtime,
) -> TokenStream {
    let exact = decode == Decode::Exact;
    let (name, text, attributes) = (&item.ident, runtime.path("text"), &item.attrs);
    let (mode, visibility) = match exact {
        true => (format_ident!("exact"), None),
        false => (format_ident!("open"), Some(quote!(pub))),
    };
    let (abilities, rule) = (abilities(limits, exact), rule(limits, exact));
    quote! {
        #(#attributes)*
        pub struct #name(#visibility ::std::string::String);
        #text!(#name #mode [#(#abilities),*] #rule);
    }
}

/// The pattern as docs.
pub(super) fn doc(limits: &Limits) -> Vec<Attribute> {
    let Some(pattern) = &limits.pattern else {
        return Vec::new();
    };
    let mut told: String = pattern.source.chars().take(TOLD).collect();
    if told.len() < pattern.source.len() {
        told.push('…');
    }
    let told = told.replace(|c: char| c.is_control(), " ");
    let ticks = if told.contains('`') { "``" } else { "`" };
    let line = match told.starts_with('`') || told.ends_with('`') {
        true => format!(" Pattern: {ticks} {told} {ticks}"),
        false => format!(" Pattern: {ticks}{told}{ticks}"),
    };
    vec![parse_quote!(#[doc = ""]), parse_quote!(#[doc = #line])]
}

/// What the type can do, in the words of `text!`.
fn abilities(limits: &Limits, exact: bool) -> Vec<TokenStream> {
    let mut abilities = Vec::new();
    if limits.are_recognised() && !exact {
        abilities.push(quote!(checked));
    }
    let Some(pattern) = &limits.pattern else {
        return abilities;
    };
    // Where texts are checked, a number must fit whatever it is.
    let always_fits = pattern.is_exact || !exact;
    match &pattern.class {
        Class::Hex(digits) => {
            if is_bytes(digits) {
                abilities.push(quote!(bytes));
            }
            if is_number(digits) {
                let from = integers(digits, &[(16, "u64"), (32, "u128")], always_fits);
                abilities.push(quote!(hex #(#from)*));
            }
        }
        Class::Decimal(digits) => {
            let from = integers(digits, &[(20, "u64"), (39, "u128")], always_fits);
            abilities.push(quote!(decimal #(#from)*));
        }
        Class::Fraction => abilities.push(quote!(fraction)),
        Class::Other => {}
    }
    abilities
}

fn is_bytes(digits: &Digits) -> bool {
    let odd = digits.max == Some(digits.min) && digits.min % 2 == 1;
    !digits.is_number && !odd
}

fn is_number(digits: &Digits) -> bool {
    let fixed = digits.max == Some(digits.min) || digits.min == 0 || digits.is_even;
    digits.is_number || !fixed
}

/// The integers that always have a text: those with room for all of their digits.
fn integers(digits: &Digits, widths: &[(u32, &str)], always_fits: bool) -> Vec<Ident> {
    let room = |width: u32| always_fits && digits.max.is_none_or(|max| width <= max);
    let fitting = widths.iter().filter(|(width, _)| room(*width));
    fitting.map(|(_, name)| format_ident!("{name}")).collect()
}

/// `Rule::new("^0x[0-9a-f]{40}$").lower_hex("0x", 40, 40)`
fn rule(limits: &Limits, exact: bool) -> TokenStream {
    let mut rule = match &limits.pattern {
        Some(pattern) => {
            let source = &pattern.source;
            quote!(Rule::new(#source))
        }
        None => quote!(Rule::any()),
    };
    if let Some(pattern) = &limits.pattern {
        rule.extend(match &pattern.class {
            Class::Hex(digits) | Class::Decimal(digits) => of_digits(digits),
            Class::Fraction | Class::Other => TokenStream::new(),
        });
        if let Some(matched) = pattern.matched.as_ref().filter(|_| exact) {
            rule.extend(quote!(.matched(#matched)));
        }
    }
    if limits.min.is_some() || limits.max.is_some() {
        let (min, max) = (number(limits.min.unwrap_or(0)), most(limits.max));
        rule.extend(quote!(.lengths(#min, #max)));
    }
    rule
}

fn of_digits(digits: &Digits) -> TokenStream {
    let (prefix, min, max) = (&digits.prefix, number(digits.min), most(digits.max));
    let even = digits.is_even.then(|| quote!(.even()));
    let is_number = digits.is_number.then(|| quote!(.number()));
    let signed = digits.signed.then(|| quote!(.signed()));
    let digits = match digits.alphabet {
        Alphabet::Decimal => quote!(.decimal(#min, #max)),
        Alphabet::Hex => quote!(.hex(#prefix, #min, #max)),
        Alphabet::LowerHex => quote!(.lower_hex(#prefix, #min, #max)),
        Alphabet::UpperHex => quote!(.upper_hex(#prefix, #min, #max)),
    };
    quote!(#digits #even #is_number #signed)
}

fn most(max: Option<u32>) -> TokenStream {
    max.map_or_else(|| quote!(usize::MAX), number)
}

fn number(number: u32) -> TokenStream {
    let number = proc_macro2::Literal::u32_unsuffixed(number);
    quote!(#number)
}
