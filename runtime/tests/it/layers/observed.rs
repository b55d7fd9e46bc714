//! Spans and metrics as a collector gets them, by OpenTelemetry's SDK.
use std::{collections::BTreeMap, time::Duration};

use callwright::{
    ConnectOptions, Connection, ConnectionExt, Http, IntoConnection,
    layers::{Metrics, Retry, Trace},
};
use opentelemetry::{
    Value,
    metrics::MeterProvider,
    trace::{SpanKind, Status, TracerProvider},
};
use opentelemetry_sdk::{
    metrics::{
        InMemoryMetricExporter, PeriodicReader, SdkMeterProvider,
        data::{AggregatedMetrics, MetricData},
    },
    trace::{InMemorySpanExporter, SdkTracerProvider, SpanData},
};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::{Registry, layer::SubscriberExt, util::SubscriberInitExt};

use super::server;
use crate::{petshop::Petshop, rude_http::response, rude_ws::answer};

/// What a collector was sent, while this lives.
struct Collector {
    exporter: InMemorySpanExporter,
    _provider: SdkTracerProvider,
    _guard: DefaultGuard,
}

impl Collector {
    fn start() -> Self {
        let exporter = InMemorySpanExporter::default();
        let provider = SdkTracerProvider::builder()
            .with_simple_exporter(exporter.clone())
            .build();
        let tracer = provider.tracer("test");
        let guard = Registry::default()
            .with(tracing_opentelemetry::layer().with_tracer(tracer))
            .set_default();
        Self {
            exporter,
            _provider: provider,
            _guard: guard,
        }
    }

    fn spans(&self) -> Vec<SpanData> {
        let spans = self.exporter.get_finished_spans().unwrap();
        let calls = |span: &SpanData| {
            span.name == "ping" || span.name == "sum" || span.name.contains("batch")
        };
        spans.into_iter().filter(calls).collect()
    }
}

fn attributes(span: &SpanData) -> BTreeMap<String, String> {
    let pairs = span.attributes.iter();
    let pairs = pairs.map(|pair| (pair.key.to_string(), pair.value.to_string()));
    pairs
        .filter(|(name, _)| {
            !name.starts_with("code.") && !name.starts_with("thread.") && !name.ends_with("_ns")
        })
        .filter(|(name, _)| !matches!(&name[..], "target" | "level"))
        .collect()
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect()
}

/// Answers 7; to `sum`, an error whose message repeats what it was asked.
async fn shop() -> (Http, super::Seen) {
    server(|number, requests| {
        let answers: Vec<_> = requests
            .iter()
            .map(|request| match request["method"].as_str() {
                Some("sum") => {
                    let message = format!("{}{}", "no ".repeat(200), request["params"]);
                    let error = format!(r#""error":{{"code":42,"message":"{message}"}}"#);
                    answer(request, &error)
                }
                _ => answer(request, r#""result":7"#),
            })
            .collect();
        match &answers[..] {
            [_] if number == 1 => response("503 Busy", "text/html", "<b>secret</b>"),
            [one] => response("200 OK", "application/json", one),
            all => response(
                "200 OK",
                "application/json",
                &format!("[{}]", all.join(",")),
            ),
        }
    })
    .await
}

const COMMON: [(&str, &str); 5] = [
    ("jsonrpc.protocol.version", "2.0"),
    ("rpc.system.name", "jsonrpc"),
    ("server.address", "node.example"),
    ("server.port", "8545"),
    ("rpc.method", "ping"),
];

#[tokio::test]
async fn spans_follow_the_conventions() {
    let collector = Collector::start();
    let (http, _) = shop().await;
    let trace = Trace::new().with_server("https://user:secret@node.example:8545/secret");
    let shop = Petshop::with_connection(http.layered(trace));
    shop.ping()
        .with_header("x-key", "secret")
        .await
        .unwrap_err();
    shop.ping().await.unwrap();
    shop.sum(123_456).await.unwrap_err();
    let _ = callwright::batch((shop.ping(), shop.sum(1))).await;
    let spans = collector.spans();
    let names: Vec<_> = spans.iter().map(|span| &*span.name).collect();
    assert_eq!(names, ["ping", "ping", "sum", "jsonrpc batch"]);
    assert!(spans.iter().all(|span| span.span_kind == SpanKind::Client));

    let mut busy = map(&COMMON);
    busy.extend(map(&[
        ("error.type", "503"),
        ("http.response.status_code", "503"),
    ]));
    assert_eq!(attributes(&spans[0]), busy);
    assert!(
        matches!(&spans[0].status, Status::Error { description } if description == "the server refused")
    );

    let mut fine = map(&COMMON);
    fine.extend(map(&[("http.response.status_code", "200")]));
    assert_eq!(attributes(&spans[1]), fine);
    assert_eq!(spans[1].status, Status::Unset);

    let refused = attributes(&spans[2]);
    assert_eq!(refused["error.type"], "42");
    assert_eq!(refused["rpc.response.status_code"], "42");
    let Status::Error { description } = &spans[2].status else {
        panic!("{:?}", spans[2].status)
    };
    assert!(
        description.starts_with("no no") && description.len() <= 203,
        "{description}"
    );

    let batch = attributes(&spans[3]);
    assert_eq!(batch["callwright.batch.size"], "2");
    assert_eq!(batch["callwright.batch.failed"], "1");
    assert!(!batch.contains_key("rpc.method"));
    let port = spans[0]
        .attributes
        .iter()
        .find(|pair| pair.key.as_str() == "server.port");
    assert_eq!(port.unwrap().value, Value::I64(8545));
    let printed = format!("{spans:?}");
    assert!(
        !printed.contains("secret") && !printed.contains("123456"),
        "{printed}"
    );
}

#[tokio::test]
async fn a_batch_that_got_nothing_is_an_error() {
    let collector = Collector::start();
    let (http, _) = server(|_, _| response("502 Gone", "text/html", "<html>")).await;
    let shop = Petshop::with_connection(http.layered(Trace::new()));
    let _ = callwright::batch((shop.ping(), shop.ping())).await;
    let span = collector.spans().pop().unwrap();
    let told = attributes(&span);
    assert_eq!(
        (
            &told["callwright.batch.failed"][..],
            &told["error.type"][..]
        ),
        ("2", "502")
    );
    assert!(matches!(span.status, Status::Error { .. }));
}

#[tokio::test]
async fn a_span_lasts_for_all_attempts_and_ends_when_the_call_is_dropped() {
    let collector = Collector::start();
    let (http, seen) = shop().await;
    let retry = Retry::new().with_backoff(Duration::ZERO, Duration::from_millis(1));
    let stack = tower::ServiceBuilder::new()
        .layer(Trace::new())
        .layer(retry)
        .layer(Trace::new());
    let shop = Petshop::with_connection(http.layered(stack));
    shop.ping().with_idempotent(true).await.unwrap();
    assert_eq!(seen.all().len(), 2);
    let spans = collector.spans();
    assert_eq!(spans.len(), 3, "two attempts and both together");
    let outer = spans[2].span_context.span_id();
    assert!(spans[..2].iter().all(|span| span.parent_span_id == outer));
    assert_eq!(
        (
            &spans[2].status,
            attributes(&spans[0]).contains_key("error.type")
        ),
        (&Status::Unset, true)
    );

    let (silent, _) = server(|_, _| None).await;
    let silent = silent.layered(Trace::new()).into_connection();
    let ping = callwright::Request::new("ping", callwright::Params::by_name());
    let limit = Duration::from_millis(30);
    tokio::time::timeout(limit, silent.call(ping))
        .await
        .unwrap_err();
    let last = collector.spans().pop().unwrap();
    assert_eq!(attributes(&last)["error.type"], "cancelled");
}

/// How often each set of attributes was recorded, and the bounds.
fn recorded(exporter: &InMemoryMetricExporter) -> (BTreeMap<String, u64>, Vec<f64>) {
    let all = exporter.get_finished_metrics().unwrap();
    let metrics = all
        .last()
        .unwrap()
        .scope_metrics()
        .flat_map(|scope| scope.metrics());
    let metrics: Vec<_> = metrics.collect();
    let [duration] = &metrics[..] else {
        panic!("{metrics:?}")
    };
    assert_eq!(
        (duration.name(), duration.unit()),
        ("rpc.client.call.duration", "s")
    );
    let AggregatedMetrics::F64(MetricData::Histogram(histogram)) = duration.data() else {
        panic!("{duration:?}")
    };
    let mut bounds = Vec::new();
    let counts = histogram.data_points().map(|point| {
        bounds = point.bounds().collect();
        assert!(point.sum() > 0.0 && point.sum() < 60.0);
        let mut pairs: Vec<_> = point
            .attributes()
            .filter(|pair| pair.key.as_str() != "rpc.system.name")
            .map(|pair| format!("{}={}", pair.key, pair.value))
            .collect();
        assert!(
            point
                .attributes()
                .any(|pair| pair.value == Value::from("jsonrpc"))
        );
        pairs.sort();
        (pairs.join(" "), point.count())
    });
    (counts.collect(), bounds)
}

#[tokio::test]
async fn metrics_follow_the_conventions() {
    let exporter = InMemoryMetricExporter::default();
    let reader = PeriodicReader::builder(exporter.clone()).build();
    let provider = SdkMeterProvider::builder().with_reader(reader).build();
    let metrics = Metrics::new(&provider.meter("test"));
    let (http, _) = shop().await;
    let shop = Petshop::with_connection(http.layered(metrics.clone()));
    shop.ping().await.unwrap_err();
    shop.ping().await.unwrap();
    shop.sum(1).await.unwrap_err();
    let _ = callwright::batch((shop.ping(), shop.ping(), shop.sum(1))).await;
    let (silent, _) = server(|_, _| None).await;
    let silent =
        Petshop::with_connection(silent.layered(metrics.with_server("http://node.example")));
    let limit = Duration::from_millis(30);
    tokio::time::timeout(limit, async { silent.ping().await })
        .await
        .unwrap_err();
    let port = std::net::TcpListener::bind("127.0.0.77:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let nobody = Http::new(&format!("http://{port}"), ConnectOptions::new()).unwrap();
    let metrics = Metrics::new(&provider.meter("test"));
    Petshop::with_connection(nobody.layered(metrics))
        .log("x")
        .await
        .unwrap_err();
    provider.force_flush().unwrap();
    let (counts, bounds) = recorded(&exporter);
    let expected = [
        ("error.type=503 rpc.method=ping", 1),
        ("rpc.method=ping", 3),
        (
            "error.type=42 rpc.method=sum rpc.response.status_code=42",
            2,
        ),
        (
            "error.type=cancelled rpc.method=ping server.address=node.example server.port=80",
            1,
        ),
        ("error.type=connect rpc.method=log", 1),
    ];
    let expected = expected.map(|(attributes, count)| (attributes.to_owned(), count));
    assert_eq!(counts, BTreeMap::from(expected));
    assert_eq!((bounds.len(), bounds[0], bounds[13]), (14, 0.005, 10.0));
}
