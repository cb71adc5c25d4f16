//! Client of the ultrasonic anemometer.

#![no_std]

use derive_idol_err::IdolError;
use userlib::{sys_send, FromPrimitive};
use zerocopy_derive::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// Transducers of the head: a pair for each of the two paths.
pub const TRANSDUCERS: usize = 4;

/// Each transducer sends to the one opposite.
pub const PATHS: usize = TRANSDUCERS;

/// Speed and direction, and how much to believe them.
#[derive(Copy, Clone, Debug, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Wind {
    /// Time of the last sample in it: milliseconds since the epoch.
    pub time: u64,
    /// Metres per second.
    pub speed: f32,
    /// Where it comes from, in hundredths of a degree, clockwise from north.
    pub direction: u16,
    /// Share of the samples that were usable, in percent.
    pub quality: u8,
    /// Number of the interval in which this was measured, modulo 256.
    pub sequence: u8,
}

/// One measurement: the wind vector along the sensor's axes, in millimetres
/// per second. Quarter-second spacing.
#[derive(
    Copy, Clone, Debug, Default, FromBytes, IntoBytes, Immutable, KnownLayout,
)]
#[repr(C)]
pub struct WindSample {
    pub north: i16,
    pub east: i16,
}

/// Correction of one path.
#[derive(
    Copy, Clone, Debug, Default, FromBytes, IntoBytes, Immutable, KnownLayout,
)]
#[repr(C, packed)]
pub struct PathCalibration {
    /// Added to the time of flight, in nanoseconds.
    pub offset: i32,
    /// Length of the path, in micrometres.
    pub length: u32,
    /// Gain of the receiver, in half decibels.
    pub gain: u8,
}

/// Correction of the whole head, as kept in the transducer board's memory.
#[derive(
    Copy, Clone, Debug, Default, FromBytes, IntoBytes, Immutable, KnownLayout,
)]
#[repr(C, packed)]
pub struct Calibration {
    pub serial: u32,
    pub paths: [PathCalibration; PATHS],
    /// CRC-16 over everything before it.
    pub crc: u16,
}

/// Averaging interval. The numbers are those of the front panel's switch.
#[derive(
    Copy,
    Clone,
    Debug,
    Default,
    Eq,
    PartialEq,
    IntoBytes,
    Immutable,
    KnownLayout,
)]
#[repr(u8)]
pub enum Averaging {
    ThreeSeconds = 1,
    #[default]
    TwoMinutes = 2,
    TenMinutes = 3,
}

impl From<u8> for Averaging {
    /// Anything unknown is the standard two minutes.
    fn from(position: u8) -> Self {
        match position {
            1 => Averaging::ThreeSeconds,
            3 => Averaging::TenMinutes,
            _ => Averaging::TwoMinutes,
        }
    }
}

/// Power of the heater, in tenths of a watt, never above [`HeaterPower::MAX`].
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, IntoBytes, Immutable, KnownLayout,
)]
#[repr(transparent)]
pub struct HeaterPower(u16);

impl HeaterPower {
    /// 24 W: the most that the cable to the mast can carry.
    pub const MAX: Self = Self(240);

    pub const fn tenths(self) -> u16 {
        self.0
    }
}

/// Makes a power of tenths of a watt, clamped to what the cable can carry.
pub fn heater_power_from_tenths(tenths: u16) -> HeaterPower {
    HeaterPower(tenths.min(HeaterPower::MAX.0))
}

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, IdolError, counters::Count,
)]
#[repr(u32)]
pub enum AnemometerError {
    /// Too little wind to tell.
    Calm = 1,
    /// Not enough usable samples: rain on the transducers, ice, a bird.
    Obstructed = 2,
    /// A transducer does not answer.
    TransducerFailed = 3,
    /// The argument is outside what the operation's documentation allows.
    OutOfRange = 4,
    /// The checksum of the calibration is wrong.
    BadCalibration = 5,
    /// The transducer board's memory could not be written.
    WriteFailed = 6,
    /// The heater is too hot, or there is not enough power for it.
    HeaterUnavailable = 7,
    #[idol(server_death)]
    ServerRestarted = 8,
}

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
