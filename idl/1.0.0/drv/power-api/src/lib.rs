//! Client of the power supply.

#![no_std]

use bitflags::bitflags;
use derive_idol_err::IdolError;
use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};
use userlib::{sys_send, FromPrimitive};
use zerocopy::{AsBytes, FromBytes};

use station_types::Celsius;

bitflags! {
    /// Switched rails, one bit each.
    #[derive(Default, FromBytes, AsBytes)]
    #[repr(transparent)]
    pub struct Rails: u8 {
        const MAST = 1 << 0;
        const HEATER = 1 << 1;
        const MODEM = 1 << 2;
        const DISPLAY = 1 << 4;
        /// What may be switched off to save the night.
        const EXPENDABLE = Self::HEATER.bits | Self::DISPLAY.bits;
    }
}

bitflags! {
    /// Conditions that somebody should look at.
    #[derive(Serialize, Deserialize)]
    pub struct Alarms: u16 {
        const BATTERY_LOW = 1 << 0;
        const BATTERY_HOT = 1 << 1;
        const BATTERY_COLD = 1 << 2;
        const PANEL_DISCONNECTED = 1 << 4;
        const MAST_OVERCURRENT = 1 << 8;
    }
}

// Travels as its bits; the crates do not know of each other.
impl SerializedSize for Alarms {
    const MAX_SIZE: usize = u16::MAX_SIZE;
}

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum ChargeState {
    /// Dark.
    Idle,
    Bulk,
    Float,
    /// Given up, with the charger's own code.
    Faulted(u8),
}

#[derive(
    Copy, Clone, Debug, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct Battery {
    /// Millivolts.
    pub voltage: u16,
    /// Milliamperes, positive while charging.
    pub current: i16,
    /// Percent of the capacity.
    pub charge: u8,
    pub temperature: Celsius,
}

#[derive(
    Copy, Clone, Debug, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct PowerStatus {
    pub battery: Battery,
    pub state: ChargeState,
    /// Milliwatts from the panel at present.
    pub panel: u32,
    pub alarms: Alarms,
    /// Charge since installation, in milliampere-hours: a station lives long.
    pub lifetime: i64,
}

/// Average current of each hour, newest first, in milliamperes.
#[derive(Copy, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChargeCurve {
    pub hours: [i16; 24],
    pub complete: bool,
}

/// Who asks for energy. Sent by position: add new loads at the end.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum Load {
    Modem,
    Heater,
}

/// Answer to a request for energy.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum Grant {
    Granted,
    /// Ask again after so many seconds.
    Later(u32),
    /// Not before sunrise.
    Refused,
}

#[derive(Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, IdolError)]
#[repr(u32)]
pub enum PowerError {
    /// The charger does not answer.
    ChargerUnreachable = 1,
    /// A rail would not come up: its fuse is open.
    RailFailed = 2,
    /// The battery is too low for what was asked.
    BatteryLow = 3,
    /// The load is not fitted.
    NotFitted = 4,
    #[idol(server_death)]
    ServerRestarted = 5,
}

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
