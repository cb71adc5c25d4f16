use crate::probe::probe;
use crate::{client, outcome};
use stubs::talk::*;
use userlib::Outcome;

#[test]
fn servers_read_and_write_what_is_lent() {
    let (kernel, probe) = probe();
    client(&kernel, move || {
        assert_eq!(probe.sum(&[1, 2, 250]), Ok(253));
        assert_eq!(probe.sum(&[]), Ok(0));

        let mut dest = [0; 3];
        let mut sample = Sample {
            time: 0,
            counts: [0; 3],
            kind: 0,
            quality: 0,
        };
        assert_eq!(probe.fill(0x1234, &mut dest, &mut sample), Ok(3));
        assert_eq!(dest, [0x1234, 0x1235, 0x1236]);
        assert_eq!(
            sample,
            Sample {
                time: 7,
                counts: [1, 2, 0x1234],
                kind: 9,
                quality: -1
            }
        );

        let mut buffer = *b"desserts";
        assert_eq!(probe.reverse(&mut buffer), Ok(()));
        assert_eq!(&buffer, b"stressed");
    });
}

#[test]
fn arguments_and_leases_may_have_the_names_of_a_stubs_variables() {
    let (kernel, probe) = probe();
    client(&kernel, move || {
        let mut reply = [0; 2];
        assert_eq!(probe.collide(1, 2, 3, 4, 250, &mut reply, &[8, 9]), Ok(260));
        assert_eq!(reply, [8, 9]);
    });
}

#[test]
fn leases_may_be_as_long_as_the_limit() {
    let (kernel, probe) = probe();
    client(&kernel, move || assert_eq!(probe.sum(&[1; 8]), Ok(8)));
}

#[test]
fn longer_leases_panic_before_anything_is_sent() {
    let (kernel, probe) = probe();
    assert!(matches!(
        outcome(&kernel, move || probe.sum(&[1; 9])),
        Outcome::Panicked(_)
    ));
    assert_eq!(kernel.exchanges(), []);
}

/// In firmware a stack trace is all that is left of a panic.
#[test]
fn a_stack_trace_names_the_lease_that_is_too_long() {
    let (kernel, probe) = probe();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {
        let trace = std::backtrace::Backtrace::force_capture();
        TRACE.with(|seen| *seen.borrow_mut() = trace.to_string());
    }));
    let trace = client(&kernel, move || {
        let call = std::panic::AssertUnwindSafe(|| probe.sum(&[1; 9]));
        assert!(std::panic::catch_unwind(call).is_err());
        TRACE.with(|seen| seen.take())
    });
    std::panic::set_hook(before);
    assert!(trace.contains("lease_source_is_too_long"), "{trace}");
}

thread_local! {
    static TRACE: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}
