//! Handles: small numbers and large ones, as arguments, as results, and inside values of any kind.

use callwright::Value;
use callwright_tests::neovim::types::{Buffer, Window};

use super::visit::{Visit, dict, lines, over_all};

over_all!(
    handles_above_127_come_and_go_as_they_are,
    windows_have_numbers_from_1000,
    handles_stand_in_values_too,
    a_handle_of_nothing_is_refused,
);

async fn handles_above_127_come_and_go_as_they_are(visit: &Visit) {
    let nvim = visit.connect().await;
    let mut all = vec![nvim.nvim_get_current_buf().await.unwrap()];
    for _ in 0..300 {
        all.push(nvim.nvim_create_buf(true, false).await.unwrap());
    }
    // One, two and three bytes of payload.
    let numbers: Vec<i64> = all.iter().map(|buffer| buffer.0).collect();
    for size in [1, 127, 128, 255, 256, 300] {
        assert!(numbers.contains(&size), "{size} is not in {numbers:?}");
    }
    for buffer in &all {
        let text = format!("I am {}", buffer.0);
        nvim.nvim_buf_set_lines(*buffer, 0, -1, true, lines([&text]))
            .await
            .unwrap();
    }
    for buffer in &all {
        let text = format!("I am {}", buffer.0);
        assert_eq!(
            nvim.nvim_buf_get_lines(*buffer, 0, -1, true).await.unwrap(),
            lines([&text])
        );
    }
    assert_eq!(nvim.nvim_list_bufs().await.unwrap(), all);
    // What is equal is the same to a map, too.
    let set: std::collections::HashSet<Buffer> = all.iter().copied().collect();
    assert_eq!(set.len(), 301);
}

async fn windows_have_numbers_from_1000(visit: &Visit) {
    let nvim = visit.connect().await;
    let buffer = nvim.nvim_create_buf(false, true).await.unwrap();
    let mut windows = nvim.nvim_list_wins().await.unwrap();
    for row in 0..3 {
        let place = dict([
            ("relative", "editor".into()),
            ("row", row.into()),
            ("col", 0.into()),
            ("width", 5.into()),
            ("height", 1.into()),
        ]);
        windows.push(nvim.nvim_open_win(buffer, false, place).await.unwrap());
    }
    assert!(windows.iter().all(|window| window.0 >= 1000), "{windows:?}");
    // It lists those that float by what is above what.
    let mut listed = nvim.nvim_list_wins().await.unwrap();
    listed.sort();
    assert_eq!(listed, windows);
    let last: Window = windows[3];
    assert_eq!(nvim.nvim_win_get_buf(last).await.unwrap(), buffer);
    nvim.nvim_win_close(last, true).await.unwrap();
    assert!(!nvim.nvim_win_is_valid(last).await.unwrap());
}

async fn handles_stand_in_values_too(visit: &Visit) {
    let nvim = visit.connect().await;
    for _ in 0..150 {
        nvim.nvim_create_buf(true, false).await.unwrap();
    }
    let calls = ["nvim_list_bufs", "nvim_list_wins"].map(|function| {
        Value::from(vec![
            Value::from(function),
            Value::from(Vec::<Value>::new()),
        ])
    });
    let results = nvim.nvim_call_atomic(calls.to_vec()).await.unwrap();
    let both: (Vec<Buffer>, Vec<Window>) = results[0].decode().unwrap();
    let (buffers, windows) = both;
    assert_eq!(buffers, nvim.nvim_list_bufs().await.unwrap());
    assert_eq!(windows, nvim.nvim_list_wins().await.unwrap());
    // A window is no buffer.
    let swapped = results[0].decode::<(Vec<Window>, Vec<Buffer>)>();
    swapped.unwrap_err();
    // Into a value and back.
    let last = buffers[150];
    nvim.nvim_set_var("which", Value::of(&last).unwrap())
        .await
        .unwrap();
    let kept = nvim.nvim_get_var("which").await.unwrap();
    assert_eq!(kept.decode::<Buffer>().unwrap(), last);
}

async fn a_handle_of_nothing_is_refused(visit: &Visit) {
    let nvim = visit.connect().await;
    let none = Buffer(4_000_000);
    assert!(!nvim.nvim_buf_is_valid(none).await.unwrap());
    let refused = nvim.nvim_buf_line_count(none).await.unwrap_err();
    assert!(
        refused.to_string().contains("Invalid buffer id: 4000000"),
        "{refused}"
    );
}
