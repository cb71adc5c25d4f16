use crate::{client, serve, Notifications, SERVER};
use stubs::talk::door_counted::{DoorOperation, InOrderDoorImpl, INCOMING_SIZE};
use stubs::talk::door_counting_client::{Door, DoorEvent};
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

/// Counters are private to the module that includes the stub, so this only shows that counting changes no answer and that
/// the events can be made and counted.
#[test]
fn counting_stubs_answer_as_others_do() {
    let kernel = Kernel::new(2);
    serve::<_, DoorOperation>(&kernel, INCOMING_SIZE, Strict);
    let door = Door::from(kernel.task(SERVER));
    client(&kernel, move || {
        assert_eq!(door.peek(), Ok(1));
        assert_eq!(door.open(Mode::Slow, &[0; 4]), Ok(3));
        assert_eq!(door.open(Mode::Fast, &[0; 4]), Err(ProbeError::Refused));
    });
}

#[test]
fn events_are_counted_by_operation_and_outcome() {
    use counters::Count;
    let counted = DoorEvent::NEW_COUNTERS;
    for event in [
        DoorEvent::peek(Ok(())),
        DoorEvent::open(Err(ProbeError::Refused)),
        DoorEvent::open(Ok(())),
    ] {
        event.count(&counted);
    }
    let of =
        |counter: &std::sync::atomic::AtomicU32| counter.load(std::sync::atomic::Ordering::Relaxed);
    assert_eq!((of(&counted.peek.ok), of(&counted.open.ok)), (1, 1));
    assert_eq!(
        (
            of(&counted.open.err.Refused),
            of(&counted.open.err.Overflow)
        ),
        (1, 0)
    );
}
