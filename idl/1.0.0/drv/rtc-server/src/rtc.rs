//! The hardware clock: a 48-bit millisecond counter on the backup supply.

use core::ptr::{read_volatile, write_volatile};

const BASE: usize = 0x4000_2800;
const CONTROL: *mut u32 = BASE as *mut u32;
const STATUS: *const u32 = (BASE + 0x04) as *const u32;
const COUNTER_LOW: *const u32 = (BASE + 0x08) as *const u32;
const COUNTER_HIGH: *const u32 = (BASE + 0x0C) as *const u32;
const PPS_PHASE: *const u32 = (BASE + 0x18) as *const u32;

const CONTROL_RUN: u32 = 1 << 0;
const STATUS_CELL_GOOD: u32 = 1 << 0;
const STATUS_PPS_LOCKED: u32 = 1 << 1;

pub struct Rtc(());

impl Rtc {
    pub fn start() -> Self {
        // Safety: the image gives these registers to this task alone, and
        // there is one `Rtc` because `start` is called once, from `main`.
        unsafe { write_volatile(CONTROL, CONTROL_RUN) };
        Rtc(())
    }

    pub fn milliseconds(&self) -> u64 {
        // Safety: reading the counter has no side effect.
        unsafe {
            loop {
                let high = read_volatile(COUNTER_HIGH);
                let low = read_volatile(COUNTER_LOW);
                // Again when the low word ran over in between.
                if high == read_volatile(COUNTER_HIGH) {
                    return u64::from(high) << 32 | u64::from(low);
                }
            }
        }
    }

    pub fn cell_is_good(&self) -> bool {
        // Safety: reading the status has no side effect.
        unsafe { read_volatile(STATUS) & STATUS_CELL_GOOD != 0 }
    }

    /// Frequency error in parts per billion, when locked to the receiver.
    pub fn compare_with_pps(&mut self) -> Option<i32> {
        // Safety: reading status and phase has no side effect.
        unsafe {
            if read_volatile(STATUS) & STATUS_PPS_LOCKED == 0 {
                return None;
            }
            Some(read_volatile(PPS_PHASE) as i32)
        }
    }
}
