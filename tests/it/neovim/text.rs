//! Strings that are no UTF-8: they come as they are, and go back so.

use callwright::{RpcStr, Value};

use super::visit::{Visit, lines, over_all};

over_all!(
    bytes_that_are_no_text_are_kept,
    text_of_every_length_is_kept,
);

const ODD: &[u8] = b"\xff caf\xe9 \x80\xfe";

async fn bytes_that_are_no_text_are_kept(visit: &Visit) {
    let nvim = visit.connect().await;
    let odd = RpcStr::from(ODD);
    let buffer = nvim.nvim_get_current_buf().await.unwrap();
    let all = vec![odd.clone(), "text".into()];
    nvim.nvim_buf_set_lines(buffer, 0, -1, true, all.clone())
        .await
        .unwrap();
    let got = nvim.nvim_buf_get_lines(buffer, 0, -1, true).await.unwrap();
    assert_eq!(got, all);
    assert_eq!(got[0].as_bytes(), ODD);
    assert!(got[0].as_str().is_err());
    assert_eq!(got[1].as_str().unwrap(), "text");
    assert_eq!(nvim.nvim_get_current_line().await.unwrap(), odd);

    // In values of any kind, and as the name of a thing.
    let value = nvim.nvim_eval("\"\\xff\"").await.unwrap();
    assert_eq!(value, Value::from(RpcStr::from(&b"\xff"[..])));
    nvim.nvim_set_var("odd", Value::from(odd.clone()))
        .await
        .unwrap();
    assert_eq!(nvim.nvim_get_var("odd").await.unwrap(), Value::from(odd));
    assert_eq!(
        nvim.nvim_eval("len(g:odd)").await.unwrap(),
        Value::from(ODD.len() as u64)
    );
}

async fn text_of_every_length_is_kept(visit: &Visit) {
    let nvim = visit.connect().await;
    let buffer = nvim.nvim_get_current_buf().await.unwrap();
    // Around the ends of MessagePack's four lengths of strings.
    for length in [0, 1, 31, 32, 255, 256, 65_535, 65_536, 3_000_000] {
        let text = "x".repeat(length);
        nvim.nvim_buf_set_lines(buffer, 0, -1, true, lines([&text]))
            .await
            .unwrap();
        let got = nvim.nvim_buf_get_lines(buffer, 0, -1, true).await.unwrap();
        assert!(got == lines([&text]), "{length}");
    }
}
