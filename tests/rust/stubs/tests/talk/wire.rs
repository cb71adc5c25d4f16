//! Writes what travelled, so that other implementations can be compared with it: `WIRE` names the file, one JSON object a line.

use crate::client;
use crate::probe::probe;
use std::fmt::Write;
use stubs::talk::*;

#[test]
fn exchanges_are_written() {
    let (kernel, probe) = probe();
    client(&kernel, move || {
        probe.ping();
        let _ = probe.add(0x0102_0304, 0x0506);
        let _ = probe.add(u32::MAX, 1);
        let _ = probe.once(9);
        probe.invert(true);
        probe.invert(false);
        let _ = probe.next_mode(Mode::Slow);
        let _ = probe.next_mode(Mode::Fast);
        probe.halve(Power(90), Power(60));
        let _ = probe.memory_image(Sample {
            time: 1 << 40,
            counts: [1, 2, 0xFFFF],
            kind: 250,
            quality: -100,
        });
        let _ = probe.pack(Shape::Point, None, false);
        let _ = probe.pack(Shape::Circle(0x0708), Some(Colour::Green), true);
        let _ = probe.pack(
            Shape::Box {
                width: 0x090A_0B0C,
                height: 13,
            },
            Some(Colour::Blue),
            false,
        );
        let _ = probe.pack_once(3);
        let _ = probe.old_pack(Shape::Circle(300), 1 << 40);
        let _ = probe.old_pack(Shape::Point, 0);
        let _ = probe.fire(1);
    });
    let mut lines = String::new();
    for exchange in kernel.exchanges() {
        let (operation, code) = (exchange.operation, exchange.code);
        let (message, reply) = (hex(&exchange.message), hex(&exchange.reply));
        writeln!(
            lines,
            r#"{{"operation":{operation},"message":"{message}","code":{code},"reply":"{reply}"}}"#
        )
        .unwrap();
    }
    assert_eq!(lines.lines().count(), 17);
    if let Some(path) = std::env::var_os("WIRE") {
        std::fs::write(path, lines).unwrap();
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
