//! What leads from the number of a method to its function: its params, each by its type.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{is_answered, service_name, trait_name};
use crate::emit::{Context, ident};
use crate::model::{Method, Outcome, Param};
use crate::types::Taken;

/// ```text
/// impl<S: PetshopServer> rt::service::Methods for PetshopService<S> { type Wires = rt::Json; fn table … fn begin … }
/// ```
pub(super) fn item(cx: &Context<'_>) -> TokenStream {
    let (contract, name) = (trait_name(cx.api), service_name(cx.api));
    let methods = cx.api.methods.iter().enumerate();
    let methods = methods.filter(|(_, method)| is_answered(method));
    let arms = methods.map(|(number, method)| arm(number, method, cx));
    let wires = match cx.msgpack {
        true => quote!(rt::service::JsonAndMessagePack),
        false => quote!(rt::service::Json),
    };
    quote! {
        #[allow(deprecated, unused_imports, unused_variables, clippy::all)]
        impl<S: #contract> rt::service::Methods for #name<S> {
            type Wires = #wires;

            fn table(&self) -> &'static rt::service::Table {
                &SERVICE
            }

            fn begin<'a>(
                &'a self,
                number: usize,
                given: rt::service::Given<'a, Self::Wires>,
            ) -> ::std::result::Result<rt::service::Answer<'a>, rt::ServerError> {
                use rt::service::{ResultOutcome as _, ValueOutcome as _};
                let context = given.context();
                match number {
                    #(#arms)*
                    _ => ::std::result::Result::Err(rt::ServerError::method_not_found()),
                }
            }
        }
    }
}

/// ```text
/// 1 => { let method = S::get_pet(&self.0, given.required(0)?, context); Ok(rt::service::outcome(&method).answer(&given, method)) }
/// ```
fn arm(number: usize, method: &Method, cx: &Context<'_>) -> TokenStream {
    let (number, name) = (Literal::usize_unsuffixed(number), ident(&method.function));
    let params = method.params.iter().enumerate();
    let params = params.filter(|(_, param)| param.fixed.is_none());
    let params = params.map(|(slot, param)| given(slot, param, cx));
    let outcome = match method.outcome {
        Outcome::Notification => quote!((&rt::service::outcome(&method))),
        Outcome::Value { .. } | Outcome::Pages(_) | Outcome::Subscription(_) => {
            quote!(rt::service::outcome(&method))
        }
    };
    quote! {
        #number => {
            let method = S::#name(&self.0, #(#params,)* context);
            ::std::result::Result::Ok(#outcome.answer(&given, method))
        }
    }
}

fn given(slot: usize, param: &Param, cx: &Context<'_>) -> TokenStream {
    let slot = Literal::usize_unsuffixed(slot);
    let found = param.schema.and_then(|schema| cx.types.of(schema));
    let is_nullable = found.is_some_and(|found| found.taken == Taken::IntoOption);
    match (param.required, is_nullable) {
        (true, _) => quote!(given.required(#slot)?),
        (false, false) => quote!(given.optional(#slot)?),
        (false, true) => quote!(given.nullable(#slot)?),
    }
}
