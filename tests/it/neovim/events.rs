//! What Neovim tells of a buffer that we attach to: typed, and in order.

use callwright::{Params, Request};
use callwright_tests::neovim::notifications::Notification;

use super::visit::{Visit, dict, lines, over_all};

over_all!(
    the_events_of_a_buffer_are_typed_and_in_order,
    who_is_not_attached_hears_nothing,
    other_notifications_come_as_they_are,
    a_notification_that_fails_is_told,
    events_of_the_screen_come_one_by_one,
);

async fn the_events_of_a_buffer_are_typed_and_in_order(visit: &Visit) {
    const EDITS: i64 = 500;
    let nvim = visit.connect().await;
    let buffer = nvim.nvim_get_current_buf().await.unwrap();
    let mut events = nvim.notifications().await.unwrap();
    assert!(nvim.nvim_buf_attach(buffer, true, dict([])).await.unwrap());
    for number in 0..EDITS {
        let line = lines([&number.to_string()]);
        nvim.nvim_buf_set_lines(buffer, number, number, true, line)
            .await
            .unwrap();
    }
    assert!(nvim.nvim_buf_detach(buffer).await.unwrap());

    let mut next = async || {
        events
            .next()
            .await
            .expect("the connection lives")
            .expect("it can be read")
    };
    let Notification::NvimBufLinesEvent(whole) = next().await else {
        panic!("the whole buffer comes first")
    };
    assert_eq!(
        (whole.buffer, whole.firstline, whole.lastline),
        (buffer, 0, -1)
    );
    assert_eq!(whole.linedata, lines([""]));
    let mut tick = whole
        .changedtick
        .expect("a loaded buffer counts its changes");
    for number in 0..EDITS {
        let Notification::NvimBufLinesEvent(event) = next().await else {
            panic!("{number} is no event of lines")
        };
        assert_eq!((event.firstline, event.lastline), (number, number));
        assert_eq!(event.linedata, lines([&number.to_string()]));
        assert!(!event.more);
        let count = event
            .changedtick
            .expect("a loaded buffer counts its changes");
        assert!(count > tick, "{count} after {tick}");
        tick = count;
    }
    let last = next().await;
    assert!(
        matches!(&last, Notification::NvimBufDetachEvent(event) if event.buffer == buffer),
        "{last:?}"
    );
}

async fn who_is_not_attached_hears_nothing(visit: &Visit) {
    let nvim = visit.connect().await;
    let (one, other) = (
        nvim.nvim_create_buf(true, false).await.unwrap(),
        nvim.nvim_create_buf(true, false).await.unwrap(),
    );
    let mut events = nvim.notifications().await.unwrap();
    assert!(nvim.nvim_buf_attach(one, true, dict([])).await.unwrap());
    nvim.nvim_buf_set_lines(other, 0, -1, true, lines(["unheard"]))
        .await
        .unwrap();
    nvim.nvim_buf_set_lines(one, 0, -1, true, lines(["heard"]))
        .await
        .unwrap();
    // The whole buffer comes before.
    events.next().await.unwrap().unwrap();
    let first = events.next().await.unwrap().unwrap();
    assert!(
        matches!(&first, Notification::NvimBufLinesEvent(event) if event.buffer == one && event.linedata == lines(["heard"])),
        "{first:?}"
    );
}

async fn other_notifications_come_as_they_are(visit: &Visit) {
    let nvim = visit.connect().await;
    let mut events = nvim.notifications().await.unwrap();
    let channel = super::visit::channel(&nvim).await;
    nvim.nvim_command(format!("call rpcnotify({channel}, 'own', 1, 'two')"))
        .await
        .unwrap();
    let Notification::Other(own) = events.next().await.unwrap().unwrap() else {
        panic!("the document tells of no such notification")
    };
    assert_eq!(own.method(), "own");
    assert_eq!(
        own.decode::<(i64, String)>().unwrap(),
        (1, "two".to_owned())
    );
}

async fn a_notification_that_fails_is_told(visit: &Visit) {
    let nvim = visit.connect().await;
    let mut events = nvim.notifications().await.unwrap();
    let odd = Request::new("no_such_function", Params::by_position());
    nvim.connection().notify(odd).await.unwrap();
    let Notification::NvimErrorEvent(error) = events.next().await.unwrap().unwrap() else {
        panic!("an error is an event")
    };
    assert!(
        error.message.to_str_lossy().contains("no_such_function"),
        "{error:?}"
    );
    assert_eq!(nvim.nvim_strwidth("alive").await.unwrap(), 5);
}

async fn events_of_the_screen_come_one_by_one(visit: &Visit) {
    let nvim = visit.connect().await;
    let mut events = nvim.notifications().await.unwrap();
    let options = dict([("ext_linegrid", true.into())]);
    nvim.nvim_ui_attach(40, 10, options).await.unwrap();
    let (mut sizes, mut lines) = (Vec::new(), 0);
    loop {
        match events.next().await.unwrap().unwrap() {
            Notification::GridResize(event) => sizes.push((event.grid, event.width, event.height)),
            Notification::GridLine(event) => lines += i64::from(event.grid == 1),
            Notification::Flush(_) if lines > 0 => break,
            Notification::Other(other) => panic!("{other:?}"),
            _ => {}
        }
    }
    assert_eq!(sizes, [(1, 40, 10)]);
    nvim.nvim_ui_detach().await.unwrap();
}
