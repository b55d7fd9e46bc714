//! Takes the methods of a service and gives the code that decodes the params of each and calls it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::method::Method;
use super::options::Options;
use super::param::{Argument, Param, Presence};
use super::spelling::Lent;

pub(super) fn emit(options: &Options, methods: &[Method]) -> TokenStream {
    let wires = match options.both_wires {
        true => quote!(rt::JsonAndMessagePack),
        false => quote!(rt::Json),
    };
    let arms = (0_usize..).zip(methods).map(|(number, method)| {
        let arm = arm(method, &wires);
        quote!(#number => { #arm })
    });
    quote! {
        type Wires = #wires;
        fn table(&self) -> &'static rt::Table {
            &TABLE
        }
        fn begin<'a>(
            &'a self,
            number: usize,
            given: rt::Given<'a, #wires>,
        ) -> ::core::result::Result<rt::Answer<'a>, rt::ServerError> {
            ::core::result::Result::Ok(match number {
                #(#arms)*
                _ => return ::core::result::Result::Err(rt::ServerError::method_not_found()),
            })
        }
    }
}

/// ```text
/// let p0 = given.required::<i64>(0)?;
/// let answer = Self::get_pet(self, p0);
/// (&rt::outcome(&answer)).answer(&given, answer)
/// ```
fn arm(method: &Method, wires: &TokenStream) -> TokenStream {
    let function = &method.function;
    if method.ends.is_some() {
        return quote!(rt::unsubscribe(&given));
    }
    let mut taken = Vec::new();
    let mut passed = vec![quote!(self)];
    let mut params = 0_usize;
    let mut is_lent = false;
    for argument in &method.arguments {
        let local = local(taken.len());
        let (take, pass) = match argument {
            Argument::Context { by_value: false } => {
                (quote!(let #local = given.context();), quote!(#local))
            }
            Argument::Context { by_value: true } => {
                let clone = quote!(::core::clone::Clone::clone(given.context()));
                (quote!(let #local = #clone;), quote!(#local))
            }
            Argument::Param(param) => {
                is_lent |= param.owned.lent != Lent::Not;
                params += 1;
                (decode(param, params - 1, &local), lend(param, &local))
            }
        };
        taken.push(take);
        passed.push(pass);
    }
    let call = quote_spanned!(at(function.span())=> Self::#function(#(#passed),*));
    let call = match (method.is_async, is_lent) {
        (true, false) => call,
        (true, true) => quote!(async move { #call.await }),
        // A panic of it is one of the answer.
        (false, _) => quote!(async move { #call }),
    };
    if method.subscription.is_some() {
        return subscribed(function, &taken, &call, wires);
    }
    quote_spanned! {at(function.span())=>
        #(#taken)*
        let answer = #call;
        (&rt::outcome(&answer)).answer(&given, answer)
    }
}

/// The place is taken first, so that a method that cannot subscribe does not run.
fn subscribed(
    function: &Ident,
    taken: &[TokenStream],
    call: &TokenStream,
    wires: &TokenStream,
) -> TokenStream {
    quote_spanned! {at(function.span())=>
        let place = rt::Place::take(&given)?;
        #(#taken)*
        let answer = #call;
        ::std::boxed::Box::pin(async move {
            let stream = (&rt::stream(&answer)).open(answer).await?;
            (&rt::items(&stream)).begin::<#wires, _>(place, stream)
        })
    }
}

fn decode(param: &Param, index: usize, local: &Ident) -> TokenStream {
    let ty = &param.owned.ty;
    let read = match &param.presence {
        Presence::Required => quote!(required::<#ty>(#index)),
        Presence::Optional => quote!(optional::<#ty>(#index)),
        Presence::Nullable => quote!(nullable::<#ty>(#index)),
        Presence::Default(Some(default)) => quote!(or_else::<#ty>(#index, || #default)),
        Presence::Default(None) => {
            quote!(or_else::<#ty>(#index, ::core::default::Default::default))
        }
    };
    quote_spanned!(at(ty.span())=> let #local = given.#read?;)
}

/// A param as the method takes it.
fn lend(param: &Param, local: &Ident) -> TokenStream {
    let inside = match param.owned.lent {
        Lent::Not => return quote!(#local),
        Lent::Itself => quote!(as_ref),
        Lent::Inside => quote!(as_deref),
    };
    match param.presence {
        Presence::Required | Presence::Default(_) => quote!(&#local),
        Presence::Optional => quote!(#local.#inside()),
        Presence::Nullable => quote!(#local.as_ref().map(|inner| inner.#inside())),
    }
}

fn local(index: usize) -> Ident {
    format_ident!("p{index}", span = Span::call_site())
}

/// There for the reader of an error, here for the names.
pub(super) fn at(span: Span) -> Span {
    Span::call_site().located_at(span)
}
