use crate::{serve, Notifications, SERVER};
use idol_runtime::{Leased, NotificationHandler, RequestError, R};
use stubs::talk::door_client::Door;
use stubs::talk::door_restricted::{DoorOperation, InOrderDoorImpl, INCOMING_SIZE};
use stubs::talk::*;
use userlib::{sys_send, Kernel, Outcome, RecvMessage, ReplyFaultReason};

struct Guarded;

impl NotificationHandler for Guarded {
    fn current_notification_mask(&self) -> u32 {
        0
    }

    fn handle_notification(&mut self, _: Notifications) {}
}

impl InOrderDoorImpl for Guarded {
    fn peek(&mut self, msg: &RecvMessage) -> Result<u8, RequestError<ProbeError>> {
        Ok(msg.sender.index() as u8)
    }

    fn open(
        &mut self,
        _: &RecvMessage,
        _: Mode,
        key: Leased<R, [u8; 4]>,
    ) -> Result<u32, RequestError<ProbeError>> {
        Ok(key.read().map_or(0, u32::from_be_bytes))
    }
}

#[test]
fn operations_answer_those_who_may_call_them() {
    let kernel = Kernel::new(5);
    serve::<_, DoorOperation>(&kernel, INCOMING_SIZE, Guarded);
    let server = kernel.task(SERVER);
    for task in [0, 2, 3, 4] {
        let outcome = kernel
            .spawn(task, move || Door::from(server).peek())
            .outcome();
        assert_eq!(outcome, Outcome::Returned(Ok(task as u8)));
        let outcome = kernel
            .spawn(task, move || {
                Door::from(server).open(Mode::Fast, &[0, 0, 1, 2])
            })
            .outcome();
        if [2, 3].contains(&task) {
            assert_eq!(outcome, Outcome::Returned(Ok(0x102)));
        } else {
            assert_eq!(outcome, Outcome::Faulted(ReplyFaultReason::AccessViolation));
        }
    }
}

#[test]
fn callers_are_refused_before_their_message_is_read() {
    let kernel = Kernel::new(5);
    serve::<_, DoorOperation>(&kernel, INCOMING_SIZE, Guarded);
    let server = kernel.task(SERVER);
    let bad_message = move || {
        let key = [0; 4];
        sys_send(
            server,
            DoorOperation::open as u16,
            &[99],
            &mut [0; 4],
            &[userlib::Lease::read_only(&key)],
        )
    };
    let ended = |task| kernel.spawn(task, bad_message).outcome();
    assert_eq!(
        ended(0),
        Outcome::Faulted(ReplyFaultReason::AccessViolation)
    );
    assert_eq!(
        ended(2),
        Outcome::Faulted(ReplyFaultReason::BadMessageContents)
    );
}
