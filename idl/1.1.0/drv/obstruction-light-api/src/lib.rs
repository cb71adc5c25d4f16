//! Client of the obstruction light.

#![no_std]

use userlib::{sys_send, FromPrimitive};
use zerocopy_derive::{Immutable, IntoBytes, KnownLayout};

/// When the light is on.
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
pub enum LightMode {
    Off = 0,
    Night = 1,
    Always = 2,
}

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
