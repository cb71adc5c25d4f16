use crate::probe::probe;
use crate::{client, SERVER};
use stubs::talk::*;
use userlib::{sys_recv, sys_reply, Kernel, UnwrapLite};

#[test]
fn simple_replies_arrive() {
    let (kernel, probe) = probe();
    client(&kernel, move || {
        assert_eq!(probe.ping(), 0);
        assert!(!probe.invert(true));
        assert!(probe.invert(false));
    });
}

#[test]
fn any_byte_but_zero_is_true() {
    let kernel = Kernel::new(2);
    kernel.spawn(SERVER, || {
        for byte in [2, 255, 0] {
            let message = sys_recv(&mut [0; 1], 0, None).unwrap_lite();
            sys_reply(message.sender, 0, &[byte]);
        }
    });
    let probe = probe_client::Probe::from(kernel.task(SERVER));
    client(&kernel, move || {
        assert_eq!([0; 3].map(|_| probe.invert(false)), [true, true, false]);
    });
}

#[test]
fn c_like_errors_arrive_by_their_numbers() {
    let (kernel, probe) = probe();
    client(&kernel, move || {
        assert_eq!(probe.add(1 << 20, 3), Ok((1 << 20) + 3));
        assert_eq!(probe.add(u32::MAX, 1), Err(ProbeError::Overflow));
        assert_eq!(probe.once(0), Err(ProbeError::Refused));
        assert_eq!(probe.once(2), Ok(2));
    });
    let codes: Vec<u32> = kernel
        .exchanges()
        .iter()
        .map(|exchange| exchange.code)
        .collect();
    assert_eq!(codes, [0, 7, 1, 0]);
}

#[test]
fn values_are_converted_on_the_way() {
    let (kernel, probe) = probe();
    client(&kernel, move || {
        assert_eq!(probe.next_mode(Mode::Slow), Ok(Mode::Fast));
        assert_eq!(probe.next_mode(Mode::Fast), Err(ProbeError::Refused));
        // The server's conversion limits the power to 100.
        assert_eq!(probe.halve(Power(5000), Power(1000)), Power(50));
        assert_eq!(probe.halve(Power(60), Power(20)), Power(20));
        let sample = Sample {
            time: 1 << 33,
            counts: [1, 2, 3],
            kind: 4,
            quality: 5,
        };
        let answer = Sample {
            time: (1 << 33) + 1,
            quality: -5,
            ..sample
        };
        assert_eq!(probe.memory_image(sample), Ok(answer));
    });
}

#[test]
fn hubpack_values_and_complex_errors_arrive() {
    let (kernel, probe) = probe();
    client(&kernel, move || {
        let shapes = [
            Shape::Point,
            Shape::Circle(513),
            Shape::Box {
                width: 1 << 30,
                height: 3,
            },
        ];
        for shape in shapes {
            for colour in [None, Some(Colour::Red), Some(Colour::Blue)] {
                assert_eq!(probe.pack(shape, colour, false), Ok((shape, colour)));
                let error = PackError::TooLarge {
                    limit: 1 << 40,
                    colour,
                };
                assert_eq!(probe.pack(shape, colour, true), Err(error));
            }
        }
    });
    let exchanges = kernel.exchanges();
    // The variant's position travels, not its value: `Green` is 9 and its neighbour `Blue` travels as 2.
    assert_eq!(exchanges[4].message, [0, 1, 2, 0]);
    assert_eq!(exchanges[4].reply, [0, 1, 2]);
    assert_eq!(exchanges[5].code, 1);
}

#[test]
fn ssmarshal_values_arrive() {
    let (kernel, probe) = probe();
    client(&kernel, move || {
        let shape = Shape::Box {
            width: 77,
            height: 5,
        };
        assert_eq!(probe.old_pack(Shape::Circle(5), 77), Ok(shape));
        assert_eq!(probe.old_pack(Shape::Point, 0), Err(ProbeError::Overflow));
    });
}

#[test]
fn clients_with_named_panics_say_the_same() {
    let (kernel, _) = probe();
    let probe = probe_named::Probe::from(kernel.task(SERVER));
    client(&kernel, move || {
        assert_eq!(probe.add(2, 3), Ok(5));
        assert_eq!(probe.once(0), Err(ProbeError::Refused));
        assert_eq!(probe.next_mode(Mode::Slow), Ok(Mode::Fast));
        assert_eq!(probe.old_pack(Shape::Point, 0), Err(ProbeError::Overflow));
        assert_eq!(probe.fire(1), Ok(()));
    });
}
