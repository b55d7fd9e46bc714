//! The document of what is answered: what a service says of itself, brought to what closures change of it.
use super::{Answering, Handlers, Incoming};

#[cfg(feature = "service")]
use super::Context;
#[cfg(any(feature = "serve", feature = "service"))]
use crate::{Document, describe::Info};
#[cfg(feature = "service")]
use crate::{
    ServerError,
    describe::{Method, describing},
};

/// The method by which a server gives its document (OpenRPC 1.4, Service Discovery Method).
#[cfg(any(feature = "serve", feature = "service"))]
const DISCOVER: &str = "rpc.discover";

#[cfg(any(feature = "serve", feature = "service"))]
impl Handlers {
    /// Says what is described: of closures alone there is no document without this. Clones that
    /// there are already do not have it.
    #[must_use]
    pub fn with_info(mut self, info: Info) -> Self {
        self.rest_mut().info = Some(info);
        self
    }

    /// The OpenRPC document of what is answered: what the service says of itself, without the
    /// methods that were [removed](Handlers::remove), and with those that are described here. None
    /// where the service says nothing and there is no [info](Handlers::with_info).
    ///
    /// A closure that is not described is not in it, unless it is in the place of a method of the
    /// service. It says nothing of where the service is; the answer to `rpc.discover` does.
    pub fn document(&self) -> Option<Document> {
        let rest = self.rest.as_ref()?;
        let service = rest.service.as_deref();
        let own = service.and_then(|service| service.document());
        let mut document = match (own, &rest.info) {
            (Some(own), None) => own,
            (Some(own), Some(info)) => Document {
                info: info.clone(),
                ..own
            },
            (None, Some(info)) => Document::new(info.clone()),
            (None, None) => return None,
        };
        self.table.settle(&mut document);
        Some(document)
    }

    /// As [`Handlers::document`], with the URL by which a client reached us.
    pub fn document_at(&self, url: Option<&str>) -> Option<Document> {
        let document = self.document()?;
        Some(match url {
            Some(url) => document.with_url(url),
            None => document,
        })
    }

    /// The answer to who asks for the document, where there is one.
    pub(super) fn discovered<'a>(&self, asked: &Incoming<'a>) -> Option<Answering<'a>> {
        if asked.method() != DISCOVER || self.discovers() {
            return None;
        }
        let document = self.document_at(asked.context().url())?;
        let answer = asked.answer(&document);
        Some(Box::pin(async { answer }))
    }

    pub(super) fn is_discovery(&self, method: &str) -> bool {
        method == DISCOVER && !self.discovers() && self.is_described()
    }

    /// Whether there is a document.
    fn is_described(&self) -> bool {
        self.rest.as_ref().is_some_and(|rest| {
            let asked = || {
                rest.service
                    .as_ref()
                    .is_some_and(|it| it.document().is_some())
            };
            rest.info.is_some() || *rest.is_described.get_or_init(asked)
        })
    }

    fn discovers(&self) -> bool {
        self.rest.as_ref().is_some_and(|rest| rest.discovers)
    }

    /// Handlers around others, which have the last word on everything.
    #[cfg(feature = "serve")]
    pub(crate) fn around(service: impl super::Service) -> Self {
        let mut handlers = Self::from(service);
        handlers.rest_mut().discovers = true;
        handlers
    }
}

#[cfg(not(any(feature = "serve", feature = "service")))]
impl Handlers {
    pub(super) fn discovered<'a>(&self, _: &Incoming<'a>) -> Option<Answering<'a>> {
        None
    }

    pub(super) fn is_discovery(&self, _: &str) -> bool {
        false
    }
}

#[cfg(feature = "service")]
impl Handlers {
    /// As [`Handlers::on`], of a method that the document tells of: by its name, or by a
    /// [`Method`] with more to say.
    ///
    /// ```
    /// use callwright::{Handlers, describe::{Info, Method}};
    ///
    /// let handlers = Handlers::new().with_info(Info::new("Sums", "1.0.0"));
    /// let sum = Method::new("sum").with_summary("Adds two numbers.").with_params(["a", "b"]);
    /// handlers.on_described(sum, async |(a, b): (i64, i64)| Ok(a + b));
    ///
    /// let document = handlers.document().unwrap();
    /// assert_eq!(document.methods[0].params.as_ref().unwrap()[1].name, "b");
    /// ```
    pub fn on_described<P, R, F, A>(&self, method: impl Into<Method>, handler: F)
    where
        P: serde::de::DeserializeOwned + schemars::JsonSchema,
        R: serde::Serialize + schemars::JsonSchema,
        F: Fn(P) -> A + Send + Sync + 'static,
        A: Future<Output = Result<R, ServerError>> + Send + 'static,
    {
        let method = method.into();
        self.on(method.name.clone(), handler);
        self.describe::<P, R>(method);
    }

    /// As [`Handlers::on_described`], of a closure that takes the connection, too.
    pub fn on_described_with_context<P, R, F, A>(&self, method: impl Into<Method>, handler: F)
    where
        P: serde::de::DeserializeOwned + schemars::JsonSchema,
        R: serde::Serialize + schemars::JsonSchema,
        F: Fn(P, Context) -> A + Send + Sync + 'static,
        A: Future<Output = Result<R, ServerError>> + Send + 'static,
    {
        let method = method.into();
        self.on_with_context(method.name.clone(), handler);
        self.describe::<P, R>(method);
    }

    /// Says in the document what a method is that takes a `P` and answers an `R`, whoever answers
    /// it: in place of what was said of it, until it is removed.
    ///
    /// The members of an object are params by name, the elements of a tuple params by position.
    /// Params and a result that the method has already are kept, with what the types say of them.
    pub fn describe<P, R>(&self, method: impl Into<Method>)
    where
        P: schemars::JsonSchema,
        R: schemars::JsonSchema,
    {
        let method = method.into();
        let name = method.name.clone();
        self.table.describe(name, describing::<P, R>(method));
    }
}
