//! Functions about variables, options, expressions, keys and what Neovim is.

use callwright::Value;
use callwright_tests::neovim::Neovim;

use super::super::visit::{channel, dict};
use super::{list, table};

pub(super) async fn table(nvim: &Neovim) -> impl IntoIterator<Item = &'static str> {
    let channel = channel(nvim).await;
    let group = nvim.nvim_create_augroup("Own", dict([])).await.unwrap();
    table! { nvim:
        nvim_set_var("text", "wörld") == ();
        nvim_get_var("text") == Value::from("wörld");
        nvim_del_var("text") == ();
        nvim_get_vvar("count") == Value::from(0);
        nvim_set_option("hidden", true) == ();
        nvim_get_option("hidden") == Value::from(true);
        nvim_set_option_value("scrolloff", 4, dict([])) == ();
        nvim_get_option_value("scrolloff", dict([])) == Value::from(4);
        nvim_get_option_info("hidden") has |info| info["type"] == Value::from("boolean");
        nvim_command("let g:three = 3") == ();
        nvim_eval("[g:three, g:three + 1]") == list(&[3, 4]);
        nvim_eval("{'a': v:null, 'b': 1.5}") == Value::of(&dict([("a", Value::Nil), ("b", 1.5.into())])).unwrap();
        nvim_call_function("abs", vec![Value::from(-3)]) == Value::from(3);
        nvim_exec("echo 1 + 1", true) == "2";
        nvim_exec_lua("local a, b = ... return a .. b", vec![Value::from("x"), Value::from("y")]) == Value::from("xy");
        nvim_call_atomic(vec![Value::from(vec![Value::from("nvim_eval"), Value::from(vec![Value::from("7")])])])
            == vec![list(&[7]), Value::Nil];
        nvim_strwidth("wörld") == 5;
        nvim_replace_termcodes("<Esc>", true, true, true) == "\u{1b}";
        nvim_parse_expression("1+1", "", false) has |parsed| parsed["len"] == Value::from(3);
        nvim_feedkeys("", "", false) == ();
        nvim_input("") == 0;
        nvim_get_mode() has |mode| mode["mode"] == Value::from("n");
        nvim_set_keymap("n", "gx", "gy", dict([])) == ();
        nvim_get_keymap("n") has |keys| keys.iter().any(|key| key["lhs"] == Value::from("gx"));
        nvim_del_keymap("n", "gx") == ();
        nvim_create_user_command("Greet", "echo 'hello'", dict([])) == ();
        nvim_get_commands(dict([])) has |commands| commands.contains_key("Greet");
        nvim_del_user_command("Greet") == ();
        nvim_create_augroup("Own", dict([("clear", false.into())])) == group;
        nvim_create_autocmd("User", dict([("group", group.into()), ("pattern", "Own".into()), ("command", "let g:ran = 1".into())]))
            has |id| id > 0;
        nvim_exec_autocmds("User", dict([("pattern", "Own".into())])) == ();
        nvim_get_var("ran") == Value::from(1);
        nvim_get_autocmds(dict([("group", group.into())])) has |all| all.len() == 1;
        nvim_clear_autocmds(dict([("group", group.into())])) == ();
        nvim_del_augroup_by_id(group) == ();
        nvim_list_runtime_paths() has |paths| !paths.is_empty();
        nvim_get_runtime_file("there/is/none", true) has |files| files.is_empty();
        nvim_set_client_info("callwright", dict([]), "remote", dict([]), dict([])) == ();
        nvim_get_chan_info(channel) has |info| info["client"].get("name") == Some(&Value::from("callwright"));
        nvim_list_chans() has |channels| !channels.is_empty();
        nvim_get_api_info() has |info| info.len() == 2;
        nvim_get_proc_children(1) has |_| true;
    }
}
