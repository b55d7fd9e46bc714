//! What every connection over a session is, written once.

/// The counts, `Connection` and `Debug` of a type with the fields `session: Arc<Session>` and `peer: Arc<str>`.
macro_rules! shared {
    ($name:ident) => {
        impl $name {
            /// How many calls wait for their answers.
            pub fn in_flight(&self) -> usize {
                self.session.in_flight()
            }

            /// How many frames came that were for nobody, and how many times bytes between frames.
            pub fn stray_frames(&self) -> u64 {
                self.strays().total()
            }

            /// The same, by kind.
            pub fn strays(&self) -> crate::StrayCounts {
                self.session.strays()
            }

            /// Whether the connection takes no calls any more, since it has ended or closes. It does
            /// not come back: connect again.
            pub fn is_closed(&self) -> bool {
                self.session.is_closed()
            }
        }

        impl crate::Connection for $name {
            fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
                Connection::call(&*self.session, request)
            }

            fn call_static(
                self: std::sync::Arc<Self>,
                request: Request,
            ) -> BoxFuture<'static, Result<Reply, Error>> {
                struct Owner(std::sync::Arc<$name>);

                impl std::ops::Deref for Owner {
                    type Target = Session;

                    fn deref(&self) -> &Session {
                        &self.0.session
                    }
                }

                Box::pin(Session::call_through(Owner(self), request))
            }

            fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
                Connection::notify(&*self.session, request)
            }

            fn wire(&self) -> crate::Wire {
                Connection::wire(&*self.session)
            }

            fn batch(&self, requests: Vec<Request>) -> BoxFuture<'_, Vec<Result<Reply, Error>>> {
                Connection::batch(&*self.session, requests)
            }

            fn subscribe(
                &self,
                request: Request,
                feed: Feed,
            ) -> BoxFuture<'_, Result<Reply, Error>> {
                Connection::subscribe(&*self.session, request, feed)
            }

            fn listen(&self, feed: Feed) -> Result<(), Error> {
                Connection::listen(&*self.session, feed)
            }

            fn handlers(&self) -> Result<&crate::Handlers, Error> {
                Connection::handlers(&*self.session)
            }

            fn close(&self, deadline: std::time::Duration) -> BoxFuture<'_, ()> {
                Connection::close(&*self.session, deadline)
            }

            fn ended(&self) -> BoxFuture<'_, Error> {
                Connection::ended(&*self.session)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("server", &self.peer)
                    .field("in_flight", &self.in_flight())
                    .field("is_closed", &self.is_closed())
                    .finish()
            }
        }
    };
}

pub(crate) use shared;
