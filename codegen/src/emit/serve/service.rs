//! What makes a service of an implementor of the trait, its table, and the document that it embeds.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{is_answered, service_name, trait_name, wires};
use crate::emit::signature::text;
use crate::emit::{Context, docs, visibility};
use crate::model::{Api, Outcome, Served};

/// The service and all that belongs to it but the way to its functions.
pub(super) fn items(served: &Served, cx: &Context<'_>) -> TokenStream {
    let service = service(cx);
    let answering = answering(served, cx);
    let table = table(cx.api);
    let document = document(served, cx);
    quote!(#service #answering #table #document)
}

/// `pub struct PetshopService<S>(Arc<S>);`
fn service(cx: &Context<'_>) -> TokenStream {
    let (contract, name) = (trait_name(cx.api), service_name(cx.api));
    let visible = visibility::item(cx.visibility);
    let allowed = visibility::allowed(cx.visibility);
    let about = docs(&format!(
        "A service of what implements [`{contract}`], to be served. Clones share it."
    ));
    quote! {
        #about
        #[derive(Debug)]
        #visible struct #name<S>(::std::sync::Arc<S>);

        #allowed
        impl<S: #contract> #name<S> {
            /// A service of it.
            pub fn new(server: S) -> Self {
                Self(::std::sync::Arc::new(server))
            }
        }

        impl<S> ::std::convert::From<::std::sync::Arc<S>> for #name<S> {
            fn from(server: ::std::sync::Arc<S>) -> Self {
                Self(server)
            }
        }
    }
}

/// What a service has that whatever serves it asks for.
fn answering(served: &Served, cx: &Context<'_>) -> TokenStream {
    let (contract, name) = (trait_name(cx.api), service_name(cx.api));
    let leave: Vec<_> = leave(served, cx).collect();
    let call = match leave.is_empty() {
        true => quote!(rt::service::call(self, asked)),
        false => quote!(match asked.method() {
            #(#leave)*
            _ => rt::service::call(self, asked),
        }),
    };
    let leaving = served.leaving.iter();
    let leaves =
        (!served.leaving.is_empty()).then(|| quote!(|| ::std::matches!(method, #(#leaving)|*)));
    quote! {
        impl<S> ::std::clone::Clone for #name<S> {
            fn clone(&self) -> Self {
                Self(::std::sync::Arc::clone(&self.0))
            }
        }

        impl<S: #contract> rt::service::Service for #name<S> {
            fn call<'a>(&'a self, asked: rt::service::Incoming<'a>) -> rt::service::Answer<'a> {
                #call
            }

            fn has(&self, method: &str) -> bool {
                SERVICE.has(method) #leaves
            }

            fn document(&self) -> ::std::option::Option<rt::service::Document> {
                rt::service::document(DOCUMENT)
            }
        }
    }
}

/// `"unfollow" => rt::service::leave::<rt::service::Json>(&asked, rt::service::Ids::True),`
fn leave<'c>(served: &'c Served, cx: &'c Context<'_>) -> impl Iterator<Item = TokenStream> + 'c {
    let wires = wires(cx);
    served.leaving.iter().map(move |leaving| {
        let mut methods = cx.api.methods.iter();
        let listed = methods.find(|method| method.wire == *leaving);
        let is_null = listed.is_some_and(|method| match method.outcome {
            Outcome::Value { schema, .. } => text(schema, cx) == "()",
            _ => false,
        });
        let answer = match is_null {
            true => quote!(Null),
            false => quote!(True),
        };
        quote!(#leaving => rt::service::leave::<#wires>(&asked, rt::service::Ids::#answer),)
    })
}

/// `static SERVICE: rt::service::Table = rt::service::Table::new(&METHODS, &[("all_tags", 3), …]);`
fn table(api: &Api) -> TokenStream {
    let methods = api.methods.iter().enumerate();
    let methods = methods.filter(|(_, method)| is_answered(method, api));
    let methods = methods.map(|(number, method)| (method.wire.as_str(), number));
    let mut names: Vec<_> = methods.collect();
    names.sort_unstable();
    // Several functions may subscribe by one method: the first leads to all.
    names.dedup_by_key(|(name, _)| *name);
    let names = names.into_iter().map(|(name, number)| {
        let number = Literal::usize_unsuffixed(number);
        quote!((#name, #number))
    });
    quote! {
        static SERVICE: rt::service::Table =
            rt::service::Table::new(&METHODS, &[#(#names),*]);
    }
}

/// The document, and what answers from its examples.
fn document(served: &Served, cx: &Context<'_>) -> TokenStream {
    let (text, visible) = (&served.document, visibility::item(cx.visibility));
    quote! {
        /// The document, in one piece.
        #visible const DOCUMENT: &str = #text;

        /// A service that answers from the examples of the document: a server for tests.
        #visible fn mock() -> rt::service::Examples {
            rt::service::examples(DOCUMENT)
        }
    }
}
