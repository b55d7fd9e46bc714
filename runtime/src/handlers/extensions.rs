//! What is kept beside a connection: one value of each type.
use std::{
    any::{Any, TypeId},
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

/// Values by their types, which go with the connection.
///
/// ```
/// # use callwright::Context;
/// struct User(String);
///
/// # let context = Context::new("tcp://10.0.0.1:5000");
/// context.extensions().insert(User("ada".into()));
/// let user = context.extensions().get::<User>();
/// assert_eq!(user.unwrap().0, "ada");
/// ```
#[derive(Default)]
pub struct Extensions(RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Extensions {
    /// Keeps a value, in place of the one of its type.
    pub fn insert<T: Send + Sync + 'static>(&self, value: T) {
        let mut values = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let old = values.insert(TypeId::of::<T>(), Arc::new(value));
        // What goes may look here.
        drop(values);
        drop(old);
    }

    /// The value of this type.
    pub fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        let values = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let value = values.get(&TypeId::of::<T>())?;
        Arc::clone(value).downcast().ok()
    }

    /// The value of this type; where there is none, the one that is made now.
    pub fn get_or_insert_with<T: Send + Sync + 'static>(&self, make: impl FnOnce() -> T) -> Arc<T> {
        if let Some(value) = self.get() {
            return value;
        }
        // What makes it may look here.
        let made: Arc<dyn Any + Send + Sync> = Arc::new(make());
        let mut values = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let value = values.entry(TypeId::of::<T>()).or_insert(made);
        let value = Arc::clone(value).downcast();
        value.expect("it is kept by its type")
    }

    /// Takes the value of this type away.
    pub fn remove<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        let mut values = self.0.write().unwrap_or_else(PoisonError::into_inner);
        values.remove(&TypeId::of::<T>())?.downcast().ok()
    }
}

impl fmt::Debug for Extensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extensions").finish_non_exhaustive()
    }
}
