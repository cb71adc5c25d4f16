use crate::{outcome, serve, Notifications, SERVER};
use idol_runtime::{ClientError, Leased, RequestError, R};
use std::sync::atomic::{AtomicU32, Ordering};
use stubs::talk::*;
use userlib::{Kernel, Outcome, RecvMessage, ReplyFaultReason};

struct Strict;

impl idol_runtime::NotificationHandler for Strict {
    fn current_notification_mask(&self) -> u32 {
        0
    }

    fn handle_notification(&mut self, _: Notifications) {}
}

fn open(mode: Mode, key: Leased<R, [u8; 4]>) -> Result<u32, RequestError<ProbeError>> {
    match (mode, key.read()) {
        (Mode::Slow, Some([0, ..])) => Ok(3),
        (Mode::Slow, _) => Err(ClientError::BadMessageContents.fail()),
        (Mode::Fast, _) => Err(ProbeError::Refused.into()),
    }
}

macro_rules! implement {
    ($module:ident) => {
        impl $module::InOrderDoorImpl for Strict {
            fn peek(&mut self, _: &RecvMessage) -> Result<u8, RequestError<ProbeError>> {
                Ok(1)
            }

            fn open(
                &mut self,
                _: &RecvMessage,
                mode: Mode,
                key: Leased<R, [u8; 4]>,
            ) -> Result<u32, RequestError<ProbeError>> {
                open(mode, key)
            }
        }
    };
}

implement!(door_counted);
implement!(door_counted_together);

/// Two calls that succeed, one that fails, and one that the implementation faults.
fn call(kernel: &Kernel) {
    let door = door_counting_client::Door::from(kernel.task(SERVER));
    let ended = outcome(kernel, move || {
        assert_eq!(door.peek(), Ok(1));
        assert_eq!(door.open(Mode::Slow, &[0; 4]), Ok(3));
        assert_eq!(door.open(Mode::Fast, &[0; 4]), Err(ProbeError::Refused));
        door.open(Mode::Slow, &[9; 4])
    });
    assert_eq!(
        ended,
        Outcome::Faulted(ReplyFaultReason::BadMessageContents)
    );
}

fn of(counter: &AtomicU32) -> u32 {
    counter.load(Ordering::Relaxed)
}

/// Both servers are called in one test: the client counts for all that use its stub.
#[test]
fn calls_are_counted_by_operation_and_outcome() {
    let kernel = Kernel::new(2);
    serve::<_, door_counted::DoorOperation>(&kernel, door_counted::INCOMING_SIZE, Strict);
    call(&kernel);
    let counted = door_counted::counted();
    assert_eq!((of(&counted.peek.Ok), of(&counted.open.Ok)), (1, 1));
    assert_eq!(of(&counted.open.Err.Runtime.Refused), 1);
    assert_eq!(of(&counted.open.Err.Runtime.Overflow), 0);
    assert_eq!(of(&counted.open.Err.Fail.BadMessageContents), 1);
    assert_eq!(of(&counted.open.Err.Fail.BadLease), 0);

    let kernel = Kernel::new(2);
    let buffer = door_counted_together::INCOMING_SIZE;
    serve::<_, door_counted_together::DoorOperation>(&kernel, buffer, Strict);
    call(&kernel);
    let counted = door_counted_together::counted();
    assert_eq!((of(&counted.peek.Ok), of(&counted.open.Ok)), (1, 1));
    assert_eq!(of(&counted.open.Err.Refused), 1);
    assert_eq!(of(&counted.ClientError.BadMessageContents), 1);

    // A client that is faulted has no time to count that.
    let counted = door_counting_client::counted();
    assert_eq!((of(&counted.peek.Ok), of(&counted.open.Ok)), (2, 2));
    assert_eq!(of(&counted.open.Err.Refused), 2);
    assert_eq!(of(&counted.open.Err.Overflow), 0);
}
