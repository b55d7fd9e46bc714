//! Functions about buffers: lines, names, variables, marks, keys and commands.

use callwright::Value;
use callwright_tests::neovim::Neovim;
use callwright_tests::neovim::types::Buffer;

use super::super::visit::{dict, lines};
use super::{list, table};

pub(super) async fn table(nvim: &Neovim) -> impl IntoIterator<Item = &'static str> {
    let own = nvim.nvim_get_current_buf().await.unwrap();
    let space = nvim.nvim_create_namespace("tests").await.unwrap();
    let other = Buffer(own.0 + 1);
    table! { nvim:
        nvim_get_current_buf() == own;
        nvim_list_bufs() == vec![own];
        nvim_buf_set_lines(own, 0, -1, true, lines(["one", "two", "three"])) == ();
        nvim_buf_line_count(own) == 3;
        nvim_buf_set_text(own, 1, 0, 1, 3, lines(["zwei"])) == ();
        nvim_buf_get_text(own, 1, 1, 2, 2, dict([])) == lines(["wei", "th"]);
        nvim_buf_get_lines(own, 0, -1, true) == lines(["one", "zwei", "three"]);
        nvim_buf_get_offset(own, 1) == 4;
        nvim_buf_get_changedtick(own) has |tick| tick > 2;
        nvim_buf_set_name(own, "a tale") == ();
        nvim_buf_get_name(own) has |name| name.to_str_lossy().ends_with("a tale");
        nvim_buf_set_var(own, "half", 0.5) == ();
        nvim_buf_get_var(own, "half") == Value::from(0.5);
        nvim_buf_del_var(own, "half") == ();
        nvim_buf_set_option(own, "shiftwidth", 3) == ();
        nvim_buf_get_option(own, "shiftwidth") == Value::from(3);
        nvim_buf_is_loaded(own) == true;
        nvim_buf_set_mark(own, "m", 2, 1, dict([])) == true;
        nvim_buf_get_mark(own, "m") == vec![2, 1];
        nvim_buf_del_mark(own, "m") == true;
        nvim_buf_set_keymap(own, "n", "gx", "gy", dict([("noremap", true.into())])) == ();
        nvim_buf_get_keymap(own, "n") has |keys| keys.len() == 1 && keys[0]["lhs"] == Value::from("gx");
        nvim_buf_del_keymap(own, "n", "gx") == ();
        nvim_buf_create_user_command(own, "Greet", "echo 'hello'", dict([])) == ();
        nvim_buf_get_commands(own, dict([])) has |commands| commands.contains_key("Greet");
        nvim_buf_del_user_command(own, "Greet") == ();
        nvim_create_namespace("tests") == space;
        nvim_get_namespaces() has |spaces| spaces["tests"] == Value::from(space);
        nvim_buf_set_extmark(own, space, 1, 2, dict([])) == 1;
        nvim_buf_get_extmark_by_id(own, space, 1, dict([])) == vec![1, 2];
        nvim_buf_get_extmarks(own, space, 0, -1, dict([])) == vec![list(&[1, 1, 2])];
        nvim_buf_del_extmark(own, space, 1) == true;
        nvim_buf_add_highlight(own, space, "Comment", 0, 0, -1) == space;
        nvim_buf_clear_namespace(own, space, 0, -1) == ();
        nvim_create_buf(true, false) == other;
        nvim_buf_is_valid(other) == true;
        nvim_set_current_buf(other) == ();
        nvim_set_current_buf(own) == ();
        nvim_buf_delete(other, dict([("force", true.into())])) == ();
        nvim_buf_is_valid(other) == false;
        nvim_set_current_line("a new head") == ();
        nvim_get_current_line() == "a new head";
        nvim_del_current_line() == ();
        nvim_put(lines(["put"]), "l", false, false) == ();
        nvim_paste("pasted", false, -1) == true;
        nvim_buf_line_count(own) == 3;
    }
}
