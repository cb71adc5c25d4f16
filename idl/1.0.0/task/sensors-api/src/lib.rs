//! Client of the sensor values.

#![no_std]

use derive_idol_err::IdolError;
use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};
use userlib::{sys_send, FromPrimitive};

pub use station_types::{Timed, Timestamp};

pub const SOIL_PROBES: usize = 5;

/// Depths of the soil probes, in centimetres.
pub const SOIL_DEPTHS: [u8; SOIL_PROBES] = [5, 10, 20, 50, 100];

/// What is measured. Names and numbers are those of the data sheet that comes
/// with the station.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    FromPrimitive,
    Serialize,
    Deserialize,
    SerializedSize,
)]
#[repr(u8)]
pub enum SensorId {
    /// In the screen at two metres, degrees Celsius.
    AirTemperature = 10,
    /// Inside the mast unit, degrees Celsius.
    MastTemperature = 11,
    /// Relative humidity in percent.
    Humidity = 20,
    /// At the station's height, in hectopascals.
    Pressure = 30,
    /// Global radiation, watts per square metre.
    Irradiance = 40,
    /// Degrees Celsius at each of [`SOIL_DEPTHS`].
    Soil5 = SOIL_BASE,
    Soil10 = SOIL_BASE + 1,
    Soil20 = SOIL_BASE + 2,
    Soil50 = SOIL_BASE + 3,
    Soil100 = SOIL_BASE + 4,
    /// Terminal voltage of the battery.
    BatteryVoltage = 1 << 7,
}

const SOIL_BASE: u8 = 50;

/// Why a sensor gave no value.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum Fault {
    /// Nothing answers at its address.
    Absent,
    /// It answered, with something impossible: the raw value.
    OutOfRange { raw: i32 },
    /// The bus gave this code.
    Bus(BusFault),
    /// Its rail is off.
    Unpowered,
    /// It was not asked since this many milliseconds.
    Stale(u32),
}

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum BusFault {
    NoAcknowledge,
    ArbitrationLost,
    Timeout,
    /// Expected and received checksum.
    Checksum(u8, u8),
}

/// A span of time that ends now or at a given moment.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum Span {
    /// The last so many seconds, at most 86400.
    Last(u32),
    /// Since midnight, station time.
    Today,
    /// From one moment to another.
    Between { start: Timestamp, end: Timestamp },
}

#[derive(
    Copy, Clone, Debug, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct Summary {
    pub minimum: Timed<f32>,
    pub maximum: Timed<f32>,
    pub mean: f32,
    /// Number of values in the span.
    pub count: u16,
    /// Faults in the span that left gaps.
    pub gaps: u16,
}

#[derive(Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, IdolError)]
#[repr(u32)]
pub enum SensorError {
    /// This image has no such sensor.
    NotFitted = 1,
    /// Its newest report is a fault: `status` says which.
    Faulted = 2,
    /// Nothing was reported in the span.
    NoData = 3,
    /// The span is longer than what is kept, or ends before it starts.
    BadSpan = 4,
    #[idol(server_death)]
    ServerRestarted = 5,
}

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
