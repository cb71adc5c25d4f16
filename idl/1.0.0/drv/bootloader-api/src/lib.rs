//! Client of the bootloader.

#![no_std]

use derive_idol_err::IdolError;
use userlib::{sys_send, FromPrimitive};
use zerocopy::{AsBytes, FromBytes};

pub use station_types::ImageSlot;

/// Bytes of a block: a page of the microcontroller's flash.
pub const BLOCK_SIZE: usize = 512;

/// Ed25519 signature over the image.
#[derive(Copy, Clone, Debug, FromBytes, AsBytes)]
#[repr(C)]
pub struct Signature {
    pub r: [u8; 32],
    pub s: [u8; 32],
}

#[derive(Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, IdolError)]
#[repr(u32)]
pub enum BootloaderError {
    /// The slot is the one that is running.
    SlotInUse = 1,
    /// More blocks than the slot has.
    TooLarge = 2,
    /// `begin` was not called, or this is not the next block.
    OutOfOrder = 3,
    FlashFailed = 4,
    BadSignature = 5,
    #[idol(server_death)]
    BootloaderRestarted = 6,
}

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
