use crate::{client, serve, Notifications, SERVER};
use std::sync::atomic::{AtomicU32, Ordering};
use stubs::talk::door_counted::{DoorOperation, InOrderDoorImpl, INCOMING_SIZE};
use stubs::talk::door_counting_client::Door;
use stubs::talk::*;
use userlib::{Kernel, RecvMessage};

struct Strict;

impl idol_runtime::NotificationHandler for Strict {
    fn current_notification_mask(&self) -> u32 {
        0
    }

    fn handle_notification(&mut self, _: Notifications) {}
}

impl InOrderDoorImpl for Strict {
    fn peek(&mut self, _: &RecvMessage) -> Result<u8, idol_runtime::RequestError<ProbeError>> {
        Ok(1)
    }

    fn open(
        &mut self,
        _: &RecvMessage,
        mode: Mode,
        _: idol_runtime::Leased<idol_runtime::R, [u8; 4]>,
    ) -> Result<u32, idol_runtime::RequestError<ProbeError>> {
        match mode {
            Mode::Slow => Ok(3),
            Mode::Fast => Err(ProbeError::Refused.into()),
        }
    }
}

#[test]
fn calls_are_counted_at_both_ends_by_operation_and_outcome() {
    let kernel = Kernel::new(2);
    serve::<_, DoorOperation>(&kernel, INCOMING_SIZE, Strict);
    let door = Door::from(kernel.task(SERVER));
    client(&kernel, move || {
        assert_eq!(door.peek(), Ok(1));
        assert_eq!(door.open(Mode::Slow, &[0; 4]), Ok(3));
        assert_eq!(door.open(Mode::Slow, &[0; 4]), Ok(3));
        assert_eq!(door.open(Mode::Fast, &[0; 4]), Err(ProbeError::Refused));
    });
    let of = |counter: &AtomicU32| counter.load(Ordering::Relaxed);
    let (sent, served) = (door_counting_client::counted(), door_counted::counted());
    assert_eq!((of(&sent.peek.ok), of(&served.peek.ok)), (1, 1));
    assert_eq!((of(&sent.open.ok), of(&served.open.ok)), (2, 2));
    let refused = (&sent.open.err.Refused, &served.open.err.Refused);
    assert_eq!((of(refused.0), of(refused.1)), (1, 1));
    let overflow = (&sent.open.err.Overflow, &served.open.err.Overflow);
    assert_eq!((of(overflow.0), of(overflow.1)), (0, 0));
}
