//! Takes the program that serves every document by nothing but its trait, and says which methods it does not answer.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::client::Client;
use crate::consumer::Programs;
use crate::fault::{Fault, during};
use crate::sweep;
use crate::values::{self, Values};

/// The part of the calls with params that must come to a function. In the others the document's examples are not what its
/// schemas say, or a param that is left out stands before one that is told by position.
const SHARE: f64 = 0.98;

/// Has every method called without params and with those that were made for it. Gives a sentence for each that is answered
/// otherwise than a server that implements nothing does.
pub(crate) fn called(
    servers: &[Client],
    values: &Values,
    programs: &Programs,
) -> Result<Vec<String>, Fault> {
    let calls = calls(values)?;
    let lines: String = calls.iter().map(|call| format!("{call}\n")).collect();
    let serving = Serving::start(&programs.server)?;
    let answers = sweep::asked(&programs.caller, &serving.url, lines)?;
    let answers = answers.map_err(|said| during("calling the servers", said))?;
    let answers: Vec<&str> = answers.lines().collect();
    if answers.len() != calls.len() {
        return Err(Fault(
            "not every call of the servers was answered".to_owned(),
        ));
    }
    let (mut faults, mut made, mut reached) = (Vec::new(), 0, 0);
    for (call, answer) in calls.iter().zip(answers) {
        let Call { server, method } = Call::of(call, servers)?;
        let became = became(server, method, answer);
        let is_made = call["is_bare"] != true && became != Became::Nobodys;
        made += usize::from(is_made);
        reached += usize::from(is_made && became == Became::Reached);
        if became == Became::Wrong {
            faults.push(format!(
                "{}: {method} is answered {answer:.300}",
                server.module
            ));
        }
    }
    println!(
        "servers: {reached} of {made} calls with params came to a function of {} methods",
        calls.len() - made
    );
    if (reached as f64) < SHARE * made as f64 {
        faults.push(format!(
            "only {reached} of {made} calls came to a function of a server"
        ));
    }
    Ok(faults)
}

/// What became of a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Became {
    /// The function of the trait has answered, or the document.
    Reached,
    /// Params are wrong.
    Refused,
    /// Clients are what answers the method.
    Nobodys,
    /// It should not have been answered so.
    Wrong,
}

fn became(server: &Client, method: &str, answer: &str) -> Became {
    let is_sent = server.sent.iter().any(|sent| sent == method);
    match answer {
        "- -32601 Method not found" if is_sent => Became::Nobodys,
        _ if is_sent => Became::Wrong,
        // A notification that is sent as a call.
        "= null" => Became::Reached,
        answer if method == "rpc.discover" && answer.starts_with("= {\"openrpc\":") => {
            Became::Reached
        }
        answer if answer == format!("- -32601 `{method}` is not implemented") => Became::Reached,
        answer if answer.starts_with(&format!("- -32602 `{method}`: param `")) => Became::Refused,
        _ => Became::Wrong,
    }
}

/// Whom a call asks for what.
struct Call<'c> {
    server: &'c Client,
    method: &'c str,
}

impl<'c> Call<'c> {
    fn of(call: &'c Value, servers: &'c [Client]) -> Result<Self, Fault> {
        let called = call["method"]
            .as_str()
            .and_then(|method| method.split_once(' '));
        let found = called.and_then(|(number, method)| {
            let server = servers.get(number.parse::<usize>().ok()?)?;
            Some(Self { server, method })
        });
        found.ok_or_else(|| Fault(format!("whose call is {call:.300}?")))
    }
}

/// Each method of each document, as another reader sees them, and each call that was made for one.
fn calls(values: &Values) -> Result<Vec<Value>, Fault> {
    let methods = values.methods()?;
    let methods = methods.iter().enumerate();
    let bare = methods.flat_map(|(number, methods)| {
        let methods = methods.iter();
        methods.map(move |name| json!({ "method": format!("{number} {name}"), "params": [], "is_bare": true }))
    });
    let made: Vec<Value> = values::read(&values.folder().join("calls.json"))?;
    let made = made.into_iter().map(|mut call| {
        let name = call["method"].as_str().unwrap_or_default();
        call["method"] = format!("{} {name}", call["document"]).into();
        call
    });
    Ok(bare.chain(made).collect())
}

/// The program, which ends with its owner.
struct Serving {
    child: Child,
    url: String,
}

impl Serving {
    fn start(program: &Path) -> Result<Self, Fault> {
        let mut child = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|cause| during("starting the servers", cause))?;
        let stdout = child.stdout.take();
        let mut serving = Self {
            child,
            url: String::new(),
        };
        let mut line = String::new();
        stdout.map_or(Ok(0), |stdout| BufReader::new(stdout).read_line(&mut line))?;
        serving.url = line.trim().to_owned();
        Ok(serving)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Either may fail only because the process is gone, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
