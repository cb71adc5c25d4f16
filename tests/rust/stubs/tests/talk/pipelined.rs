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

/// Answers at once.
struct Guarded;

impl NotificationHandler for Guarded {
    fn current_notification_mask(&self) -> u32 {
        0
    }

    fn handle_notification(&mut self, _: Notifications) {}
}

impl door_pipelined_restricted::PipelinedDoorImpl for Guarded {
    fn peek(&mut self, msg: &RecvMessage) {
        sys_reply(msg.sender, 0, &[9]);
    }

    fn open(&mut self, msg: &RecvMessage, _: Mode, _: Leased<R, [u8; 4]>) {
        sys_reply(msg.sender, 0, &[1, 0, 0, 0]);
    }
}

#[test]
fn pipelined_servers_may_be_restricted() {
    let kernel = Kernel::new(4);
    serve::<_, door_pipelined_restricted::DoorOperation>(&kernel, INCOMING_SIZE, Guarded);
    let server = kernel.task(SERVER);
    let open = |task| {
        let call = move || Door::from(server).open(Mode::Slow, &[0; 4]);
        kernel.spawn(task, call).outcome()
    };
    assert_eq!(open(2), Outcome::Returned(Ok(1)));
    assert_eq!(open(3), Outcome::Faulted(ReplyFaultReason::AccessViolation));
    let peek = kernel.spawn(0, move || Door::from(server).peek());
    assert_eq!(peek.outcome(), Outcome::Returned(Ok(9)));
}

#[test]
fn answers_to_clients_that_are_gone_do_nothing() {
    let kernel = Kernel::new(4);
    serve::<_, DoorOperation>(&kernel, INCOMING_SIZE, Patient::default());
    let server = kernel.task(SERVER);
    let open = move |key| move || Door::from(server).open(Mode::Slow, &[key, 0, 0, 0]);
    let gone = kernel.spawn(0, open(1));
    kernel.wait_until_sending(0, true);
    kernel.restart(0);
    // Its next life is another client, whose call is answered once.
    let next = kernel.spawn(0, open(2));
    kernel.wait_until_sending(0, true);
    kernel.post(server, 1);
    assert_eq!(next.outcome(), Outcome::Returned(Ok(2)));
    assert_eq!(gone.outcome(), Outcome::Restarted);
    assert_eq!(kernel.exchanges().len(), 1);
}
