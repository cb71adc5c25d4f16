//! The transducer head: timers that capture the echoes, and the memory with
//! the calibration on the head itself.

use core::ptr::{read_volatile, write_volatile};
use drv_anemometer_api::{
    AnemometerError, Calibration, HeaterPower, WindSample, PATHS,
};
use zerocopy::AsBytes;

const TIMER: usize = 0x4001_6800;
const START: *mut u32 = TIMER as *mut u32;
const CAPTURED: *const u32 = (TIMER + 0x04) as *const u32;
/// A capture for each path and direction, in eighths of a nanosecond.
const CAPTURE: *const u32 = (TIMER + 0x40) as *const u32;
const HEATER_DUTY: *mut u32 = (TIMER + 0x80) as *mut u32;
const MEMORY: *mut u8 = 0x4000_5800 as *mut u8;

pub struct Head {
    calibration: Calibration,
}

impl Head {
    pub fn start() -> Self {
        // Safety: the image gives these registers to this task alone, and
        // `start` is called once, from `main`.
        unsafe { write_volatile(START, 1) };
        Self {
            calibration: Calibration::default(),
        }
    }

    /// Times of flight of the last round, in nanoseconds, when every
    /// transducer heard its echo.
    pub fn times(&self) -> Option<[u32; PATHS]> {
        // Safety: reading captures has no side effect.
        unsafe {
            if read_volatile(CAPTURED) != (1 << PATHS) - 1 {
                return None;
            }
            Some(core::array::from_fn(|i| read_volatile(CAPTURE.add(i)) / 8))
        }
    }

    /// Corrected time of flight and length of a path, in seconds and metres.
    fn path(&self, times: &[u32; PATHS], i: usize) -> (f32, f32) {
        let path = self.calibration.paths[i];
        let (offset, length) = (path.offset, path.length);
        let ns = times[i].saturating_add_signed(offset).max(1);
        (ns as f32 * 1e-9, length as f32 * 1e-6)
    }

    /// Wind along the axis of paths `there` and `back`, in metres per second.
    fn axis(&self, times: &[u32; PATHS], there: usize, back: usize) -> f32 {
        let (t, length) = self.path(times, there);
        let (b, _) = self.path(times, back);
        length / 2.0 * (1.0 / t - 1.0 / b)
    }

    /// Wind vector, unless it is beyond what the head can measure.
    pub fn vector(&self, times: &[u32; PATHS]) -> Option<WindSample> {
        let north = self.axis(times, 0, 1) * 1000.0;
        let east = self.axis(times, 2, 3) * 1000.0;
        let limit = f32::from(i16::MAX);
        (north.abs() < limit && east.abs() < limit).then_some(WindSample {
            north: north as i16,
            east: east as i16,
        })
    }

    pub fn set_heater(&mut self, power: HeaterPower) {
        // Safety: as in `start`.
        unsafe { write_volatile(HEATER_DUTY, u32::from(power.tenths())) };
    }

    /// Checks a calibration, keeps it in the head's memory and uses it.
    pub fn store_calibration(
        &mut self,
        calibration: Calibration,
    ) -> Result<(), AnemometerError> {
        let bytes = calibration.as_bytes();
        let (data, crc) = bytes.split_at(bytes.len() - 2);
        if crc != crc16(data).to_le_bytes() {
            return Err(AnemometerError::BadCalibration);
        }
        for (i, byte) in bytes.iter().enumerate() {
            // Safety: the memory is longer than a calibration, and ours.
            unsafe {
                write_volatile(MEMORY.add(i), *byte);
                if read_volatile(MEMORY.add(i)) != *byte {
                    return Err(AnemometerError::WriteFailed);
                }
            }
        }
        self.calibration = calibration;
        Ok(())
    }
}

/// CRC-16/XMODEM, as the makers of the head compute it.
fn crc16(data: &[u8]) -> u16 {
    data.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| {
            let shifted = crc << 1;
            if crc & 0x8000 != 0 {
                shifted ^ 0x1021
            } else {
                shifted
            }
        })
    })
}
