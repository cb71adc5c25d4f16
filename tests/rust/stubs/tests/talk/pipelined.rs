//! A server that collects requests and answers them later, the last one first.

use crate::{serve, Notifications, SERVER};
use idol_runtime::{Leased, NotificationHandler, R};
use stubs::talk::door_client::Door;
use stubs::talk::door_pipelined::{DoorOperation, PipelinedDoorImpl, INCOMING_SIZE};
use stubs::talk::*;
use userlib::{sys_reply, sys_send, Kernel, Outcome, RecvMessage, ReplyFaultReason, TaskId};

#[derive(Default)]
struct Patient {
    waiting: Vec<(TaskId, u32)>,
}

impl NotificationHandler for Patient {
    fn current_notification_mask(&self) -> u32 {
        1
    }

    fn handle_notification(&mut self, _: Notifications) {
        for (position, (peer, key)) in self.waiting.drain(..).rev().enumerate() {
            sys_reply(peer, 0, &(key + 1000 * position as u32).to_le_bytes());
        }
    }
}

impl PipelinedDoorImpl for Patient {
    fn peek(&mut self, msg: &RecvMessage) {
        sys_reply(msg.sender, ProbeError::Refused as u32, &[]);
    }

    fn open(&mut self, msg: &RecvMessage, _: Mode, key: Leased<R, [u8; 4]>) {
        self.waiting
            .push((msg.sender, key.read().map_or(0, u32::from_le_bytes)));
    }
}

#[test]
fn replies_come_when_the_implementation_sends_them() {
    let kernel = Kernel::new(5);
    serve::<_, DoorOperation>(&kernel, INCOMING_SIZE, Patient::default());
    let server = kernel.task(SERVER);
    let clients: Vec<_> = [0, 2, 3]
        .into_iter()
        .map(|task| {
            let running = kernel.spawn(task, move || {
                Door::from(server).open(Mode::Slow, &[task as u8, 0, 0, 0])
            });
            kernel.wait_until_sending(task, true);
            running
        })
        .collect();
    // While they wait, others are served.
    let peek = kernel.spawn(4, move || Door::from(server).peek());
    assert_eq!(peek.outcome(), Outcome::Returned(Err(ProbeError::Refused)));
    assert_eq!(kernel.exchanges().len(), 1);

    kernel.post(server, 1);
    let answers: Vec<_> = clients.into_iter().map(|client| client.outcome()).collect();
    assert_eq!(
        answers,
        [
            Outcome::Returned(Ok(2000)),
            Outcome::Returned(Ok(1002)),
            Outcome::Returned(Ok(3))
        ]
    );
}

#[test]
fn the_stub_answers_what_does_not_decode() {
    let kernel = Kernel::new(2);
    serve::<_, DoorOperation>(&kernel, INCOMING_SIZE, Patient::default());
    let server = kernel.task(SERVER);
    let ended = crate::outcome(&kernel, move || {
        sys_send(server, DoorOperation::peek as u16, &[1], &mut [0], &[])
    });
    assert_eq!(
        ended,
        Outcome::Faulted(ReplyFaultReason::BadMessageContents)
    );
}
