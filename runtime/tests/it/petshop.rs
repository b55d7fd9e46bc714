//! A client in exactly the shape that the generator emits, with every kind of call and page.
#![deny(missing_docs)]
use super::rt;

/// The petshop.
#[derive(Clone, Debug)]
pub struct Petshop {
    client: rt::Client,
}

static METHODS: [rt::Method; 13] = [
    rt::Method::new("create_pet", "create_pet")
        .signature("create_pet(name: String, tag: String) -> types::Pet")
        .summary("Creates a pet")
        .description("Creates a pet and gives it back.")
        .by_name()
        .params(&[
            rt::Param::required("name", "String").doc("Pet's name"),
            rt::Param::required("tag", "String"),
            rt::Param::optional("note", "String"),
        ])
        .result("types::Pet")
        .errors(&[rt::DeclaredError::new(42, "Pet exists")]),
    rt::Method::new("list_pets", "list_pets")
        .signature("list_pets() -> types::Pet")
        .by_name()
        .params(&[
            rt::Param::optional("page_key", "i64"),
            rt::Param::optional("limit", "i64"),
        ])
        .paging(
            rt::Paging::items(&["items"])
                .null_as_empty()
                .cursor(0, &[], &["next_page_key"])
                .ends_on_false(),
        ),
    rt::Method::new("log", "log")
        .params(&[rt::Param::required("line", "String")])
        .notification(),
    rt::Method::new("ping", "ping")
        .signature("ping() -> i64")
        .result("i64"),
    rt::Method::new("sum", "sum").params(&[
        rt::Param::required("a", "i64"),
        rt::Param::optional("b", "i64"),
        rt::Param::optional("c", "i64"),
    ]),
    rt::Method::new("names", "names").null_as("[]"),
    rt::Method::new("events", "events")
        .params(&[
            rt::Param::required("filter", "Filter"),
            rt::Param::optional("chunk_size", "i64"),
        ])
        .paging(rt::Paging::items(&["events"]).cursor(
            0,
            &["range", "continuation_token"],
            &["page", "token"],
        )),
    rt::Method::new("by_offset", "by_offset")
        .params(&[
            rt::Param::optional("offset", "i64"),
            rt::Param::optional("limit", "i64"),
        ])
        .paging(rt::Paging::items(&[]).offset(0, &[]).ends_on_short_page(1)),
    rt::Method::new("by_number", "by_number")
        .by_name()
        .params(&[
            rt::Param::optional("page", "i64"),
            rt::Param::optional("size", "i64"),
        ])
        .paging(
            rt::Paging::items(&["data", "list"])
                .page_number(0, &[], 1)
                .total(&["data", "total"]),
        ),
    rt::Method::new("flagged", "flagged")
        .by_name()
        .params(&[
            rt::Param::optional("cursor", "String"),
            rt::Param::optional("limit", "i64"),
        ])
        .paging(
            rt::Paging::items(&["data"])
                .cursor(0, &[], &["next"])
                .more(&["has_more"])
                .ends_on_short_page(1)
                .ends_on_empty_page(),
        ),
    rt::Method::new("until_last", "until_last")
        .params(&[rt::Param::optional("cursor", "String")])
        .paging(
            rt::Paging::items(&["data"])
                .cursor(0, &[], &["next"])
                .more_inverted(&["meta", "is_last"]),
        ),
    rt::Method::new("search", "search")
        .by_name()
        .params(&[
            rt::Param::optional("query", "String"),
            rt::Param::optional("cursor", "String"),
        ])
        .paging(
            rt::Paging::items(&["found"])
                .cursor(1, &[], &["cursor"])
                .ends_on_empty_string()
                .total(&["total"])
                .drops(&[0]),
        ),
    rt::Method::new("rude", "rude"),
];

impl Petshop {
    /// The methods.
    pub const METHODS: &'static [rt::Method] = &METHODS;

    /// Connects.
    pub async fn connect(url: &str) -> Result<Self, rt::Error> {
        Ok(Self {
            client: rt::Client::connect(url, &METHODS).await?,
        })
    }

    /// Over a connection that there is.
    pub fn with_connection(connection: impl rt::IntoConnection) -> Self {
        Self {
            client: rt::Client::new(connection, &METHODS),
        }
    }

    /// The connection.
    pub fn connection(&self) -> &::std::sync::Arc<dyn rt::Connection> {
        self.client.connection()
    }

    /// Creates a pet.
    pub fn create_pet(&self, name: impl Into<String>, tag: impl Into<String>) -> calls::CreatePet {
        calls::CreatePet(
            self.client
                .call(0)
                .param(0, &name.into())
                .param(1, &tag.into()),
        )
    }

    /// Lists pets.
    pub fn list_pets(&self) -> calls::ListPets {
        calls::ListPets(self.client.paged(1))
    }

    /// Logs a line.
    pub fn log(&self, line: impl Into<String>) -> rt::Notification {
        self.client.notification(2).param(0, &line.into())
    }

    /// Logs a line, by a type of its own.
    pub fn log_call(&self, line: impl Into<String>) -> calls::Log {
        calls::Log(self.log(line))
    }

    /// Answers 7.
    pub fn ping(&self) -> rt::Call<i64> {
        self.client.call(3)
    }

    /// Adds numbers.
    pub fn sum(&self, a: i64) -> calls::Sum {
        calls::Sum(self.client.call(4).param(0, &a))
    }

    /// Names, or null.
    pub fn names(&self) -> rt::Call<Vec<String>> {
        self.client.call(5)
    }

    /// Events in pages, with the key inside the filter.
    pub fn events(&self, filter: rt::serde_json::Value) -> rt::PagedCall<i64> {
        self.client.paged(6).param(0, &filter)
    }

    /// Numbers by offset.
    pub fn by_offset(&self, limit: Option<i64>) -> rt::PagedCall<i64> {
        let call = self.client.paged(7);
        match limit {
            Some(limit) => call.param(1, &limit),
            None => call,
        }
    }

    /// Numbers by page number.
    pub fn by_number(&self) -> rt::PagedCall<i64> {
        self.client.paged(8)
    }

    /// Numbers with a flag for more.
    pub fn flagged(&self) -> rt::PagedCall<i64> {
        self.client.paged(9).param(1, &2)
    }

    /// Numbers with a flag for the last page.
    pub fn until_last(&self) -> rt::PagedCall<i64> {
        self.client.paged(10)
    }

    /// Numbers whose query goes only with the first page.
    pub fn search(&self, query: impl Into<String>) -> rt::PagedCall<i64> {
        self.client.paged(11).param(0, &query.into())
    }

    /// Whatever the server sends.
    pub fn rude(&self) -> rt::Call<types::Pet, errors::CreatePet> {
        self.client.call(12)
    }
}

impl ::std::fmt::Display for Petshop {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        self.client.describe(f)
    }
}

/// Calls with optional parameters.
pub mod calls {
    use super::{errors, rt, types};

    /// A call of `list_pets`, sent when awaited.
    #[must_use = "a call does nothing until it is awaited"]
    #[derive(Clone, Debug)]
    pub struct ListPets(pub(super) rt::PagedCall<types::Pet>);
    impl ListPets {
        /// Page size
        pub fn limit(self, limit: i64) -> Self {
            Self(self.0.param(1, &limit))
        }
        /// Where to start.
        pub fn page_key(self, key: i64) -> Self {
            Self(self.0.param(0, &key))
        }
    }
    rt::paged_call!(ListPets, types::Pet, rt::ServerError);

    /// A call of `create_pet`, sent when awaited.
    #[must_use = "a call does nothing until it is awaited"]
    #[derive(Clone, Debug)]
    pub struct CreatePet(pub(super) rt::Call<types::Pet, errors::CreatePet>);
    impl CreatePet {
        /// A note.
        pub fn note(self, note: impl Into<Option<String>>) -> Self {
            Self(self.0.param(2, &note.into()))
        }
    }
    rt::call!(CreatePet, types::Pet, errors::CreatePet);

    /// A call of `sum`, sent when awaited.
    #[must_use = "a call does nothing until it is awaited"]
    #[derive(Clone, Debug)]
    pub struct Sum(pub(super) rt::Call<i64>);
    impl Sum {
        /// The third number.
        pub fn c(self, c: i64) -> Self {
            Self(self.0.param(2, &c))
        }
        /// What cannot be encoded.
        pub fn odd(self) -> Self {
            Self(self.0.param(1, &super::types::Odd))
        }
    }
    rt::call!(Sum, i64, rt::ServerError);

    /// A notification of `log`, sent when awaited.
    #[must_use = "a notification does nothing until it is awaited"]
    #[derive(Clone, Debug)]
    pub struct Log(pub(super) rt::Notification);
    rt::notification!(Log);
}

/// What methods may answer instead of results.
pub mod errors {
    use super::rt;

    /// What `create_pet` may answer instead of a result.
    #[derive(Debug, Clone)]
    pub enum CreatePet {
        /// Pet exists (42)
        PetExists(rt::ServerError),
        /// Any code that the document does not declare.
        Other(rt::ServerError),
    }
    rt::failure!(CreatePet { 42 => PetExists });
}

/// Data.
pub mod types {
    use super::rt;

    /// A pet.
    #[derive(Clone, Debug, PartialEq, rt::serde::Serialize, rt::serde::Deserialize)]
    #[serde(crate = "::callwright::__private::v1::serde")]
    pub struct Pet {
        /// Its name.
        pub name: String,
        /// Its tags, null when there are none.
        #[serde(
            default,
            deserialize_with = "::callwright::__private::v1::null_as_default"
        )]
        pub tags: Vec<String>,
    }

    /// What cannot be encoded.
    #[derive(Clone, Copy, Debug)]
    pub struct Odd;

    impl rt::serde::Serialize for Odd {
        fn serialize<S: rt::serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(rt::serde::ser::Error::custom("this is odd"))
        }
    }
}

/// Where the petshop is.
pub mod servers {
    use super::rt;

    const VARIABLES: &[rt::ServerVariable] =
        &[rt::ServerVariable::new("region", "eu", &["eu", "us"])];

    /// The main server.
    pub fn main() -> rt::ServerUrl {
        rt::ServerUrl::new("https://{region}.petshop.test", VARIABLES)
    }
}
