//! Pages of tables with gaps, by either kind of key, and limits of all kinds.
use std::collections::BTreeMap;

use super::*;

/// Rows by their keys, which have gaps.
fn rows() -> BTreeMap<i64, String> {
    (0..10).map(|n| (n * 3 - 9, format!("row {n}"))).collect()
}

type Row = (i64, String);

async fn query(from: std::ops::Bound<i64>, count: usize) -> Result<Vec<Row>, ServerError> {
    let found = rows();
    let found = found.range((from, std::ops::Bound::Unbounded)).take(count);
    Ok(found.map(|(key, row)| (*key, row.clone())).collect())
}

fn bound(key: Option<i64>, of: fn(i64) -> std::ops::Bound<i64>) -> std::ops::Bound<i64> {
    key.map_or(std::ops::Bound::Unbounded, of)
}

type Page = Result<Paginated<Row, i64>, ServerError>;

async fn inclusive(limit: Option<i64>, key: Option<i64>) -> Page {
    let query = async |key, count| query(bound(key, std::ops::Bound::Included), count).await;
    let keyset = Keyset::from(|row: &Row| row.0).with_default_limit(4);
    keyset.with_max_limit(7).page(limit, key, query).await
}

async fn exclusive(limit: Option<i64>, key: Option<i64>) -> Page {
    let query = async |key, count| query(bound(key, std::ops::Bound::Excluded), count).await;
    let keyset = Keyset::after(|row: &Row| row.0).with_default_limit(4);
    keyset.with_max_limit(7).page(limit, key, query).await
}

#[tokio::test]
async fn pages_follow_one_another_without_gaps_and_without_doubles() {
    let all: Vec<i64> = rows().into_keys().collect();
    for limit in [None, Some(1), Some(3), Some(5), Some(10), Some(i64::MAX)] {
        for starts_behind in [false, true] {
            let (mut seen, mut key, mut pages) = (Vec::new(), None, 0);
            loop {
                let page = match starts_behind {
                    false => inclusive(limit, key).await,
                    true => exclusive(limit, key).await,
                };
                let page = page.unwrap();
                seen.extend(page.items.iter().map(|row| row.0));
                pages += 1;
                match page.next {
                    Some(next) => key = Some(next),
                    None => break,
                }
            }
            assert_eq!(seen, all, "{limit:?}");
            let size = limit.unwrap_or(4).min(7);
            assert_eq!(pages, (10 + size - 1) / size, "{limit:?}");
        }
    }
}

#[tokio::test]
async fn the_next_page_is_named_by_its_first_row_or_by_the_last_of_this_one() {
    assert_eq!(inclusive(Some(2), None).await.unwrap().next, Some(-3));
    assert_eq!(exclusive(Some(2), None).await.unwrap().next, Some(-6));
    // Zero is a key like any other.
    assert_eq!(inclusive(Some(2), Some(-6)).await.unwrap().next, Some(0));
    // The last page is full, and still the last.
    let last = inclusive(Some(2), Some(15)).await.unwrap();
    assert_eq!((last.items.len(), last.next), (2, None));
    let beyond = exclusive(None, Some(99)).await.unwrap();
    assert_eq!((beyond.items.len(), beyond.next), (0, None));
}

#[tokio::test]
async fn a_limit_below_one_is_refused() {
    for limit in [0, -1, i64::MIN] {
        let error = inclusive(Some(limit), None).await.unwrap_err();
        assert_eq!(error.code(), -32602);
        assert!(error.message().contains(&limit.to_string()), "{error}");
        assert_eq!(
            error.data::<serde_json::Value>().unwrap().unwrap()["param"],
            "limit"
        );
    }
}

#[tokio::test]
async fn limits_of_any_integer_are_clamped() {
    let keyset = Keyset::from(|row: &u8| *row)
        .with_max_limit(0)
        .with_default_limit(0);
    let three = async |_: Option<u8>, count: usize| Ok::<_, ServerError>(vec![1; count.min(3)]);
    assert_eq!(
        keyset
            .page(None::<u32>, None, three)
            .await
            .unwrap()
            .items
            .len(),
        1
    );
    assert_eq!(
        keyset
            .page(Some(u128::MAX), None, three)
            .await
            .unwrap()
            .items
            .len(),
        1
    );
    assert_eq!(
        keyset
            .page(Some(9_u8), None, three)
            .await
            .unwrap()
            .items
            .len(),
        1
    );
}

#[tokio::test]
async fn errors_of_the_query_are_the_method_s() {
    #[derive(Debug, PartialEq)]
    struct Broken(i64);
    impl From<ServerError> for Broken {
        fn from(error: ServerError) -> Self {
            Self(error.code())
        }
    }
    let query = async |_: Option<u8>, _| Err(Broken(7));
    let keyset = Keyset::after(|row: &u8| *row);
    assert_eq!(keyset.page(Some(1), None, query).await, Err(Broken(7)));
    assert_eq!(keyset.page(Some(0), None, query).await, Err(Broken(-32602)));
}
