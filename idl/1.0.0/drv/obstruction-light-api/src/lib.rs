//! Client of the obstruction light.

#![no_std]

use userlib::{sys_send, FromPrimitive};
use zerocopy::AsBytes;

/// When the light is on.
#[derive(Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, AsBytes)]
#[repr(u8)]
pub enum LightMode {
    Off = 0,
    Night = 1,
    Always = 2,
}

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
