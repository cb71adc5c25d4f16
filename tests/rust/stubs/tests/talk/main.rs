//! Clients and servers talk: generated code on both sides, the kernel of the `userlib` double between them.

mod counters;
mod death;
mod door;
mod foreign;
mod leases;
mod notifications;
mod pipelined;
mod probe;
mod replies;
mod restricted;
mod wire;
#[cfg(feature = "zerocopy-0.6-dispatch-n")]
mod without_notifications;
mod wrong_clients;

#[cfg(not(feature = "zerocopy-0.6-dispatch-n"))]
use idol_runtime::dispatch;
#[cfg(feature = "zerocopy-0.6-dispatch-n")]
use idol_runtime::dispatch_n as dispatch;
use idol_runtime::{NotificationHandler, Server, ServerOp};
use std::marker::PhantomData;
use userlib::{Kernel, Outcome};

/// What a server is notified with: it depends on the generation of the runtime.
#[cfg(feature = "zerocopy-0.8")]
type Notifications = userlib::NotificationBits;
#[cfg(not(feature = "zerocopy-0.8"))]
type Notifications = u32;

#[cfg(feature = "zerocopy-0.8")]
fn raw_bits(bits: Notifications) -> u32 {
    bits.get_raw_bits()
}

#[cfg(not(feature = "zerocopy-0.8"))]
fn raw_bits(bits: Notifications) -> u32 {
    bits
}

/// Task indices of the tests.
const CLIENT: usize = 0;
const SERVER: usize = 1;

/// Runs a server until the kernel replaces its task.
fn serve<S, Op>(kernel: &Kernel, buffer: usize, mut server: S)
where
    S: NotificationHandler + Send + 'static,
    Op: ServerOp,
    for<'a> (PhantomData<Op>, &'a mut S): Server<Op>,
{
    kernel.spawn(SERVER, move || {
        let mut buffer = vec![0; buffer];
        loop {
            dispatch::<S, Op>(&mut buffer, &mut server);
        }
    });
}

/// Runs the code as the client's task and answers how that ended.
fn outcome<T: Send + 'static>(
    kernel: &Kernel,
    code: impl FnOnce() -> T + Send + 'static,
) -> Outcome<T> {
    kernel.spawn(CLIENT, code).outcome()
}

/// The same for code that ends well.
fn client<T: Send + 'static>(kernel: &Kernel, code: impl FnOnce() -> T + Send + 'static) -> T {
    match outcome(kernel, code) {
        Outcome::Returned(value) => value,
        Outcome::Faulted(reason) => panic!("the client was faulted: {reason:?}"),
        Outcome::Restarted => panic!("the client was restarted"),
        Outcome::Panicked(message) => panic!("the client panicked: {message}"),
    }
}
