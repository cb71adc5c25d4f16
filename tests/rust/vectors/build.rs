//! Brings generated code into the program: `VECTORS_RANDOM` names the file of random types, `VECTORS_MESSAGES` that of
//! values of messages. Without them there are none.

use std::{env, fs, path::PathBuf};

fn main() {
    for (variable, name) in [("VECTORS_RANDOM", "random.rs"), ("VECTORS_MESSAGES", "message_values.rs")] {
        println!("cargo:rerun-if-env-changed={variable}");
        let to = PathBuf::from(env::var_os("OUT_DIR").unwrap()).join(name);
        match env::var(variable) {
            Ok(from) => {
                println!("cargo:rerun-if-changed={from}");
                fs::copy(from, to).unwrap();
            }
            Err(_) => fs::write(to, "pub fn cases() {}\n").unwrap(),
        }
    }
}
