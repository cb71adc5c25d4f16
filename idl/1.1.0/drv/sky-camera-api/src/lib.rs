//! Client of the sky camera.

#![no_std]

use derive_idol_err::IdolError;
use userlib::{sys_send, FromPrimitive};
use zerocopy_derive::{FromBytes, Immutable, IntoBytes, KnownLayout};

pub const FRAME_WIDTH: usize = 160;
pub const FRAME_HEIGHT: usize = 120;

/// A bit per pixel, row by row, lowest bit first; set where there is sky.
pub type HorizonMask = [u8; FRAME_WIDTH * FRAME_HEIGHT / 8];

/// Exposure time in microseconds, never above [`Exposure::MAX`].
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, IntoBytes, Immutable, KnownLayout,
)]
#[repr(transparent)]
pub struct Exposure(u32);

impl Exposure {
    pub const MAX: Self = Self(500_000);

    pub const fn micros(self) -> u32 {
        self.0
    }
}

/// Makes an exposure of microseconds, clamped to what the sensor can do.
pub fn exposure_from_micros(micros: u32) -> Exposure {
    Exposure(micros.min(Exposure::MAX.0))
}

/// Gain in sixteenths: 16 is one.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, IntoBytes, Immutable, KnownLayout,
)]
#[repr(transparent)]
pub struct Gain(u16);

impl From<u16> for Gain {
    fn from(sixteenths: u16) -> Self {
        Self(sixteenths)
    }
}

impl Gain {
    pub const UNITY: Self = Self(16);

    pub const fn sixteenths(self) -> u16 {
        self.0
    }
}

/// A frame that was taken.
#[derive(Copy, Clone, Debug, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct FrameInfo {
    /// Seconds since the epoch.
    pub time: u32,
    /// Mean of all pixels, in 1/256.
    pub mean: u16,
    /// Pixels at full scale.
    pub saturated: u16,
}

/// Cloud cover in eighths of the sky.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    FromPrimitive,
    IntoBytes,
    Immutable,
    KnownLayout,
)]
#[repr(u8)]
pub enum Okta {
    Clear = 0,
    One,
    Two,
    Three,
    Four,
    Five,
    Six,
    Seven,
    Overcast,
    /// Fog or snow on the dome.
    Obscured,
}

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, IdolError, counters::Count,
)]
#[repr(u32)]
pub enum CameraError {
    /// No camera is fitted.
    NotFitted = 1,
    /// There is not enough power to expose.
    NoPower = 2,
    /// There is no frame yet.
    NoFrame = 3,
    /// The sun is in the picture, or it is night.
    Unusable = 4,
    /// Beyond the last row.
    OutOfRange = 5,
    #[idol(server_death)]
    ServerRestarted = 6,
}

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
