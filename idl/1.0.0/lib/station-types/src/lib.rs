//! Types that several interfaces share.

#![no_std]

mod time;

pub use time::{Timed, Timestamp};

use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};
use userlib::FromPrimitive;
use zerocopy::AsBytes;

/// Half of the flash that holds an image.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    FromPrimitive,
    AsBytes,
    Serialize,
    Deserialize,
    SerializedSize,
)]
#[repr(u8)]
pub enum ImageSlot {
    A = 0xA0,
    B = 0xB0,
}

/// Temperature in degrees Celsius.
pub type Celsius = f32;
