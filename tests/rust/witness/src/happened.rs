//! One call, and what could be seen of it at both ends.

use idol_runtime::{dispatch, NotificationHandler, Server, ServerOp};
use std::marker::PhantomData;
use std::sync::mpsc::{channel, Sender};
use userlib::{Kernel, NotificationBits, Outcome, TaskId};

const CLIENT: usize = 0;
const SERVER: usize = 1;

/// The server of a call, whose implementation was generated for it. It tells what reaches it.
pub struct Answering<const CALL: usize>(Sender<Event>);

/// What reached an implementation, as Rust's `Debug` shows it.
#[derive(Default)]
pub struct Served {
    pub operation: &'static str,
    pub args: Vec<String>,
    pub leases: Vec<String>,
}

/// What a client got back: the value, then its leases.
pub type Returned = (String, Vec<String>);

pub enum Event {
    Served(Served),
    ClientEnded(Outcome<Returned>),
    ServerEnded,
}

impl<const CALL: usize> Answering<CALL> {
    pub fn serve(&self, served: Served) {
        self.0
            .send(Event::Served(served))
            .expect("somebody listens");
    }
}

impl<const CALL: usize> NotificationHandler for Answering<CALL> {
    fn current_notification_mask(&self) -> u32 {
        0
    }

    fn handle_notification(&mut self, _: NotificationBits) {}
}

/// Makes a call and prints what happened.
pub fn happen<Op, const CALL: usize>(buffer: usize, client: fn(TaskId) -> Returned)
where
    Op: ServerOp,
    for<'a> (PhantomData<Op>, &'a mut Answering<CALL>): Server<Op>,
{
    let kernel = Kernel::new(2);
    let (events, happened) = channel();
    let mut server = Answering::<CALL>(events.clone());
    let serving = kernel.spawn(SERVER, move || {
        let mut buffer = vec![0; buffer];
        loop {
            dispatch::<Answering<CALL>, Op>(&mut buffer, &mut server);
        }
    });
    let id = kernel.task(SERVER);
    let calling = kernel.spawn(CLIENT, move || client(id));
    let server_events = events.clone();
    std::thread::spawn(move || {
        let _: Outcome<()> = serving.outcome();
        server_events.send(Event::ServerEnded)
    });
    std::thread::spawn(move || events.send(Event::ClientEnded(calling.outcome())));
    let mut served = Served::default();
    let (end, value, lent) = loop {
        match happened.recv().expect("somebody tells") {
            Event::Served(by) => served = by,
            Event::ServerEnded => break ("server crashed", String::new(), vec![]),
            Event::ClientEnded(Outcome::Returned((value, lent))) => {
                break ("returned", value, lent)
            }
            Event::ClientEnded(Outcome::Faulted(reason)) => {
                break ("faulted", format!("{reason:?}"), vec![])
            }
            Event::ClientEnded(_) => break ("panicked", String::new(), vec![]),
        }
    };
    // `Debug` writes strings as JSON does, where they are ASCII without control characters.
    println!(
        r#"{{"operation":{:?},"args":{:?},"leases":{:?},"end":{end:?},"value":{value:?},"lent":{lent:?}}}"#,
        served.operation, served.args, served.leases
    );
}
