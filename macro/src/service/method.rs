//! Takes a function and gives the method that clients call, or what keeps it from being one.

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::{
    Attribute, FnArg, GenericParam, ImplItemFn, LitStr, PatType, ReceiverKind, ReturnType, Safety,
    Signature, parse_quote,
};

use super::attribute;
use super::docs::{self, Docs};
use super::faults::Faults;
use super::param::{self, Argument};
use super::subscription::{self, Subscription};

pub(super) struct Method {
    pub(super) function: Ident,
    pub(super) is_async: bool,
    /// On the wire, without the prefix of the service.
    pub(super) name: String,
    pub(super) arguments: Vec<Argument>,
    pub(super) output: ReturnType,
    pub(super) docs: Docs,
    pub(super) is_deprecated: bool,
    pub(super) is_notification: bool,
    pub(super) subscription: Option<Subscription>,
    /// The method, on the wire, whose subscriptions it ends; it has no function.
    pub(super) ends: Option<String>,
}

/// None of a function that is none, and of one that cannot be. The function loses our attributes.
pub(super) fn read(function: &mut ImplItemFn, faults: &mut Faults) -> Option<Method> {
    let attributes = &mut function.attrs;
    if attribute::take_word(attributes, "skip", faults) {
        return None;
    }
    let is_notification = attribute::take_word(attributes, "notification", faults);
    let name = name(attributes, faults);
    let subscription = subscription::read(attributes, &mut function.sig.output, faults);
    if is_notification && subscription.is_some() {
        let hint = "a notification has no answer, and what subscribes answers an id: choose one of the two";
        faults.at(&function.sig.ident, hint);
        return None;
    }
    if function.sig.receiver().is_none() {
        lone(&function.sig, name.is_some() || is_notification, faults);
        return None;
    }
    let arguments = arguments(&mut function.sig, faults);
    let is_sound = is_sound(&function.attrs, &function.sig, faults);
    if let (true, ReturnType::Type(_, answer)) = (is_notification, &function.sig.output) {
        faults.at(
            answer,
            "a notification has no answer: leave the type out, or `#[notification]`",
        );
    }
    let signature = &function.sig;
    Some(Method {
        name: name.unwrap_or_else(|| signature.ident.unraw().to_string()),
        function: signature.ident.clone(),
        is_async: signature.asyncness.is_some(),
        arguments: arguments.filter(|_| is_sound)?,
        output: signature.output.clone(),
        docs: docs::read(&function.attrs),
        is_deprecated: function
            .attrs
            .iter()
            .any(|it| it.path().is_ident("deprecated")),
        is_notification,
        subscription,
        ends: None,
    })
}

/// The method that ends the subscriptions of a method; none of one that makes none.
pub(super) fn ending(method: &Method, faults: &mut Faults) -> Option<Method> {
    let subscription = method.subscription.as_ref()?;
    let mut id: PatType = parse_quote!(subscription: u64);
    Some(Method {
        function: method.function.clone(),
        is_async: false,
        name: subscription.ended_by(&method.name),
        arguments: vec![param::read(&mut id, faults)?],
        output: parse_quote!(-> bool),
        docs: Docs {
            summary: format!("Ends a subscription by `{}`.", method.name),
            description: "Whether there was one with this id.".to_owned(),
        },
        is_deprecated: method.is_deprecated,
        is_notification: false,
        subscription: None,
        ends: Some(method.name.clone()),
    })
}

fn name(attributes: &mut Vec<Attribute>, faults: &mut Faults) -> Option<String> {
    let mut name = None;
    attribute::take_list(attributes, "method", faults, |meta| {
        match meta.path.is_ident("name") {
            true => {
                name = Some(meta.value()?.parse::<LitStr>()?.value());
                Ok(())
            }
            false => Err(meta.error("a method takes `name = \"…\"`")),
        }
    });
    name
}

/// A function without `self` is none of the methods; what looks like one was meant to be.
fn lone(signature: &Signature, is_marked: bool, faults: &mut Faults) {
    if signature.asyncness.is_some() || is_marked {
        let hint = "a method takes `&self`; a function that is none has `#[skip]`";
        faults.at(&signature.ident, hint);
    }
}

fn is_sound(attributes: &[Attribute], signature: &Signature, faults: &mut Faults) -> bool {
    let mut is_sound = true;
    let mut refuse = |tokens: &dyn quote::ToTokens, hint: &str| {
        faults.at(tokens, hint);
        is_sound = false;
    };
    let receiver = signature.receiver();
    if let Some(taken) =
        receiver.filter(|it| !matches!(it.kind, ReceiverKind::Reference(_, _, None)))
    {
        let hint = match taken.kind {
            ReceiverKind::Typed(..) => {
                "a method takes `&self`: for tasks that go on, keep what they need in an `Arc` and clone that"
            }
            _ => {
                "a method takes `&self`, since many calls run at once: keep what changes in a `Mutex` or an atomic"
            }
        };
        refuse(taken, hint);
    }
    match signature.generics.params.first() {
        Some(lifetime @ GenericParam::Lifetime(_)) => refuse(
            lifetime,
            "a method goes without lifetimes of its own: leave them out, and let params own what they hold",
        ),
        Some(parameter) => refuse(
            parameter,
            "a method has no parameters of its own, since a call cannot name them: put them on the impl block",
        ),
        None => {}
    }
    if let Safety::Unsafe(unsafety) = &signature.safety {
        refuse(unsafety, "clients cannot call what is unsafe");
    }
    if let Some(cfg) = attributes
        .iter()
        .find(|it| it.path().is_ident("cfg") || it.path().is_ident("cfg_attr"))
    {
        refuse(
            cfg,
            "a method of a service is always there: put the whole block under `cfg`, or add the method to the `Handlers`",
        );
    }
    is_sound
}

fn arguments(signature: &mut Signature, faults: &mut Faults) -> Option<Vec<Argument>> {
    let typed = signature.inputs.iter_mut().filter_map(|input| match input {
        FnArg::Typed(input) => Some(input),
        FnArg::Receiver(_) => None,
    });
    // All are read, so that all faults are told.
    let read: Vec<_> = typed.map(|input| param::read(input, faults)).collect();
    let read: Option<Vec<_>> = read.into_iter().collect();
    read.filter(|arguments| param::are_in_order(arguments, faults))
}
