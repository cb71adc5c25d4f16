//! Servers that die while a client waits.

use crate::probe::{probe, start};
use crate::{client, CLIENT, SERVER};
use idol_runtime::ServerDeath;
use stubs::talk::probe_client::Probe;
use stubs::talk::*;
use userlib::{sys_recv, Kernel, Outcome, Running};

/// Starts a client whose server never answers, and restarts that server.
fn dies_while_serving<T: Send + 'static>(
    call: impl FnOnce(&Probe) -> T + Send + 'static,
) -> (Kernel, Running<T>) {
    let kernel = Kernel::new(2);
    let probe = Probe::from(kernel.task(SERVER));
    let running = kernel.spawn(CLIENT, move || call(&probe));
    kernel.wait_until_sending(CLIENT, false);
    kernel.restart(SERVER);
    (kernel, running)
}

#[test]
fn idempotent_operations_are_sent_again() {
    let (kernel, running) = dies_while_serving(|probe| (probe.add(1, 2), probe.ping()));
    start(&kernel);
    assert_eq!(running.outcome(), Outcome::Returned((Ok(3), 0)));
    let codes: Vec<u32> = kernel
        .exchanges()
        .iter()
        .map(|exchange| exchange.code)
        .collect();
    // Sent to generation 0, which died; to generation 1; and the next call at once to generation 1.
    assert_eq!(codes, [0xFFFF_FF01, 0, 0]);
}

#[test]
fn a_server_may_die_while_it_serves() {
    let kernel = Kernel::new(2);
    kernel.spawn(SERVER, || {
        sys_recv(&mut [0; 64], 0, None).map(|message| message.operation)
    });
    let probe = Probe::from(kernel.task(SERVER));
    let running = kernel.spawn(CLIENT, move || (probe.add(1, 2), probe.once(1)));
    kernel.wait_until_sending(CLIENT, true);
    kernel.restart(SERVER);
    start(&kernel);
    assert_eq!(running.outcome(), Outcome::Returned((Ok(3), Ok(1))));
}

#[test]
fn c_like_errors_report_death() {
    let (kernel, running) = dies_while_serving(|probe| (probe.once(1), probe.once(1)));
    start(&kernel);
    // The first call is lost, the second goes to the server's next generation.
    assert_eq!(
        running.outcome(),
        Outcome::Returned((Err(ProbeError::ServerRestarted), Ok(1)))
    );
}

#[test]
fn complex_errors_report_death() {
    let (_, running) = dies_while_serving(|probe| probe.pack_once(1));
    assert_eq!(
        running.outcome(),
        Outcome::Returned(Err(PackError::ServerRestarted))
    );
}

#[test]
fn server_death_is_an_error_of_its_own() {
    let (kernel, running) = dies_while_serving(|probe| (probe.fire(1), probe.fire(1)));
    start(&kernel);
    assert_eq!(
        running.outcome(),
        Outcome::Returned((Err(ServerDeath), Ok(())))
    );
}

#[test]
fn a_stale_id_finds_the_servers_present_generation() {
    let (kernel, probe) = probe();
    kernel.restart(SERVER);
    kernel.restart(SERVER);
    start(&kernel);
    client(&kernel, move || assert_eq!(probe.add(1, 1), Ok(2)));
    assert_eq!(kernel.exchanges().len(), 1);
}
