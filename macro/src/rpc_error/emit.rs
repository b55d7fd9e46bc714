//! The implementation for an enum of errors: takes its variants, gives tokens.
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Attribute, Field, Fields, Visibility};

use super::case::{Case, Kind, is_skipped};

/// ```text
/// const _: () = {
///     #[derive(Serialize, JsonSchema)] struct ShopErrorPetNotFound { id: i64 }
///     impl RpcError for ShopError { … }
/// };
/// ```
pub(super) fn of(name: &Ident, cases: &[Case]) -> TokenStream {
    let data: Vec<Data<'_>> = cases.iter().map(|case| Data::of(name, case)).collect();
    let structs = data.iter().filter_map(|data| data.item.as_ref());
    let arms = cases.iter().zip(&data).map(|(case, data)| arm(case, data));
    let declared = cases
        .iter()
        .zip(&data)
        .map(|(case, data)| declared(case, data));
    let made = cases.iter().filter(|case| case.is_from);
    let made = made.map(|case| made_of_field(name, case));
    quote! {
        const _: () = {
            #(#structs)*
            #(#made)*
            #[automatically_derived]
            impl ::callwright::RpcError for #name {
                fn into_server_error(self) -> ::callwright::ServerError {
                    match self {
                        #(#arms)*
                    }
                }

                fn declared() -> ::std::vec::Vec<::callwright::ErrorCase> {
                    ::callwright::__private::v1::service::each_code_once([#(#declared),*])
                }
            }
        };
    }
}

/// The data of a variant.
struct Data<'a> {
    /// The fields that are sent.
    sent: Vec<&'a Field>,
    /// The names of those that stay here.
    kept: Vec<Ident>,
    /// How fields are bound in a pattern: by name, or by place.
    bound: Vec<TokenStream>,
    /// The type of the data and the value of it; none where there is no data.
    what: Option<(TokenStream, TokenStream)>,
    /// The struct that is its type, where it needs one of its own.
    item: Option<TokenStream>,
}

impl<'a> Data<'a> {
    fn of(name: &Ident, case: &'a Case) -> Self {
        let mut data = Self {
            sent: Vec::new(),
            kept: Vec::new(),
            bound: Vec::new(),
            what: None,
            item: None,
        };
        let mut values = Vec::new();
        for (place, field) in case.fields.iter().enumerate() {
            // What cannot be read has been told.
            let is_sent = !is_skipped(field).unwrap_or_default();
            let bound = format_ident!("field_{place}");
            data.bound.push(match &field.ident {
                Some(name) => quote!(#name: #bound),
                None => quote!(#bound),
            });
            match is_sent {
                true => {
                    data.sent.push(field);
                    values.push((field.ident.as_ref(), bound));
                }
                // Else the compiler says that nobody reads it.
                false => data.kept.push(bound),
            }
        }
        data.say(&format_ident!("{name}{}", case.name), case, &values);
        data
    }

    /// Decides what the data is: the value itself of a tuple of one, else a struct.
    fn say(&mut self, name: &Ident, case: &Case, values: &[(Option<&Ident>, Ident)]) {
        let Case { fields, about, .. } = case;
        let bound = values.iter().map(|(_, bound)| bound);
        let body = match (fields, &self.sent[..]) {
            (Fields::Unit, _) | (_, []) => return,
            (Fields::Unnamed(_), [field]) => {
                let kind = &field.ty;
                self.what = Some((quote!(#kind), quote!(#(#bound)*)));
                return;
            }
            (Fields::Unnamed(_), sent) => {
                let sent = sent.iter().map(|field| without_rpc(field));
                self.what = Some((quote!(#name), quote!(#name(#(#bound),*))));
                quote!((#(#sent),*);)
            }
            (Fields::Named(_), sent) => {
                let sent = sent.iter().map(|field| without_rpc(field));
                let names = values.iter().map(|(name, _)| name);
                self.what = Some((quote!(#name), quote!(#name { #(#names: #bound),* })));
                quote!({ #(#sent),* })
            }
        };
        let about = about.iter().filter(|attribute| is_kept(attribute));
        self.item = Some(quote! {
            #[derive(::callwright::__private::v1::serde::Serialize, ::callwright::schemars::JsonSchema)]
            #[serde(crate = "::callwright::__private::v1::serde")]
            #[schemars(crate = "::callwright::schemars")]
            #(#about)*
            struct #name #body
        });
    }
}

/// A field with the attributes that say what it is as data.
fn without_rpc(field: &Field) -> Field {
    let mut field = field.clone();
    field.attrs.retain(is_kept);
    field.vis = Visibility::Inherited;
    field
}

/// Whether an attribute is of serde or schemars, or docs.
fn is_kept(attribute: &Attribute) -> bool {
    let kept = ["serde", "schemars", "doc"];
    kept.iter().any(|name| attribute.path().is_ident(name))
}

/// How a variant is answered.
fn arm(case: &Case, data: &Data<'_>) -> TokenStream {
    let (name, bound, kept) = (&case.name, &data.bound, &data.kept);
    let pattern = match &case.fields {
        Fields::Unit => quote!(Self::#name),
        Fields::Unnamed(_) => quote!(Self::#name(#(#bound),*)),
        Fields::Named(_) => quote!(Self::#name { #(#bound),* }),
    };
    match &case.kind {
        Kind::Transparent => {
            quote!(#pattern => ::callwright::RpcError::into_server_error(field_0),)
        }
        Kind::Own { code, message } => {
            let data = data
                .what
                .as_ref()
                .map(|(_, value)| quote!(.with_data(&#value)));
            quote!(#pattern => {
                #(::core::mem::drop(#kept);)*
                ::callwright::ServerError::new(#code, #message)#data
            })
        }
    }
}

/// The errors that a variant declares.
fn declared(case: &Case, data: &Data<'_>) -> TokenStream {
    match &case.kind {
        Kind::Transparent => {
            let kinds = case.fields.iter().map(|field| &field.ty);
            quote!(#(<#kinds as ::callwright::RpcError>::declared())*)
        }
        Kind::Own { code, message } => {
            let data = data
                .what
                .as_ref()
                .map(|(kind, _)| quote!(.with_data::<#kind>()));
            quote!(::std::vec![::callwright::ErrorCase::new(#code, #message)#data])
        }
    }
}

/// What makes the enum of the field of a variant.
fn made_of_field(name: &Ident, case: &Case) -> TokenStream {
    let variant = &case.name;
    let kinds = case.fields.iter().map(|field| &field.ty);
    quote! {
        #(#[automatically_derived]
        impl ::std::convert::From<#kinds> for #name {
            fn from(error: #kinds) -> Self {
                Self::#variant(error)
            }
        })*
    }
}
