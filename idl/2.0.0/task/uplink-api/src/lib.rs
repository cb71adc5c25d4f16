//! Client of the uplink.

#![no_std]

use derive_idol_err::IdolError;
use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};
use userlib::{sys_send, FromPrimitive};
use zerocopy_derive::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// Number of a packet, in the order in which the modem took them.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
#[serde(transparent)]
pub struct PacketId(pub u32);

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum Address {
    Ipv4([u8; 4]),
    Ipv6([u8; 16]),
    /// Short-burst satellite service: the modem's own number.
    Satellite(u64),
}

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum Priority {
    Routine,
    Urgent,
}

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct PacketHeader {
    pub peer: Address,
    pub port: u16,
    /// Bytes of the payload that count.
    pub length: u16,
    pub priority: Priority,
}

#[derive(
    Copy, Clone, Debug, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum Link {
    Down,
    /// The next satellite pass, milliseconds since the epoch.
    Waiting {
        next_pass: u64,
    },
    /// ASCII letter of the operator's band and signal in dBm.
    Up {
        band: u8,
        signal: i8,
    },
}

/// Traffic since power-up.
#[derive(
    Copy, Clone, Debug, Default, FromBytes, IntoBytes, Immutable, KnownLayout,
)]
#[repr(C)]
pub struct TrafficCounters {
    pub sent: DirectionCounters,
    pub received: DirectionCounters,
}

#[derive(
    Copy, Clone, Debug, Default, FromBytes, IntoBytes, Immutable, KnownLayout,
)]
#[repr(C)]
pub struct DirectionCounters {
    pub bytes: u64,
    pub packets: u32,
    pub dropped: u32,
}

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, IdolError, counters::Count,
)]
#[repr(u32)]
pub enum SendError {
    /// The socket belongs to another task.
    NotYours = 1,
    QueueFull = 2,
    /// `length` is more than the lease holds, or more than the link carries.
    TooLong = 3,
    /// No modem is fitted, or its rail is off.
    NoModem = 4,
    #[idol(server_death)]
    ServerRestarted = 5,
}

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, IdolError, counters::Count,
)]
#[repr(u32)]
pub enum ReceiveError {
    /// The socket belongs to another task.
    NotYours = 1,
    /// Nothing there.
    QueueEmpty = 2,
    /// The packet was longer than the lease and is gone.
    TooLong = 3,
    #[idol(server_death)]
    ServerRestarted = 4,
}

include!(concat!(env!("OUT_DIR"), "/socket_name.rs"));
include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
