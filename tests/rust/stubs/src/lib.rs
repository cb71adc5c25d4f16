//! What the tests of the stubs compile. They make the files in the folder that `STUBS` names, and set it.

// The API crates of the example tree as modules, and in each the stubs of its interface in every style and option.
include!(concat!(env!("STUBS"), "/example.rs"));

pub mod talk;
