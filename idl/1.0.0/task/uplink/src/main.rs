//! Moves packets between sockets and the modem.
//!
//! A satellite pass may be hours away, so this server is pipelined: `send`
//! keeps its caller waiting while others are served, and answers when the
//! modem has taken the packet.

#![no_std]
#![no_main]

mod modem;
mod waiting;

use drv_power_api::{Power, Rails};
use idol_runtime::{Leased, LenLimit, NotificationHandler, R, W};
use modem::Modem;
use task_uplink_api::{
    Link, PacketHeader, ReceiveError, SendError, SocketName, TrafficCounters,
};
use userlib::{
    sys_irq_control, sys_reply, sys_reply_fault, task_slot, RecvMessage,
    ReplyFaultReason, TaskId,
};
use waiting::{Packet, Waiting};

task_slot!(POWER, power);

const MAX_PAYLOAD: usize = 1400;

struct ServerImpl {
    modem: Modem,
    power: Power,
    waiting: Waiting,
    counters: TrafficCounters,
}

/// Answers a caller with a value in Hubpack.
fn reply<T: serde::Serialize + hubpack::SerializedSize>(
    caller: TaskId,
    value: &T,
) {
    // Replies of this interface are short; the longest is a packet's header.
    let mut buffer = [0; 32];
    match hubpack::serialize(&mut buffer, value) {
        Ok(length) => sys_reply(caller, 0, &buffer[..length]),
        Err(_) => {
            sys_reply_fault(caller, ReplyFaultReason::ReplyBufferTooSmall)
        }
    }
}

impl ServerImpl {
    fn owns(&self, caller: TaskId, socket: SocketName) -> bool {
        config::OWNERS[socket as usize] as usize == caller.index()
    }

    /// Gives the modem what it can take, and answers those who waited for it.
    fn pump(&mut self) {
        while self.modem.is_ready() {
            let Some(packet) = self.waiting.take() else {
                return;
            };
            let id = self.modem.send(&packet.header, packet.payload());
            self.counters.sent.packets += 1;
            self.counters.sent.bytes += u64::from(packet.header.length);
            reply(packet.caller, &id);
        }
    }
}

impl idl::PipelinedUplinkImpl for ServerImpl {
    fn send(
        &mut self,
        msg: &RecvMessage,
        socket: SocketName,
        header: PacketHeader,
        payload: LenLimit<Leased<R, [u8]>, MAX_PAYLOAD>,
    ) {
        let caller = msg.sender;
        let refuse = |e: SendError| sys_reply(caller, u32::from(e), &[]);
        let length = usize::from(header.length);
        if !self.owns(caller, socket) {
            return refuse(SendError::NotYours);
        }
        if length > payload.len() {
            return refuse(SendError::TooLong);
        }
        if !self.power.rails().contains(Rails::MODEM) {
            return refuse(SendError::NoModem);
        }
        // Copied now: the lease ends when the caller is restarted.
        let mut packet = Packet::new(caller, header);
        if payload.read_range(0..length, packet.payload_mut()).is_err() {
            return;
        }
        match self.waiting.add(packet) {
            Ok(()) => self.pump(),
            Err(_) => refuse(SendError::QueueFull),
        }
    }

    fn receive(
        &mut self,
        msg: &RecvMessage,
        socket: SocketName,
        payload: LenLimit<Leased<W, [u8]>, MAX_PAYLOAD>,
    ) {
        let caller = msg.sender;
        let refuse = |e: ReceiveError| sys_reply(caller, u32::from(e), &[]);
        if !self.owns(caller, socket) {
            return refuse(ReceiveError::NotYours);
        }
        let Some((header, data)) = self.modem.receive(socket) else {
            return refuse(ReceiveError::QueueEmpty);
        };
        if data.len() > payload.len() {
            self.counters.received.dropped += 1;
            return refuse(ReceiveError::TooLong);
        }
        if payload.write_range(0..data.len(), data).is_ok() {
            self.counters.received.packets += 1;
            self.counters.received.bytes += data.len() as u64;
            reply(caller, &header);
        }
    }

    fn link(&mut self, msg: &RecvMessage) {
        let link: Link = self.modem.link();
        reply(msg.sender, &link);
    }

    fn counters(
        &mut self,
        msg: &RecvMessage,
        counters: Leased<W, TrafficCounters>,
    ) {
        // A caller that is gone needs no answer.
        if counters.write(self.counters).is_ok() {
            sys_reply(msg.sender, 0, &[]);
        }
    }
}

impl NotificationHandler for ServerImpl {
    fn current_notification_mask(&self) -> u32 {
        notifications::MODEM_IRQ_MASK | notifications::PASS_TIMER_MASK
    }

    fn handle_notification(&mut self, bits: u32) {
        if bits & notifications::PASS_TIMER_MASK != 0 {
            self.modem.listen_for_pass();
        }
        if bits & notifications::MODEM_IRQ_MASK != 0 {
            self.pump();
            sys_irq_control(notifications::MODEM_IRQ_MASK, true);
        }
    }
}

#[export_name = "main"]
fn main() -> ! {
    let mut server = ServerImpl {
        modem: Modem::open(),
        power: Power::from(POWER.get_task_id()),
        waiting: Waiting::default(),
        counters: TrafficCounters::default(),
    };
    let mut buffer = [0; idl::INCOMING_SIZE];
    loop {
        idol_runtime::dispatch_n(&mut buffer, &mut server);
    }
}

mod idl {
    use task_uplink_api::{
        Link, PacketHeader, PacketId, ReceiveError, SendError, SocketName,
        TrafficCounters,
    };

    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}

/// `OWNERS`: the task that owns each socket, from the image's configuration.
mod config {
    include!(concat!(env!("OUT_DIR"), "/owners.rs"));
}

include!(concat!(env!("OUT_DIR"), "/notifications.rs"));
