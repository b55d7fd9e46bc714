//! Takes `#[subscription]` and what the function returns, gives what the stream is of and the methods that belong to it.

use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, GenericArgument, LitStr, Meta, PathArguments, PathSegment, ReturnType, Type,
    TypeImplTrait, TypeParamBound, parse_quote,
};

use super::attribute;
use super::faults::Faults;

/// How a method subscribes.
#[derive(Default)]
pub(super) struct Subscription {
    /// The method of its notifications; by itself the method's own name.
    pub(super) notification: Option<String>,
    /// The method that ends it; by itself the method's own name with `unsubscribe` in it.
    pub(super) unsubscribe: Option<String>,
    /// What the stream gives.
    pub(super) item: Option<Type>,
    /// The error of a method that may refuse.
    pub(super) error: Option<Type>,
}

const RETURNS: &str = "a subscription returns a stream: `-> impl Stream<Item = u64>`";

/// None of a method that does not subscribe. The function loses our attribute, and its stream is one that lasts.
pub(super) fn read(
    attributes: &mut Vec<Attribute>,
    output: &mut ReturnType,
    faults: &mut Faults,
) -> Option<Subscription> {
    let attribute = attribute::take(attributes, "subscription")?;
    let mut subscription = Subscription::default();
    if !matches!(attribute.meta, Meta::Path(_)) {
        faults.or_tell(attribute.parse_nested_meta(|meta| {
            let place = if meta.path.is_ident("notification") {
                &mut subscription.notification
            } else if meta.path.is_ident("unsubscribe") {
                &mut subscription.unsubscribe
            } else {
                let hint = "a subscription takes `notification = \"…\"` and `unsubscribe = \"…\"`";
                return Err(meta.error(hint));
            };
            *place = Some(meta.value()?.parse::<LitStr>()?.value());
            Ok(())
        }));
    }
    let ReturnType::Type(_, answer) = output else {
        faults.at(&attribute, RETURNS);
        return Some(subscription);
    };
    let (stream, error) = parts(answer);
    subscription.error = error.cloned();
    let is_opaque = matches!(stream, Type::ImplTrait(_));
    let named: Type = parse_quote!(<#stream as rt::Stream>::Item);
    let mut lasting = Lasting(None);
    lasting.visit_type_mut(answer);
    if is_opaque && lasting.0.is_none() {
        faults.at(answer, RETURNS);
    }
    let named = (!is_opaque).then_some(named);
    subscription.item = lasting.0.or(named);
    Some(subscription)
}

/// The stream, and the error of a `Result` of one.
fn parts(answer: &Type) -> (&Type, Option<&Type>) {
    let given = match answer {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    };
    let Some(PathArguments::AngleBracketed(given)) = given
        .filter(|last| last.ident == "Result")
        .map(|last| &last.arguments)
    else {
        return (answer, None);
    };
    let mut types = given.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    (types.next().unwrap_or(answer), types.next())
}

/// Says of each `impl Stream` that it outlives the call, and keeps what the first of them gives.
struct Lasting(Option<Type>);

impl VisitMut for Lasting {
    fn visit_type_impl_trait_mut(&mut self, opaque: &mut TypeImplTrait) {
        let item = opaque.bounds.iter().find_map(|bound| match bound {
            TypeParamBound::Trait(bound) => item(bound.path.segments.last()?),
            _ => None,
        });
        if item.is_some() {
            opaque.bounds.push(parse_quote!(::core::marker::Send));
            opaque.bounds.push(parse_quote!('static));
            self.0 = self.0.take().or(item);
        }
        visit_mut::visit_type_impl_trait_mut(self, opaque);
    }
}

/// `T` of `Stream<Item = T>`.
fn item(bound: &PathSegment) -> Option<Type> {
    let PathArguments::AngleBracketed(given) = &bound.arguments else {
        return None;
    };
    let mut given = given.args.iter().filter(|_| bound.ident == "Stream");
    given.find_map(|argument| match argument {
        GenericArgument::AssocType(given) if given.ident == "Item" => Some(given.ty.clone()),
        _ => None,
    })
}

impl Subscription {
    /// The method of the notifications of a method of this name.
    pub(super) fn notified_by<'a>(&'a self, method: &'a str) -> &'a str {
        self.notification.as_deref().unwrap_or(method)
    }

    /// The method that ends the subscriptions of a method of this name.
    pub(super) fn ended_by(&self, method: &str) -> String {
        let stated = self.unsubscribe.clone();
        stated.unwrap_or_else(|| unsubscribe(method))
    }
}

/// `subscribe_ticks` is ended by `unsubscribe_ticks`, and so are `ticks`, and in their ways `pets.ticks` and `petTicks`.
fn unsubscribe(method: &str) -> String {
    for (word, opposite) in [("subscribe", "unsubscribe"), ("Subscribe", "Unsubscribe")] {
        if let Some((before, after)) = method.split_once(word) {
            return format!("{before}{opposite}{after}");
        }
    }
    let start = method.rfind('.').map_or(0, |dot| dot + 1);
    let (room, name) = method.split_at(start);
    let is_camel = name.contains(char::is_uppercase) && !name.contains('_');
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if is_camel => {
            let first = first.to_uppercase();
            format!("{room}unsubscribe{first}{}", letters.as_str())
        }
        _ => format!("{room}unsubscribe_{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::unsubscribe;

    #[test]
    fn the_opposite_is_named_in_the_way_of_the_method() {
        for (method, expected) in [
            ("ticks", "unsubscribe_ticks"),
            ("subscribe_ticks", "unsubscribe_ticks"),
            ("eth_subscribe", "eth_unsubscribe"),
            ("subscribeTicks", "unsubscribeTicks"),
            ("ticksSubscribe", "ticksUnsubscribe"),
            ("pets.ticks", "pets.unsubscribe_ticks"),
            ("petTicks", "unsubscribePetTicks"),
            ("pets.newOnes", "pets.unsubscribeNewOnes"),
        ] {
            assert_eq!(unsubscribe(method), expected);
        }
    }
}
