//! What the station and its modem say to each other over the mailbox. The modem
//! has firmware of its own, and is updated on another day.

#![no_std]

use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};

/// Raised with every change of a message.
pub const PROTOCOL_VERSION: u8 = 1;

/// The oldest version that both sides still serve.
pub const OLDEST_VERSION: u8 = 1;

/// Bytes of a slot of the mailbox.
pub const FRAME_SIZE: usize = 1536;

/// The most bytes of a payload.
pub const PAYLOAD_SIZE: usize = 1400;

/// Stands before each message.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct Header {
    pub version: u8,
    pub sequence: u16,
    /// Bytes of the message and the payload.
    pub length: u16,
}

/// From the station to the modem.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum Command {
    Wake,
    Sleep,
    /// Listens for a satellite until a time in milliseconds since the epoch.
    Listen {
        until: u64,
    },
    /// The payload is a packet.
    Send(Outgoing),
}

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct Outgoing {
    pub port: u16,
    pub length: u16,
    pub urgent: bool,
}

/// From the modem to the station.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum Event {
    Ready,
    /// The next satellite pass.
    Pass {
        starts: u64,
        seconds: u16,
    },
    /// Signal in dBm.
    Signal(i8),
    /// Number of a packet that left.
    Sent(u32),
}
