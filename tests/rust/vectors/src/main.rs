//! Prints, one JSON object a line, what the compiler and the crates make of types and values:
//! sizes, alignments, offsets, `MAX_SIZE` and bytes. The tests compare them with what idol-registry says.

// The types are measured, not used.
#![allow(warnings)]

#[macro_use]
mod report;
mod random {
    include!(concat!(env!("OUT_DIR"), "/random.rs"));
}
mod rules;

fn main() {
    rules::cases();
    random::cases();
}
