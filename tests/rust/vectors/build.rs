//! Brings the randomly generated types into the program: `VECTORS_RANDOM` names their file. Without it there are none.

use std::{env, fs, path::PathBuf};

fn main() {
    println!("cargo:rerun-if-env-changed=VECTORS_RANDOM");
    let to = PathBuf::from(env::var_os("OUT_DIR").unwrap()).join("random.rs");
    match env::var("VECTORS_RANDOM") {
        Ok(from) => {
            println!("cargo:rerun-if-changed={from}");
            fs::copy(from, to).unwrap();
        }
        Err(_) => fs::write(to, "pub fn cases() {}\n").unwrap(),
    }
}
