use crate::probe::ProbeServer;
use crate::{client, dispatch, serve, Notifications, CLIENT, SERVER};
use idol_runtime::NotificationHandler;
use stubs::talk::probe_client::Probe;
use stubs::talk::probe_server::{ProbeOperation, INCOMING_SIZE};
use stubs::talk::tally_plain::{self, InOrderTallyImpl, TallyOperation};
use userlib::{Kernel, Outcome, RecvMessage, TaskId};

fn start(kernel: &Kernel, server: ProbeServer) -> Probe {
    serve::<_, ProbeOperation>(kernel, INCOMING_SIZE, server);
    Probe::from(kernel.task(SERVER))
}

#[test]
fn notifications_in_the_mask_reach_the_handler() {
    let kernel = Kernel::new(2);
    // Posted before the server runs: it finds them before any message.
    kernel.post(kernel.task(SERVER), 0b0110);
    let probe = start(
        &kernel,
        ProbeServer {
            mask: 0b0011,
            ..ProbeServer::default()
        },
    );
    assert_eq!(client(&kernel, move || probe.ping()), 0b0010);
}

#[test]
fn stale_posts_are_told_so() {
    let kernel = Kernel::new(2);
    let old = kernel.task(SERVER);
    kernel.restart(SERVER);
    assert_eq!(kernel.post(old, 1), 0xFFFF_FF01);
}

#[test]
fn a_closed_receive_hears_one_task() {
    let kernel = Kernel::new(3);
    let only_from = Some(kernel.task(2));
    let probe = start(
        &kernel,
        ProbeServer {
            only_from,
            mask: 1,
            ..ProbeServer::default()
        },
    );
    let other = probe.clone();
    let waiting = kernel.spawn(CLIENT, move || probe.ping());
    kernel.wait_until_sending(CLIENT, false);
    // Task 0 came first, task 2 is heard.
    let heard = kernel.spawn(2, move || other.ping());
    assert_eq!(heard.outcome(), Outcome::Returned(0));
    assert_eq!(kernel.exchanges().len(), 1);

    // When task 2 dies, the server learns of it and opens: its answer counts the failure.
    kernel.restart(2);
    assert_eq!(waiting.outcome(), Outcome::Returned(100));
}

/// Hears one task only, and does not say what to do when that dies.
struct Devoted(TaskId);

impl NotificationHandler for Devoted {
    fn current_notification_mask(&self) -> u32 {
        0
    }

    fn handle_notification(&mut self, _: Notifications) {}
}

impl InOrderTallyImpl for Devoted {
    fn recv_source(&self) -> Option<TaskId> {
        Some(self.0)
    }

    fn tick(&mut self, _: &RecvMessage) -> u32 {
        7
    }

    fn clear(&mut self, _: &RecvMessage) {}
}

#[test]
fn a_server_that_does_not_expect_a_failed_receive_panics() {
    let kernel = Kernel::new(3);
    let mut server = Devoted(kernel.task(2));
    let serving = kernel.spawn(SERVER, move || loop {
        dispatch::<_, TallyOperation>(&mut [0; tally_plain::INCOMING_SIZE], &mut server);
    });
    kernel.restart(2);
    assert!(matches!(serving.outcome(), Outcome::<()>::Panicked(_)));
}
