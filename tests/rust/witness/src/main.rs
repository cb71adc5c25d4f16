//! Makes the calls that the tests generated, each with a client of one version and a server of another, and prints what
//! happened: one JSON object a line.

mod happened;

// Modules of versions, with the stubs of their interfaces, and a function `calls` that makes all calls.
include!(concat!(env!("WITNESS"), "/calls.rs"));

fn main() {
    // That a task panics is an outcome, printed as such.
    std::panic::set_hook(Box::new(|_| ()));
    calls();
}
