//! Several documents in one: takes methods with what they refer to, gives them to another document.
use std::{borrow::Cow, collections::BTreeSet};

use serde_json::Value;

use super::{
    Components, Document, Method,
    components::{EQUAL, absorb, closed, follow, leads_to, referred},
    references::each_of_method,
};

/// Members of a rule for subscriptions that hold names of methods.
const NAMES: [&str; 3] = ["subscribe", "unsubscribe", "notification"];

impl Document {
    /// Takes in the methods of another document, in place of those of the same name, and what they
    /// refer to. Schemas that are equal are shared; one whose name stands for something else here
    /// gets a number.
    pub fn merge(&mut self, other: Self) {
        let mut components = std::mem::take(&mut self.components).flat();
        let more = other.components.flat();
        let renamed = absorb(&mut components, more, &EQUAL, str::to_owned);
        self.components = Components::of(components);
        for mut method in other.methods {
            each_of_method(&mut method, &mut |reference| follow(reference, &renamed));
            let mut known = self.methods.iter_mut();
            match known.find(|known| known.name == method.name) {
                Some(known) => *known = method,
                None => self.methods.push(method),
            }
        }
    }

    /// Puts a prefix before the names of all methods.
    #[must_use]
    pub fn with_prefix(mut self, prefix: &str) -> Self {
        for method in &mut self.methods {
            if !method.name.is_empty() {
                method.name.insert_str(0, prefix);
            }
            if let Some(Value::Object(rule)) = method.extra.get_mut("x-subscription") {
                let names = rule.iter_mut().filter(|(key, _)| NAMES.contains(&&***key));
                names.for_each(|(_, name)| lengthen(name, prefix));
            }
        }
        self
    }

    /// Keeps these methods only, and drops the components that only the others led to.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&str) -> bool) {
        let mut gone = Vec::new();
        self.methods.retain_mut(|method| {
            let stays = method.name.is_empty() || keep(&method.name);
            if !stays {
                gone.push(std::mem::take(method));
            }
            stays
        });
        let mut components = std::mem::take(&mut self.components).flat();
        let suspects = closed(&components, roots(&mut gone));
        let mut needed = roots(&mut self.methods);
        // What stood there without a method stays, with what it leads to.
        let others = components
            .iter()
            .filter(|(name, _)| !suspects.contains(*name));
        needed.extend(others.flat_map(|(name, component)| leads_to(name, component)));
        let needed = closed(&components, needed);
        components.retain(|name, _| needed.contains(name) || !suspects.contains(name));
        self.components = Components::of(components);
    }
}

/// The components to which methods refer themselves.
fn roots(methods: &mut [Method]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for method in methods {
        each_of_method(method, &mut |reference| {
            names.extend(referred(reference).map(Cow::into_owned));
        });
    }
    names
}

/// Puts a prefix before a name, or before each of a list.
fn lengthen(name: &mut Value, prefix: &str) {
    match name {
        Value::String(name) => name.insert_str(0, prefix),
        Value::Array(names) => names.iter_mut().for_each(|name| lengthen(name, prefix)),
        _ => {}
    }
}
