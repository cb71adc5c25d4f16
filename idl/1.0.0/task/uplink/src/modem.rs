//! The modem: a cellular or a satellite one, with the same mailbox.

use core::ptr::{read_volatile, write_volatile};

use hubpack::SerializedSize;
use modem_messages::{Command, Header, FRAME_SIZE, PROTOCOL_VERSION};
use task_uplink_api::{
    Address, Link, PacketHeader, PacketId, Priority, SocketName,
};

const MAILBOX: usize = 0x4001_1000;
const STATUS: *const u32 = MAILBOX as *const u32;
const CONTROL: *mut u32 = (MAILBOX + 0x04) as *mut u32;
const SIGNAL: *const i32 = (MAILBOX + 0x08) as *const i32;
const NEXT_PASS: *const u64 = (MAILBOX + 0x10) as *const u64;
const OUT: *mut u8 = (MAILBOX + 0x400) as *mut u8;
const IN: *const u8 = (MAILBOX + 0x1000) as *const u8;
const SLOT: usize = 0x600;

const READY: u32 = 1 << 0;
const LINK_UP: u32 = 1 << 1;
const SATELLITE: u32 = 1 << 2;
const RECEIVED: u32 = 8;

const LISTEN: u32 = 1 << 31;

pub struct Modem {
    next: u32,
}

impl Modem {
    pub fn open() -> Self {
        Self { next: 1 }
    }

    fn status(&self) -> u32 {
        // Safety: reading the status has no side effect.
        unsafe { read_volatile(STATUS) }
    }

    pub fn is_ready(&self) -> bool {
        self.status() & (READY | LINK_UP) == READY | LINK_UP
    }

    pub fn link(&self) -> Link {
        let status = self.status();
        // Safety: as in `status`.
        let (signal, next_pass) =
            unsafe { (read_volatile(SIGNAL), read_volatile(NEXT_PASS)) };
        if status & LINK_UP != 0 {
            let band = if status & SATELLITE != 0 { b'L' } else { b'B' };
            let signal = signal.clamp(i8::MIN.into(), i8::MAX.into()) as i8;
            Link::Up { band, signal }
        } else if status & SATELLITE != 0 {
            Link::Waiting { next_pass }
        } else {
            Link::Down
        }
    }

    pub fn listen_for_pass(&mut self) {
        // Safety: as in `status`.
        let until = unsafe { read_volatile(NEXT_PASS) };
        self.command(&Command::Listen { until });
        // Safety: the image gives these registers to this task alone.
        unsafe { write_volatile(CONTROL, LISTEN) };
    }

    /// Writes a message without a payload into the mailbox: header, message, and
    /// a checksum that the mailbox itself fills in.
    fn command(&mut self, command: &Command) {
        let mut frame = [0; FRAME_SIZE];
        let start = Header::MAX_SIZE;
        let Ok(length) = hubpack::serialize(&mut frame[start..], command) else {
            return;
        };
        let header = Header {
            version: PROTOCOL_VERSION,
            sequence: self.next as u16,
            length: length as u16,
        };
        if hubpack::serialize(&mut frame, &header).is_err() {
            return;
        }
        for (i, byte) in frame[..start + length].iter().enumerate() {
            // Safety: as in `listen_for_pass`; a frame is a slot of the mailbox.
            unsafe { write_volatile(OUT.add(i), *byte) };
        }
    }

    /// Hands over a packet. The modem must be ready.
    pub fn send(&mut self, header: &PacketHeader, payload: &[u8]) -> PacketId {
        let port = header.port.to_le_bytes();
        for (i, byte) in port.iter().chain(payload).enumerate() {
            // Safety: as in `listen_for_pass`; a payload is shorter than a
            // slot of the mailbox.
            unsafe { write_volatile(OUT.add(i), *byte) };
        }
        let id = PacketId(self.next);
        self.next += 1;
        // Safety: as above.
        unsafe { write_volatile(CONTROL, payload.len() as u32) };
        id
    }

    /// Takes the oldest packet of a socket. The data stay until the next call.
    pub fn receive(
        &mut self,
        socket: SocketName,
    ) -> Option<(PacketHeader, &[u8])> {
        let slot = socket as usize;
        if self.status() >> RECEIVED & 1 << slot == 0 {
            return None;
        }
        // Safety: the modem leaves a slot alone while its bit is set. Each
        // begins with the sender's address, its port and a length.
        unsafe {
            let base = IN.add(slot * SLOT);
            let byte = |i| read_volatile(base.add(i));
            let length = u16::from_le_bytes([byte(6), byte(7)]).min(1400);
            let header = PacketHeader {
                peer: Address::Ipv4(core::array::from_fn(byte)),
                port: u16::from_le_bytes([byte(4), byte(5)]),
                length,
                priority: Priority::Routine,
            };
            let data =
                core::slice::from_raw_parts(base.add(8), usize::from(length));
            write_volatile(CONTROL, 1 << (16 + slot));
            Some((header, data))
        }
    }
}
