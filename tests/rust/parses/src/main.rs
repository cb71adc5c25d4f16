//! Reads texts from standard input, each ended by a NUL, and prints the number of each that is no Rust file, with the reason.
use std::io::{BufRead, Read};

fn main() {
    // Types nest deeper than a test thread's stack allows in a debug build.
    let reader = std::thread::Builder::new().stack_size(256 << 20).spawn(read);
    reader.expect("a thread").join().expect("no panic");
}

fn read() {
    let mut input = std::io::BufReader::new(std::io::stdin().lock());
    let mut text = Vec::new();
    for number in 0.. {
        text.clear();
        if input.by_ref().read_until(0, &mut text).expect("input") == 0 {
            break;
        }
        text.pop();
        let text = std::str::from_utf8(&text).expect("UTF-8");
        if let Err(error) = syn::parse_file(text) {
            println!("{number} {error}");
        }
    }
}
