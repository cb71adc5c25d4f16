//! The cable to the mast: RS-485, 460,800 baud, one frame each way.
//!
//! A frame is its length, the operation or the return code, the bytes, and
//! the sum of all of it, so that a frame that was hit by lightning is not
//! taken for wind.

use crate::notifications;
use core::ptr::{read_volatile, write_volatile};
use userlib::{
    set_timer_relative, sys_get_timer, sys_irq_control, sys_recv_notification,
};

const UART: usize = 0x4001_1400;
const STATUS: *const u32 = UART as *const u32;
const DATA: *mut u32 = (UART + 0x04) as *mut u32;
const RECEIVED: u32 = 1 << 5;
const EMPTY: u32 = 1 << 7;

const MAX_FRAME: usize = 512;
/// A measurement takes 250 ms at most, a calibration 40.
const TIMEOUT_MS: u32 = 400;

pub struct Timeout;

pub struct Cable {
    frame: [u8; MAX_FRAME],
}

impl Cable {
    pub fn open() -> Self {
        Self {
            frame: [0; MAX_FRAME],
        }
    }

    /// Sends a call and waits for its answer: the return code, and the reply.
    pub fn exchange(
        &mut self,
        operation: u16,
        message: &[u8],
    ) -> Result<(u32, &[u8]), Timeout> {
        let length = (message.len() as u16).to_le_bytes();
        let operation = operation.to_le_bytes();
        let header = length.iter().chain(&operation);
        let mut sum = 0u8;
        for byte in header.chain(message) {
            sum = sum.wrapping_add(*byte);
            send(*byte);
        }
        send(sum);

        let deadline =
            set_timer_relative(TIMEOUT_MS, notifications::TIMEOUT_MASK);
        let length = self.receive(0..2, deadline)?;
        let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
        let end = 6 + length;
        if end >= MAX_FRAME {
            return Err(Timeout);
        }
        self.receive(2..end + 1, deadline)?;
        let (frame, sum) = (&self.frame[..end], self.frame[end]);
        if frame.iter().fold(0u8, |s, b| s.wrapping_add(*b)) != sum {
            return Err(Timeout);
        }
        let code = u32::from_le_bytes([frame[2], frame[3], frame[4], frame[5]]);
        Ok((code, &frame[6..]))
    }

    fn receive(
        &mut self,
        range: core::ops::Range<usize>,
        deadline: u64,
    ) -> Result<&[u8], Timeout> {
        for byte in &mut self.frame[range.clone()] {
            // Safety: the image gives these registers to this task alone.
            while unsafe { read_volatile(STATUS) } & RECEIVED == 0 {
                if sys_get_timer().now >= deadline {
                    return Err(Timeout);
                }
                let bits =
                    notifications::CABLE_IRQ_MASK | notifications::TIMEOUT_MASK;
                sys_irq_control(notifications::CABLE_IRQ_MASK, true);
                sys_recv_notification(bits);
            }
            // Safety: as above; reading takes the byte.
            *byte = unsafe { read_volatile(DATA) } as u8;
        }
        Ok(&self.frame[range])
    }
}

fn send(byte: u8) {
    // Safety: as in `receive`. The wait is 22 microseconds at most.
    unsafe {
        while read_volatile(STATUS) & EMPTY == 0 {}
        write_volatile(DATA, u32::from(byte));
    }
}
