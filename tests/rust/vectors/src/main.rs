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

mod messages;
mod message_values {
    include!(concat!(env!("OUT_DIR"), "/message_values.rs"));
}

// The messages of the example tree, as they are.
#[path = "../../../../idl/1.0.0/lib/modem-messages/src/lib.rs"]
mod modem_1_0_0;
#[path = "../../../../idl/1.1.0/lib/modem-messages/src/lib.rs"]
mod modem_1_1_0;
#[path = "../../../../idl/2.0.0/lib/modem-messages/src/lib.rs"]
mod modem_2_0_0;

fn main() {
    rules::cases();
    random::cases();
    message_values::cases();
}
