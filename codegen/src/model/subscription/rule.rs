//! Which rule holds for a method: the options win over the method's own, that over the document's.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{self, Document};
use crate::files::At;
use crate::model::Context;
use crate::options::{Options, SubscriptionKind, SubscriptionRule, matches_pattern, starred};

/// Every subscription rule, the one that counts most first.
pub(in crate::model) struct Rules {
    all: Vec<Stated>,
    /// The names of the document's methods, and of those that rules add.
    methods: Vec<String>,
    /// The names of all notifications that subscriptions have.
    notifications: HashSet<String>,
}

/// A rule and where it comes from.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    pub(super) pattern: String,
    pub(super) rule: SubscriptionRule,
    pub(super) at: At,
}

impl Rules {
    pub(in crate::model) fn of(document: &Document, options: &Options) -> Self {
        let from_options = options.subscriptions.iter().map(|(pattern, rule)| Stated {
            pattern: pattern.clone(),
            rule: rule.clone(),
            at: At::root().join("methods"),
        });
        let from_document = document.subscriptions.iter();
        let from_document = from_document.map(|(pattern, at, rule)| Stated {
            pattern: pattern.clone(),
            rule: rule.clone(),
            at: at.clone(),
        });
        let mut all: Vec<Stated> = from_options.collect();
        // A rule that names a method wins over one for many.
        all.sort_by_key(|stated| stated.pattern.contains('*'));
        let mut own: Vec<Stated> = from_document.collect();
        own.sort_by_key(|stated| stated.pattern.contains('*'));
        all.append(&mut own);
        let listed = document.methods.iter().map(|method| method.name.clone());
        let added = all.iter().filter(|stated| stated.rule.add);
        let methods = listed.chain(added.map(|stated| stated.pattern.clone()));
        let mut rules = Self {
            methods: methods.collect(),
            all,
            notifications: HashSet::new(),
        };
        rules.notifications = rules.all_notifications();
        rules
    }

    fn all_notifications(&self) -> HashSet<String> {
        let mut all = HashSet::new();
        for method in &self.methods {
            let Some(stated) = self.stated(method) else {
                continue;
            };
            let kinds = stated.rule.kinds.iter();
            let names = kinds
                .flat_map(|kind| stated.notifications(method, Some(kind)))
                .chain(stated.notifications(method, None));
            all.extend(names.filter(|name| name != method));
        }
        all
    }

    /// The rule by which a method makes subscriptions.
    pub(super) fn stated(&self, method: &str) -> Option<&Stated> {
        let mut all = self.all.iter();
        let stated = all.find(|stated| matches_pattern(&stated.pattern, method))?;
        (!stated.rule.off).then_some(stated)
    }

    /// Whether a subscription has its notifications by this method.
    pub(in crate::model) fn notifies_by(&self, name: &str) -> bool {
        self.notifications.contains(name)
    }

    /// The rules that add methods which the document does not list.
    pub(super) fn adding(&self) -> impl Iterator<Item = &Stated> {
        self.all.iter().filter(|stated| stated.rule.add)
    }

    /// Says which rules match no method.
    pub(in crate::model) fn tell_unused(&self, cx: &mut Context<'_, '_>) {
        for stated in &self.all {
            let hit = |method: &String| matches_pattern(&stated.pattern, method);
            if !self.methods.iter().any(hit) {
                let message = format!(
                    "the subscription rule {:?} matches no method",
                    stated.pattern
                );
                cx.notes.push(
                    Diagnostic::at(Code::NoMatch, &stated.at, message)
                        .hint("`add = true` makes the method of the rule alone"),
                );
            }
        }
    }
}

impl Stated {
    /// The names of the notifications on the wire.
    pub(super) fn notifications(
        &self,
        method: &str,
        kind: Option<(&String, &SubscriptionKind)>,
    ) -> Vec<String> {
        let own = kind.map(|(_, kind)| &kind.notification.0);
        let names = own.filter(|names| !names.is_empty());
        let names = names.unwrap_or(&self.rule.notification.0);
        if names.is_empty() {
            return vec![method.to_owned()];
        }
        let names = names.iter();
        names
            .map(|name| self.filled(name, method, kind.map(|(key, _)| key.as_str())))
            .collect()
    }

    /// A name with its `*` filled in.
    pub(super) fn filled(&self, name: &str, method: &str, kind: Option<&str>) -> String {
        match kind.or_else(|| starred(&self.pattern, method)) {
            Some(star) => name.replacen('*', star, 1),
            None => name.to_owned(),
        }
    }

    /// Warns that the rule does not fit the method that it names; a rule for many may well not fit some.
    pub(super) fn doubt(
        &self,
        method: &document::Method,
        message: &str,
        hint: &str,
        cx: &mut Context<'_, '_>,
    ) {
        if self.pattern == method.name {
            let message = format!(
                "the subscription rule of `{}` does not fit: {message}",
                method.name
            );
            cx.notes
                .push(Diagnostic::at(Code::Subscription, &self.at, message).hint(hint));
        }
    }
}
