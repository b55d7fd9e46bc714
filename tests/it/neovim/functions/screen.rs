//! Functions about windows, tabpages and colours.

use callwright::Value;
use callwright_tests::neovim::Neovim;

use super::super::visit::{dict, lines};
use super::table;

pub(super) async fn table(nvim: &Neovim) -> impl IntoIterator<Item = &'static str> {
    let buffer = nvim.nvim_get_current_buf().await.unwrap();
    let window = nvim.nvim_get_current_win().await.unwrap();
    let tab = nvim.nvim_get_current_tabpage().await.unwrap();
    nvim.nvim_buf_set_lines(buffer, 0, -1, true, lines(["one", "two"]))
        .await
        .unwrap();
    table! { nvim:
        nvim_list_wins() == vec![window];
        nvim_set_current_win(window) == ();
        nvim_win_get_buf(window) == buffer;
        nvim_win_set_buf(window, buffer) == ();
        nvim_win_set_cursor(window, vec![2, 1]) == ();
        nvim_win_get_cursor(window) == vec![2, 1];
        nvim_win_set_height(window, 5) == ();
        nvim_win_get_height(window) has |height| height > 0;
        nvim_win_set_width(window, 20) == ();
        nvim_win_get_width(window) has |width| width > 0;
        nvim_win_get_position(window) == vec![0, 0];
        nvim_win_get_number(window) == 1;
        nvim_win_get_tabpage(window) == tab;
        nvim_win_is_valid(window) == true;
        nvim_win_get_config(window) has |config| config["relative"] == Value::from("");
        nvim_win_set_var(window, "list", Value::from(vec![Value::from(1), Value::Nil])) == ();
        nvim_win_get_var(window, "list") == Value::from(vec![Value::from(1), Value::Nil]);
        nvim_win_del_var(window, "list") == ();
        nvim_list_tabpages() == vec![tab];
        nvim_set_current_tabpage(tab) == ();
        nvim_tabpage_list_wins(tab) == vec![window];
        nvim_tabpage_get_win(tab) == window;
        nvim_tabpage_get_number(tab) == 1;
        nvim_tabpage_is_valid(tab) == true;
        nvim_tabpage_set_var(tab, "yes", true) == ();
        nvim_tabpage_get_var(tab, "yes") == Value::from(true);
        nvim_tabpage_del_var(tab, "yes") == ();
        nvim_get_color_by_name("Red") == 0xff_00_00;
        nvim_get_color_map() has |colours| colours["Blue"] == Value::from(0xff);
        nvim_set_hl(0, "Own", dict([("foreground", Value::from("Red")), ("bold", true.into())])) == ();
        nvim_get_hl_id_by_name("Own") has |id| id > 0;
        nvim_get_hl_by_name("Own", true) == dict([("bold", true.into()), ("foreground", Value::from(0xff_00_00))]);
        nvim_list_uis() has |screens| screens.is_empty();
    }
}
