//! Client of the station's clock.

#![no_std]

use derive_idol_err::IdolError;
use userlib::{sys_send, FromPrimitive};
use zerocopy_derive::{Immutable, IntoBytes, KnownLayout};

/// Who set the clock, from the least to the most trusted.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    Ord,
    PartialOrd,
    FromPrimitive,
    IntoBytes,
    Immutable,
    KnownLayout,
)]
#[repr(u8)]
pub enum TimeSource {
    /// Nobody: counting from power-up.
    None = 0,
    /// A person, through the service tool.
    Operator = 1,
    /// The server that the station reports to.
    Uplink = 4,
    /// The satellite receiver.
    Satellite = 8,
}

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, IdolError, counters::Count,
)]
#[repr(u32)]
pub enum ClockError {
    /// Nobody has set the clock yet.
    NotSet = 1,
    /// Earlier than the release of this firmware, or after 2105.
    OutOfRange = 2,
    /// The present time came from a better source.
    BetterSource = 3,
    #[idol(server_death)]
    ServerRestarted = 4,
}

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
