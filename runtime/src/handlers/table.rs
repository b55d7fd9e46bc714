//! Who answers which method: closures that come and go, and the methods of a service that are hidden.
use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use super::{Answering, Incoming};
#[cfg(feature = "service")]
use crate::describe::Describing;

pub(super) type Handler = Arc<dyn Fn(Incoming<'_>) -> Answering<'static> + Send + Sync>;

/// What handlers share with their clones.
#[derive(Default)]
pub(super) struct Table(RwLock<Methods>);

#[derive(Default)]
struct Methods {
    closures: HashMap<String, Handler>,
    /// Methods that only a closure may answer.
    hidden: HashSet<String>,
    /// What is said of methods, in the order in which it was said first.
    #[cfg(feature = "service")]
    described: Vec<(String, Describing)>,
}

/// Who answers a method.
pub(super) enum Found {
    Closure(Handler),
    /// The service, if it has the method.
    Service,
    Nobody,
}

impl Table {
    /// Who answers. A handler may change the handlers: it is called without the lock.
    pub(super) fn find(&self, method: &str) -> Found {
        let methods = self.0.read().unwrap_or_else(PoisonError::into_inner);
        match methods.closures.get(method) {
            Some(closure) => Found::Closure(Arc::clone(closure)),
            None if methods.hidden.contains(method) => Found::Nobody,
            None => Found::Service,
        }
    }

    pub(super) fn insert(&self, method: String, handler: Handler) {
        self.change(|methods| methods.closures.insert(method, handler));
    }

    /// Forgets a method, and whatever the service has of that name.
    pub(super) fn remove(&self, method: &str) {
        self.change(|methods| {
            methods.hidden.insert(method.to_owned());
            #[cfg(feature = "service")]
            methods.described.retain(|(known, _)| known != method);
            methods.closures.remove(method)
        });
    }

    fn change(&self, make: impl FnOnce(&mut Methods) -> Option<Handler>) {
        let mut methods = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let gone = make(&mut methods);
        // What a handler holds may change the handlers when it goes.
        drop(methods);
        drop(gone);
    }
}

#[cfg(any(feature = "serve", feature = "service"))]
impl Table {
    /// Says of a method what it is, in place of what is said already.
    #[cfg(feature = "service")]
    pub(super) fn describe(&self, method: String, describing: Describing) {
        let mut methods = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let mut known = methods.described.iter_mut();
        let gone = match known.find(|(known, _)| *known == method) {
            Some((_, known)) => Some(std::mem::replace(known, describing)),
            None => {
                methods.described.push((method, describing));
                None
            }
        };
        drop(methods);
        drop(gone);
    }

    /// Brings the document of the service to what is answered.
    pub(super) fn settle(&self, document: &mut crate::Document) {
        let methods = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if !methods.hidden.is_empty() {
            document.retain(|name| {
                methods.closures.contains_key(name) || !methods.hidden.contains(name)
            });
        }
        #[cfg(feature = "service")]
        if !methods.described.is_empty() {
            let described = methods.described.iter();
            let described: Vec<_> = described.map(|(_, method)| Arc::clone(method)).collect();
            drop(methods);
            document.merge(crate::describe::described(&described));
        }
    }
}

/// The methods that have closures.
impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods = self.0.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_set().entries(methods.closures.keys()).finish()
    }
}
