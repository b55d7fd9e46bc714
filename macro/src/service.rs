//! Takes an impl block and what is said of its service, gives the block as it is and the service of it, or the faults.
//!
//! ```text
//! impl Pets { … }
//! const _: () = {
//!     static METHODS: [rt::Method; 2] = […];
//!     static TABLE: rt::Table = …;
//!     impl rt::Methods for Pets { … }
//!     impl rt::Service for Pets { … }
//! };
//! ```

mod attribute;
mod begin;
mod description;
mod docs;
mod faults;
mod method;
mod names;
mod options;
mod param;
mod spelling;
mod subscription;
mod table;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ImplItem, ItemImpl};

use self::faults::Faults;
use self::method::Method;
use self::options::Options;

pub(crate) fn service(options: TokenStream, item: TokenStream) -> TokenStream {
    let mut block = match syn::parse2::<ItemImpl>(item.clone()) {
        Ok(block) => block,
        Err(error) => {
            let hint = "a service is made of an impl block: `impl Pets { … }`";
            let error = syn::Error::new(error.span(), hint).into_compile_error();
            return quote!(#item #error);
        }
    };
    let mut faults = Faults::default();
    let options = options::read(options, &mut faults);
    let methods = methods(&mut block, &mut faults);
    names::check(&methods, &options, &mut faults);
    let service = match faults.is_empty() {
        true => emit(&block, &options, &methods),
        false => stub(&block),
    };
    quote!(#block #service #faults)
}

/// The methods of the block, which loses what is written for us.
fn methods(block: &mut ItemImpl, faults: &mut Faults) -> Vec<Method> {
    if let Some((of, _)) = &block.trait_ {
        let hint = "a service is made of what the type has by itself: leave the trait out";
        faults.at(of, hint);
        return Vec::new();
    }
    let functions = block.items.iter_mut().filter_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    });
    let mut methods: Vec<Method> = functions
        .filter_map(|function| method::read(function, faults))
        .collect();
    for number in 0..methods.len() {
        let ending = method::ending(&methods[number], faults);
        // One may end the subscriptions of several methods.
        let is_there = |it: &Method| {
            methods
                .iter()
                .any(|m| m.ends.is_some() && m.name == it.name)
        };
        methods.extend(ending.filter(|ending| !is_there(ending)));
    }
    methods
}

fn emit(block: &ItemImpl, options: &Options, methods: &[Method]) -> TokenStream {
    let (generics, _, bounds) = block.generics.split_for_impl();
    let this = &block.self_ty;
    let table = table::emit(options, &block.generics, methods);
    let description = description::emit(&docs::read(&block.attrs), options, methods);
    let begin = begin::emit(options, methods);
    quote! {
        #[allow(deprecated, unused_imports)]
        const _: () = {
            use ::callwright::__private::v1::service as rt;
            use rt::{
                ResultDescription as _, ResultItems as _, ResultOutcome as _, ResultStream as _,
                ValueDescription as _, ValueItems as _, ValueOutcome as _, ValueStream as _,
            };
            #table
            impl #generics rt::Methods for #this #bounds { #begin }
            impl #generics rt::Described for #this #bounds { #description }
            impl #generics rt::Service for #this #bounds {
                fn call<'a>(&'a self, asked: rt::Incoming<'a>) -> rt::Answer<'a> {
                    rt::call(self, asked)
                }
                fn has(&self, method: &str) -> bool {
                    TABLE.has(method)
                }
                fn document(&self) -> ::core::option::Option<rt::Document> {
                    ::core::option::Option::Some(<Self as rt::Described>::SERVICE.document())
                }
            }
        };
    }
}

/// What the rest of the crate was promised, so that the faults are the only ones.
fn stub(block: &ItemImpl) -> TokenStream {
    let (generics, _, bounds) = block.generics.split_for_impl();
    let this = &block.self_ty;
    quote! {
        impl #generics ::callwright::Service for #this #bounds {
            fn call<'a>(
                &'a self,
                _: ::callwright::Incoming<'a>,
            ) -> ::callwright::BoxFuture<'a, ::core::result::Result<::callwright::Reply, ::callwright::ServerError>> {
                ::std::boxed::Box::pin(async { ::core::result::Result::Err(::callwright::ServerError::method_not_found()) })
            }
        }
    }
}
