use callwright::{Handlers, service};

struct Untitled;

#[service(version = "1.0.0")]
impl Untitled {}

struct Misspelt;

#[service(title = "Pets", titel = "Pets")]
impl Misspelt {}

struct Wires;

#[service(title = "Pets", wire = ["json", "xml"])]
impl Wires {}

struct Unknown;

#[service(title = "Pets", unknown_params = "panic")]
impl Unknown {}

struct Twice;

#[service(title = "Pets", title = "Pets")]
impl Twice {}

trait Shop {}

struct Traits;

#[service(title = "Pets")]
impl Shop for Traits {}

#[service(title = "Pets")]
struct Block;

fn main() {
    // What is promised is there, so that nothing else is at fault.
    let _ = [Handlers::from(Untitled), Handlers::from(Misspelt), Handlers::from(Wires)];
    let _ = [Handlers::from(Unknown), Handlers::from(Twice)];
}
