//! What a server says of itself: its document as clients get it, while methods come and go.
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use callwright::{
    BoxFuture, Call, Document, Error, Handlers, Incoming, Method, Param, Params, Reply, Request,
    Server, ServerError, Service, Services,
    describe::{self, Info, MethodDescription, ServiceDescription, schema_of},
    schemars::JsonSchema,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{ask, visitor};

/// A service that repeats what it is told.
pub(crate) struct Parrot;

const SAY: Method = Method::new("say", "say")
    .by_name()
    .params(&[Param::required("word", "Word")]);

const QUIET: Method = Method::new("quiet", "quiet").by_name().notification();

const PARROT: ServiceDescription = ServiceDescription::new("Parrot", "1.0.0").methods(&[
    MethodDescription::of(&SAY)
        .params(&[schema_of::<Word>()])
        .result(schema_of::<Word>()),
    MethodDescription::of(&QUIET),
]);

#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(crate = "callwright::schemars")]
struct Word {
    letters: String,
}

impl Service for Parrot {
    fn call<'a>(&'a self, asked: Incoming<'a>) -> BoxFuture<'a, Result<Reply, ServerError>> {
        Box::pin(async move {
            let mut params: std::collections::BTreeMap<String, Word> = asked.params()?;
            asked.answer(&(asked.prefix(), params.remove("word")))
        })
    }

    fn has(&self, method: &str) -> bool {
        matches!(method, "say" | "quiet")
    }

    fn document(&self) -> Option<Document> {
        Some(PARROT.document())
    }
}

/// A service that counts how many times it made its document.
struct Counted(Arc<AtomicUsize>);

impl Service for Counted {
    fn call<'a>(&'a self, asked: Incoming<'a>) -> BoxFuture<'a, Result<Reply, ServerError>> {
        Parrot.call(asked)
    }

    fn has(&self, method: &str) -> bool {
        Parrot.has(method)
    }

    fn document(&self) -> Option<Document> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Parrot.document()
    }
}

#[tokio::test]
async fn a_document_is_made_once_for_who_asks() {
    let made = Arc::new(AtomicUsize::new(0));
    let server = Server::bind("tcp://127.0.0.1:0", Counted(Arc::clone(&made)));
    let server = server.await.unwrap();
    let client = visitor(&server.url().unwrap()).await;
    // The first time it is not known yet whether there is one.
    for times in [2, 3, 4] {
        let document: Value = ask::<(), _>(&client, "rpc.discover", &[]).await.unwrap();
        assert_eq!(document["info"]["title"], "Parrot");
        assert_eq!(made.load(Ordering::SeqCst), times);
    }
}

/// The document, and the names of its methods.
async fn discovered(url: &str) -> (Document, Vec<String>) {
    let client = visitor(url).await;
    let text: Value = ask::<(), _>(&client, "rpc.discover", &[]).await.unwrap();
    let document = Document::from_json(&text.to_string()).unwrap();
    let names = document.methods.iter().map(|method| method.name.clone());
    let names = names.collect();
    (document, names)
}

#[tokio::test]
async fn a_server_tells_what_it_has_and_where_it_was_reached() {
    let server = Server::bind("tcp://127.0.0.1:0", Parrot).await.unwrap();
    let url = server.url().unwrap();
    let (document, names) = discovered(&url).await;
    assert_eq!(names, ["say", "quiet"]);
    assert_eq!(document.servers[0].url, url);
    assert_eq!(document, PARROT.document().with_url(url));
}

#[tokio::test]
async fn the_document_follows_what_comes_and_goes() {
    let handlers = Handlers::from(Parrot).with_info(Info::new("Mine", "2"));
    let server = Server::bind("tcp://127.0.0.1:0", handlers.clone())
        .await
        .unwrap();
    let url = server.url().unwrap();
    let client = visitor(&url).await;
    assert_eq!(discovered(&url).await.0.info.title, "Mine");

    // One is added, of a type that has the name of another.
    mod other {
        #[derive(serde::Deserialize, schemars::JsonSchema)]
        #[schemars(crate = "callwright::schemars")]
        pub(super) struct Word {
            pub(super) count: u32,
            #[serde(default)]
            pub(super) by: u32,
        }
    }
    let twice = describe::Method::new("add")
        .with_summary("Adds.")
        .with_error(1, "Too much");
    handlers.on_described(twice, async |word: other::Word| Ok(word.count + word.by));
    handlers.on_described("words", async |(): ()| Ok(Vec::<Word>::new()));
    let (document, names) = discovered(&url).await;
    assert_eq!(names, ["say", "quiet", "add", "words"]);
    let add = document.method("add").unwrap();
    let params = add.params.as_ref().unwrap();
    let shown = params.iter().map(|param| (&*param.name, param.required));
    assert!(shown.eq([("by", false), ("count", true)]) || params[0].name == "count");
    assert_eq!(add.errors[0].code, Some(1));
    assert_eq!(ask::<_, u32>(&client, "add", &[2, 3]).await.unwrap(), 5);
    assert_eq!(document.components.schemas.len(), 1);

    // One is replaced, one hidden, and what only that one needed with it.
    handlers.on_described("say", async |(word,): (u8,)| Ok(word));
    assert!(handlers.remove("quiet") && handlers.remove("words"));
    let (document, names) = discovered(&url).await;
    assert_eq!(names, ["say", "add"]);
    let say = document.method("say").unwrap();
    assert_eq!(say.params.as_ref().unwrap()[0].name, "param0");
    assert!(handlers.remove("say"));
    let (document, names) = discovered(&url).await;
    assert_eq!(names, ["add"]);
    assert!(document.components.schemas.is_empty());
    for gone in ["say", "words", "quiet"] {
        let error = ask::<(), Value>(&client, gone, &[]).await.unwrap_err();
        assert!(matches!(error, Error::Server(error) if error.code() == -32601));
        assert!(!handlers.has(gone) && !handlers.remove(gone));
    }

    assert!(handlers.remove("rpc.discover"));
    let hidden = ask::<(), Value>(&client, "rpc.discover", &[]).await;
    assert!(hidden.is_err());
}

#[tokio::test]
async fn several_services_are_one() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    #[schemars(crate = "callwright::schemars")]
    struct Word(u64);
    let numbers = Handlers::new().with_info(Info::new("Numbers", "1"));
    numbers.on_described("say", async |(word,): (Word,)| Ok(word));
    let all = Services::new(Info::new("All", "3.0.0"))
        .with("parrot.", Parrot)
        .with("other.", Parrot)
        .with("numbers.", numbers.clone());
    let server = Server::bind("tcp://127.0.0.1:0", all).await.unwrap();
    let url = server.url().unwrap();
    let client = visitor(&url).await;

    let (document, names) = discovered(&url).await;
    let expected = [
        "parrot.say",
        "parrot.quiet",
        "other.say",
        "other.quiet",
        "numbers.say",
    ];
    assert_eq!(names, expected);
    assert_eq!(document.info.version, "3.0.0");
    let names: Vec<_> = document.components.schemas.keys().collect();
    assert_eq!(names, ["Word", "Word2"]);
    let schema = |method: &str| {
        let result = document.method(method).unwrap().result.as_ref().unwrap();
        result.schema.clone().unwrap()["$ref"].clone()
    };
    assert_eq!(schema("other.say"), schema("parrot.say"));
    assert_eq!(schema("numbers.say"), "#/components/schemas/Word2");

    let word = json!({ "letters": "hello" });
    let params = Params::by_name().with("word", &word).unwrap();
    let said = Call::<Value>::dynamic(client.clone(), Request::new("other.say", params));
    assert_eq!(said.await.unwrap(), json!(["other.", word]));
    assert_eq!(
        ask::<_, u64>(&client, "numbers.say", &[7]).await.unwrap(),
        7
    );
    let own: Value = ask::<(), _>(&client, "numbers.rpc.discover", &[])
        .await
        .unwrap();
    assert_eq!(own["info"]["title"], "Numbers");
    numbers.remove("say");
    assert_eq!(discovered(&url).await.1.len(), 4);
}

#[tokio::test]
async fn who_says_nothing_has_no_document() {
    let handlers = Handlers::new();
    handlers.on_described("sum", async |(a, b): (i64, i64)| Ok(a + b));
    assert!(handlers.document().is_none());
    let server = Server::bind("tcp://127.0.0.1:0", handlers).await.unwrap();
    let client = visitor(&server.url().unwrap()).await;
    let error = ask::<(), Value>(&client, "rpc.discover", &[])
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Server(error) if error.code() == -32601));
}
