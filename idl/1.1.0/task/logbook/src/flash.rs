//! The serial flash: pages of 256 bytes, erased by sectors of 16.

use crate::notifications;
use core::ptr::{read_volatile, write_volatile};
use task_logbook_api::{LogError, Page, PAGE_PAYLOAD, PAGE_SIZE, SECTORS};
use userlib::{sys_irq_control, sys_recv_notification};
use zerocopy::FromBytes;

pub const PAGES_PER_SECTOR: usize = 16;
pub const PAGES: usize = SECTORS * PAGES_PER_SECTOR;

const CONTROLLER: usize = 0x5200_5000;
const COMMAND: *mut u32 = CONTROLLER as *mut u32;
const ADDRESS: *mut u32 = (CONTROLLER + 0x04) as *mut u32;
const STATUS: *const u32 = (CONTROLLER + 0x08) as *const u32;
const UNIQUE_ID: *const u128 = (CONTROLLER + 0x10) as *const u128;
const BUFFER: *mut u8 = (CONTROLLER + 0x100) as *mut u8;

const BUSY: u32 = 1 << 0;
const FAILED: u32 = 1 << 1;

/// The sector behind the last holds the erase counts.
const WEAR_PAGE: usize = PAGES;

enum Command {
    Read = 0x03,
    Program = 0x02,
    Erase = 0x20,
}

/// A page that was read.
pub struct Stored(pub Page);

impl Stored {
    pub fn is_erased(&self) -> bool {
        self.0.payload.iter().all(|b| *b == 0xFF)
    }

    pub fn is_intact(&self) -> bool {
        self.0.crc.get() == crc32(&self.0.payload)
    }
}

pub struct Flash(());

impl Flash {
    pub fn open() -> Self {
        Flash(())
    }

    fn run(&mut self, command: Command, page: usize) -> Result<(), LogError> {
        // Safety: the image gives these registers to this task alone, and
        // there is one `Flash`, which is borrowed mutably.
        unsafe {
            write_volatile(ADDRESS, (page * PAGE_SIZE) as u32);
            write_volatile(COMMAND, command as u32);
            while read_volatile(STATUS) & BUSY != 0 {
                sys_irq_control(notifications::FLASH_IRQ_MASK, true);
                sys_recv_notification(notifications::FLASH_IRQ_MASK);
            }
            if read_volatile(STATUS) & FAILED != 0 {
                return Err(LogError::FlashFailed);
            }
        }
        Ok(())
    }

    pub fn read(&mut self, page: usize) -> Result<Stored, LogError> {
        self.run(Command::Read, page)?;
        // Safety: as in `run`; the buffer holds a page.
        let bytes: [u8; PAGE_SIZE] =
            core::array::from_fn(|i| unsafe { read_volatile(BUFFER.add(i)) });
        Page::read_from_bytes(&bytes)
            .map(Stored)
            .map_err(|_| LogError::FlashFailed)
    }

    /// Programs an erased page; adds the checksum.
    pub fn write(
        &mut self,
        page: usize,
        payload: &[u8; PAGE_PAYLOAD],
    ) -> Result<(), LogError> {
        let crc = crc32(payload).to_le_bytes();
        for (i, byte) in payload.iter().chain(&crc).enumerate() {
            // Safety: as in `read`.
            unsafe { write_volatile(BUFFER.add(i), *byte) };
        }
        self.run(Command::Program, page)
    }

    pub fn erase_sector(&mut self, sector: usize) -> Result<(), LogError> {
        self.run(Command::Erase, sector * PAGES_PER_SECTOR)
    }

    pub fn erase_counts(&mut self) -> Result<[u16; SECTORS], LogError> {
        let page = self.read(WEAR_PAGE)?;
        Ok(core::array::from_fn(|i| {
            let bytes = &page.0.payload;
            u16::from_le_bytes([bytes[2 * i], bytes[2 * i + 1]])
        }))
    }

    pub fn unique_id(&self) -> u128 {
        // Safety: reading the identity has no side effect.
        unsafe { read_volatile(UNIQUE_ID) }
    }
}

/// CRC-32 as in Ethernet frames.
fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ if crc & 1 != 0 { 0xEDB8_8320 } else { 0 }
        })
    })
}
