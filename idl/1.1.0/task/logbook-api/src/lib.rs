//! Client of the logbook.

#![no_std]

use derive_idol_err::IdolError;
use userlib::{sys_send, FromPrimitive};
use zerocopy::little_endian::{U16, U32, U64};
use zerocopy_derive::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// Bytes of a flash page, header and checksum included.
pub const PAGE_SIZE: usize = 256;
/// Bytes at the end of a page that hold its checksum.
pub const PAGE_CRC_SIZE: usize = 4;
/// Bytes of a flash page that entries may use.
pub const PAGE_PAYLOAD: usize = PAGE_SIZE - PAGE_CRC_SIZE;
/// Sectors of the flash chip that the logbook owns.
pub const SECTORS: usize = 64;
/// Bytes of a SHA-256.
pub const DIGEST_SIZE: usize = 256 / 8;

/// What an entry is about; decides how its data is read.
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
pub enum EntryKind {
    Measurement = b'M',
    Alarm = b'A',
    Fault = b'F',
    Restart = b'R',
    Note = b'N',
}

/// Header of an entry, as it lies in flash.
#[derive(Copy, Clone, Debug, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct EntryHeader {
    /// Number of the entry.
    pub entry: U64,
    /// Milliseconds since the epoch.
    pub time: U64,
    /// Bytes of data.
    pub length: U16,
    /// An [`EntryKind`], or something a later version wrote.
    pub kind: u8,
    /// Zero while the entry counts, 0xFF once it was superseded.
    pub superseded: u8,
}

#[derive(Copy, Clone, Debug, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Bounds {
    pub oldest: u64,
    pub newest: u64,
}

/// A page as it lies in flash.
#[derive(Copy, Clone, Debug, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Page {
    pub payload: [u8; PAGE_PAYLOAD],
    pub crc: U32,
}

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, IdolError, counters::Count,
)]
#[repr(u32)]
pub enum LogError {
    /// The entry was never written, or is already erased.
    NoSuchEntry = 1,
    /// The lease is too short for the entry.
    NoSpace = 2,
    /// The page's checksum is wrong.
    Corrupt = 3,
    /// The flash chip does not answer or refuses to write.
    FlashFailed = 4,
    /// The caller was restarted while its lease was being read.
    WentAway = 5,
    #[idol(server_death)]
    ServerRestarted = 6,
}

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
