//! What the server sends by itself: a struct for each notification, and an enum of all.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::signature::{item_type, optional, result};
use super::{Context, docs, ident, visibility};
use crate::model::{Event, Field, Notifications, OneOf};

/// `pub fn notifications(&self) -> rt::Listen<notifications::Notification>`; none where the document tells of no event.
pub(super) fn listen(notifications: &Notifications) -> Option<TokenStream> {
    let carriers = notifications.carriers.iter();
    let batched =
        (!notifications.carriers.is_empty()).then(|| quote!(.batched_in(&[#(#carriers),*])));
    (!notifications.events.is_empty()).then(|| {
        quote! {
            /// What the server sends by itself and no subscription takes, as a stream.
            pub fn notifications(&self) -> rt::Listen<notifications::Notification> {
                self.client.listen() #batched
            }
        }
    })
}

/// The module of notifications; none where the server sends nothing by itself.
pub(super) fn module(cx: &Context<'_>) -> Option<TokenStream> {
    let notifications = &cx.api.notifications;
    let visible = visibility::item(cx.visibility);
    let events = notifications.events.iter().map(|event| item(event, cx));
    let all = all(&notifications.events);
    let unions = notifications.unions.iter().map(|union| one_of(union, cx));
    (!notifications.is_empty()).then(|| {
        quote! {
            /// What the server sends by itself.
            #[allow(unused_imports, clippy::all)]
            #visible mod notifications {
                use super::{notifications, rt, types};
                #all
                #(#events)*
                #(#unions)*
            }
        }
    })
}

/// ```text
/// pub struct VolumeChanged { pub id: String, pub muted: Option<bool> }
/// rt::notification_params!(VolumeChanged { 0 id "id" required, 1 muted "muted" optional });
/// ```
pub(super) fn item(event: &Event, cx: &Context<'_>) -> TokenStream {
    let about = docs(&event.docs);
    let name = ident(&event.type_name);
    let fields = event.fields.iter().map(|field| declaration(field, cx));
    let members = event.fields.iter().enumerate().map(|(index, field)| {
        let (index, rust, wire) = (
            Literal::usize_unsuffixed(index),
            ident(&field.rust),
            &field.wire,
        );
        let presence = match field.required {
            true => quote!(required),
            false => quote!(optional),
        };
        quote!(#index #rust #wire #presence)
    });
    let members: Vec<_> = members.collect();
    let sent = cx
        .api
        .served
        .is_some()
        .then(|| quote!(rt::notification_sent!(#name { #(#members),* });));
    quote! {
        #about
        #[derive(Clone, Debug)]
        pub struct #name {
            #(#fields,)*
        }
        rt::notification_params!(#name { #(#members),* });
        #sent
    }
}

fn declaration(field: &Field, cx: &Context<'_>) -> TokenStream {
    let about = match field.docs.as_str() {
        "" => docs(&format!("The param `{}`.", field.wire.replace('`', "'"))),
        said => docs(said),
    };
    let name = ident(&field.rust);
    let ty = match field.required {
        true => result(field.schema, cx),
        false => optional(field.schema, cx),
    };
    quote!(#about pub #name: #ty)
}

/// ```text
/// pub enum Notification { VolumeChanged(VolumeChanged), Other(rt::ServerNotification) }
/// rt::notifications!(Notification { "Volume.Changed" => VolumeChanged });
/// ```
fn all(events: &[Event]) -> Option<TokenStream> {
    let variants = events.iter().map(|event| {
        let (name, about) = (ident(&event.type_name), sent_as(&event.wire));
        quote!(#about #name(#name))
    });
    let arms = events.iter().map(|event| {
        let (wire, name) = (&event.wire, ident(&event.type_name));
        quote!(#wire => #name)
    });
    (!events.is_empty()).then(|| {
        quote! {
            /// Any notification of the server.
            #[derive(Clone, Debug)]
            #[non_exhaustive]
            pub enum Notification {
                #(#variants,)*
                /// One that the document does not tell of.
                Other(rt::ServerNotification),
            }
            rt::notifications!(Notification { #(#arms),* });
        }
    })
}

/// The enum of a subscription with several notifications, each with its item.
fn one_of(union: &OneOf, cx: &Context<'_>) -> TokenStream {
    let name = ident(&union.name);
    let about = docs(&format!(
        "What a subscription by `{}` gives.",
        union.wire.replace('`', "'")
    ));
    let variants = union.variants.iter().map(|(wire, name, item)| {
        let (name, about, ty) = (ident(name), sent_as(wire), item_type(item, cx));
        quote!(#about #name(#ty))
    });
    let arms = union.variants.iter().map(|(wire, name, _)| {
        let name = ident(name);
        quote!(#wire => #name)
    });
    let numbers = union
        .variants
        .iter()
        .enumerate()
        .map(|(number, (_, name, _))| {
            let (number, name) = (Literal::usize_unsuffixed(number), ident(name));
            quote!(#number #name)
        });
    let sent = cx
        .api
        .served
        .is_some()
        .then(|| quote!(rt::notifications_sent!(#name { #(#numbers),* });));
    quote! {
        #about
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// Any other notification.
            Other(rt::ServerNotification),
        }
        rt::notifications!(#name { #(#arms),* });
        #sent
    }
}

fn sent_as(wire: &str) -> TokenStream {
    docs(&format!("Sent as `{}`.", wire.replace('`', "'")))
}
