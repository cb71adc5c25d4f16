//! Bytes that another implementation made. `FOREIGN` names a folder with them, in which the answers are left; the tests that
//! make it run these with `--ignored`.

use crate::probe::probe;
use crate::{client, SERVER};
use std::fmt::Debug;
use std::path::PathBuf;
use stubs::talk::probe_client::Probe;
use stubs::talk::*;
use userlib::{sys_recv, sys_reply, sys_send, Kernel};

fn folder() -> PathBuf {
    std::env::var_os("FOREIGN")
        .expect("FOREIGN names a folder")
        .into()
}

/// Sends each line of `messages` (operation, bytes of room for the reply, message) and writes what came back (code, reply).
#[test]
#[ignore = "needs FOREIGN"]
fn messages_are_answered() {
    let messages = std::fs::read_to_string(folder().join("messages")).unwrap();
    let (kernel, _) = probe();
    let server = kernel.task(SERVER);
    let answers = client(&kernel, move || {
        let answer = |line: &str| {
            let words: Vec<&str> = line.split(' ').collect();
            let mut reply = vec![0; words[1].parse().unwrap()];
            let message = unhex(words[2]);
            let (code, len) =
                sys_send(server, words[0].parse().unwrap(), &message, &mut reply, &[]);
            format!("{code} {}\n", hex(&reply[..len]))
        };
        messages.lines().map(answer).collect::<String>()
    });
    std::fs::write(folder().join("answers"), answers).unwrap();
}

/// Answers calls with the lines of `replies` (code, reply), and writes what the client makes of them.
#[test]
#[ignore = "needs FOREIGN"]
fn replies_are_understood() {
    let replies = std::fs::read_to_string(folder().join("replies")).unwrap();
    let kernel = Kernel::new(2);
    kernel.spawn(SERVER, move || {
        for line in replies.lines() {
            let (code, reply) = line.split_once(' ').unwrap();
            let message = sys_recv(&mut [0; 256], 0, None).unwrap();
            sys_reply(message.sender, code.parse().unwrap(), &unhex(reply));
        }
    });
    let probe = Probe::from(kernel.task(SERVER));
    let sample = Sample {
        time: 0,
        counts: [0; 3],
        kind: 0,
        quality: 0,
    };
    let calls = move || {
        [
            text(probe.ping()),
            text(probe.add(0, 0)),
            text(probe.add(0, 0)),
            text(probe.invert(false)),
            text(probe.next_mode(Mode::Slow)),
            text(probe.halve(Power(0), Power(0))),
            text(probe.memory_image(sample)),
            text(probe.pack(Shape::Point, None, false)),
            text(probe.pack(Shape::Point, None, false)),
            text(probe.pack_once(0)),
            text(probe.old_pack(Shape::Point, 0)),
            text(probe.old_pack(Shape::Point, 0)),
            text(probe.fire(0)),
        ]
        .concat()
    };
    let understood = client(&kernel, calls);
    std::fs::write(folder().join("understood"), understood).unwrap();
}

fn text(value: impl Debug) -> String {
    format!("{value:?}\n")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(digits).collect()
}
