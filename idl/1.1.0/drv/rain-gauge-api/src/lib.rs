//! Client of the tipping-bucket rain gauge.

#![no_std]

use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};
use userlib::sys_send;

use station_types::Timestamp;

/// Micrometres of rain for each tip of the bucket, before correction.
pub const MICROMETRES_PER_TIP: u32 = 200;

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum Period {
    /// Since the last `reset`.
    Total,
    Minutes(u16),
    Since(Timestamp),
}

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct Rainfall {
    /// Corrected, in micrometres.
    pub micrometres: u32,
    /// As counted.
    pub tips: u32,
    /// Highest intensity over a minute, in micrometres per hour.
    pub peak_intensity: u32,
    /// Set when part of the period was inhibited or the bucket was blocked.
    pub incomplete: bool,
}

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum InhibitReason {
    Maintenance,
    Calibration,
    Cleaning,
}

/// Where the bucket hangs.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    Serialize,
    Deserialize,
    SerializedSize,
    counters::Count,
)]
pub enum Side {
    Left,
    Right,
}

#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    Serialize,
    Deserialize,
    SerializedSize,
    counters::Count,
)]
pub enum RainError {
    /// Counting is inhibited for another so many seconds.
    Inhibited { seconds: u32 },
    /// The bucket hangs on one side: a leaf, an insect.
    Blocked(Side),
    /// The mast shook: tips came faster than rain can make them.
    Shaken,
    /// The period begins before the oldest tip that is kept.
    TooLong,
    /// The driver restarted and the call may or may not have happened.
    ServerRestarted,
}

impl From<idol_runtime::ServerDeath> for RainError {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        RainError::ServerRestarted
    }
}

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
