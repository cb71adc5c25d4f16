//! Image slots, and the words that survive a reset.

use core::ptr::{read_volatile, write_volatile};
use task_supervisor_api::{ImageSlot, ResetReason};

/// Why the bootloader would not start an image.
pub enum ImageProblem {
    Empty,
    WrongUnit,
    TooOld,
}

/// First word of every image, and of the note that we leave for ourselves.
const MAGIC: u32 = 0x5747_5353;

/// Words that the bootloader reads and that a reset does not clear.
const NOTE: *mut [u32; 4] = 0x2000_0000 as *mut [u32; 4];

/// Header that the build puts in front of an image.
#[repr(C)]
struct Header {
    magic: u32,
    /// 1 is the mast, 2 the base.
    unit: u32,
    epoch: u32,
    build_id: [u8; 16],
}

#[cfg(feature = "mast")]
const UNIT: u32 = 1;
#[cfg(not(feature = "mast"))]
const UNIT: u32 = 2;

fn header(slot: ImageSlot) -> Header {
    let address = match slot {
        ImageSlot::A => 0x0800_8000,
        ImageSlot::B => 0x0808_0000,
    };
    // Safety: both slots are flash that this task may read, aligned and long
    // enough, and every bit pattern is a header.
    unsafe { read_volatile(address as *const Header) }
}

/// Whether the bootloader would start the image. It checks the signature
/// itself: this only spares the station a reset for nothing.
pub fn check(slot: ImageSlot) -> Result<(), ImageProblem> {
    let next = header(slot);
    if next.magic != MAGIC {
        return Err(ImageProblem::Empty);
    }
    if next.unit != UNIT {
        return Err(ImageProblem::WrongUnit);
    }
    if next.epoch < header(ImageSlot::A).epoch {
        return Err(ImageProblem::TooOld);
    }
    Ok(())
}

pub fn build_id() -> [u8; 16] {
    header(ImageSlot::A).build_id
}

fn leave_note(kind: u32, value: u32) {
    // Safety: these words are ours and the bootloader's, and it does not run.
    unsafe { write_volatile(NOTE, [MAGIC, kind, value, 0]) };
}

/// Tells the bootloader to start this slot once.
pub fn boot_next(slot: ImageSlot) {
    leave_note(1, slot as u32);
}

/// Keeps the reason for [`last_reason`] after the reset.
pub fn remember(reason: ResetReason) {
    match reason {
        ResetReason::TaskFailed(task) => leave_note(2, u32::from(task)),
        _ => leave_note(3, 0),
    }
}

/// Why the station started, as far as anybody left a note.
pub fn last_reason() -> ResetReason {
    // Safety: as in `leave_note`.
    let [magic, kind, value, _] = unsafe { read_volatile(NOTE) };
    match (magic, kind) {
        (MAGIC, 2) => ResetReason::TaskFailed(value as u16),
        (MAGIC, 3) => ResetReason::Requested,
        (MAGIC, _) => ResetReason::Unknown,
        _ => ResetReason::PowerUp,
    }
}
