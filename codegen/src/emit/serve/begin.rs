//! What leads from the number of a method to its function: its params, each by its type.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{is_answered, service_name, trait_name, wires};
use crate::emit::{Context, ident};
use crate::model::{Answered, Item, Method, Outcome, Param, Served};
use crate::types::Taken;

/// ```text
/// impl<S: PetshopServer> rt::service::Methods for PetshopService<S> { type Wires = rt::Json; fn table … fn begin … }
/// ```
pub(super) fn item(served: &Served, cx: &Context<'_>) -> TokenStream {
    let (contract, name, wires) = (trait_name(cx.api), service_name(cx.api), wires(cx));
    let arms = arms(served, cx);
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

/// One method on the wire, with the number of each function that answers it: several where it subscribes to several kinds.
type Forms<'c> = Vec<(usize, &'c Method, &'c Answered)>;

fn arms(served: &Served, cx: &Context<'_>) -> Vec<TokenStream> {
    let methods = cx.api.methods.iter().zip(&served.answers).enumerate();
    let methods = methods.filter(|(_, (method, _))| is_answered(method, cx.api));
    let mut all: Vec<Forms<'_>> = Vec::new();
    for (number, (method, answered)) in methods {
        let form = (number, method, answered);
        match all.last_mut() {
            Some(forms) if forms[0].1.wire == method.wire => forms.push(form),
            _ => all.push(vec![form]),
        }
    }
    all.iter().map(|forms| arm(forms, cx)).collect()
}

fn arm(forms: &Forms<'_>, cx: &Context<'_>) -> TokenStream {
    let (first, method, answered) = forms[0];
    let number = Literal::usize_unsuffixed(first);
    let Some(slot) = fixed(method).map(|(slot, _)| slot) else {
        let begun = begun(method, answered, cx);
        return quote!(#number => { #begun });
    };
    let slot = Literal::usize_unsuffixed(slot);
    let kinds = forms
        .iter()
        .map(|(_, method, _)| fixed(method).map_or("", |(_, kind)| kind));
    let kinds: Vec<&str> = kinds.collect();
    let begun = forms
        .iter()
        .map(|(_, method, answered)| begun(method, answered, cx));
    let numbers = forms
        .iter()
        .map(|(number, ..)| Literal::usize_unsuffixed(*number));
    quote! {
        #number => match given.required::<::std::string::String>(#slot)?.as_str() {
            #(#kinds => {
                let given = given.of(&METHODS[#numbers])?;
                #begun
            })*
            _ => ::std::result::Result::Err(
                rt::service::no_such_kind(&METHODS[#number], #slot, &[#(#kinds),*]),
            ),
        }
    }
}

/// The param that no user gives, and its value.
fn fixed(method: &Method) -> Option<(usize, &str)> {
    let mut params = method.params.iter().enumerate();
    params.find_map(|(slot, param)| Some((slot, param.fixed.as_deref()?)))
}

/// ```text
/// let method = S::get_pet(&self.0, given.required(0)?, context);
/// Ok(rt::service::outcome(&method).answer(&given, method))
/// ```
fn begun(method: &Method, answered: &Answered, cx: &Context<'_>) -> TokenStream {
    let name = ident(&method.function);
    let params = method.params.iter().enumerate();
    let params = params.filter(|(_, param)| param.fixed.is_none());
    let params = params.map(|(slot, param)| given(slot, param, cx));
    let outcome = match &method.outcome {
        Outcome::Notification => quote!((&rt::service::outcome(&method)).answer(&given, method)),
        Outcome::Value { .. } | Outcome::Pages(_) => {
            quote!(rt::service::outcome(&method).answer(&given, method))
        }
        Outcome::Subscription(subscription) => {
            let ids = ident(answered.ids);
            let subscribe = match &subscription.item {
                Item::OneOf(_) => quote!(subscribe_to_several),
                Item::Schema(_) | Item::Params(_) => quote!(subscribe),
            };
            quote!(rt::service::#subscribe(&given.with_ids(rt::service::Ids::#ids), method))
        }
    };
    quote! {
        let method = S::#name(&self.0, #(#params,)* context);
        ::std::result::Result::Ok(#outcome)
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
