use crate::MAX_PAYLOAD;
use task_uplink_api::{PacketHeader, Priority};
use userlib::TaskId;

/// One packet for each task that may own a socket, and one more.
const CAPACITY: usize = 4;

/// A packet whose sender waits for an answer.
pub struct Packet {
    pub caller: TaskId,
    pub header: PacketHeader,
    data: [u8; MAX_PAYLOAD],
}

impl Packet {
    pub fn new(caller: TaskId, header: PacketHeader) -> Self {
        Self {
            caller,
            header,
            data: [0; MAX_PAYLOAD],
        }
    }

    pub fn payload(&self) -> &[u8] {
        &self.data[..usize::from(self.header.length)]
    }

    pub fn payload_mut(&mut self) -> &mut [u8] {
        &mut self.data[..usize::from(self.header.length)]
    }
}

/// Packets in the order in which they go out: urgent ones first, then by age.
#[derive(Default)]
pub struct Waiting {
    packets: [Option<Packet>; CAPACITY],
    len: usize,
}

impl Waiting {
    /// Adds a packet, or gives it back when there is no room.
    pub fn add(&mut self, packet: Packet) -> Result<(), Packet> {
        if self.len == CAPACITY {
            return Err(packet);
        }
        let urgent = packet.header.priority == Priority::Urgent;
        let place = self.packets[..self.len]
            .iter()
            .flatten()
            .position(|p| urgent && p.header.priority == Priority::Routine)
            .unwrap_or(self.len);
        self.packets[place..=self.len].rotate_right(1);
        self.packets[place] = Some(packet);
        self.len += 1;
        Ok(())
    }

    pub fn take(&mut self) -> Option<Packet> {
        let first = self.packets[0].take();
        if first.is_some() {
            self.packets[..self.len].rotate_left(1);
            self.len -= 1;
        }
        first
    }
}
