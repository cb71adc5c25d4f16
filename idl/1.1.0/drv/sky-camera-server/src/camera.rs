//! The image sensor: settings and pixels over SPI, by DMA.

use crate::notifications;
use core::ptr::{read_volatile, write_volatile};
use drv_sky_camera_api::{
    CameraError, Exposure, Gain, FRAME_HEIGHT, FRAME_WIDTH,
};
use userlib::{sys_irq_control, sys_recv_notification};

pub const FRAME_SIZE: usize = FRAME_WIDTH * FRAME_HEIGHT;

const SENSOR: usize = 0x4001_3000;
const IDENTITY: *const u32 = SENSOR as *const u32;
const EXPOSURE: *mut u32 = (SENSOR + 0x04) as *mut u32;
const GAIN: *mut u32 = (SENSOR + 0x08) as *mut u32;
const STATUS: *const u32 = (SENSOR + 0x10) as *const u32;
const PIXEL: *const u32 = (SENSOR + 0x14) as *const u32;

const EXPECTED_IDENTITY: u32 = 0x0000_A160;
const FRAME_READY: u32 = 1 << 0;
const SUN: u32 = 1 << 1;

pub struct Camera(());

impl Camera {
    /// Looks whether there is one: a mast may have a blank plate instead.
    pub fn find() -> Option<Self> {
        // Safety: reading the identity has no side effect.
        let identity = unsafe { read_volatile(IDENTITY) };
        (identity == EXPECTED_IDENTITY).then_some(Camera(()))
    }

    /// Takes a frame.
    pub fn expose(
        &mut self,
        exposure: Exposure,
        gain: Gain,
        frame: &mut [u8; FRAME_SIZE],
    ) -> Result<(), CameraError> {
        // Safety: the image gives these registers to this task alone, and
        // there is one `Camera`, which is borrowed mutably.
        unsafe {
            write_volatile(GAIN, u32::from(gain.sixteenths()));
            write_volatile(EXPOSURE, exposure.micros());
            while read_volatile(STATUS) & FRAME_READY == 0 {
                sys_irq_control(notifications::FRAME_IRQ_MASK, true);
                sys_recv_notification(notifications::FRAME_IRQ_MASK);
            }
            if read_volatile(STATUS) & SUN != 0 {
                return Err(CameraError::Unusable);
            }
            for pixel in frame {
                *pixel = read_volatile(PIXEL) as u8;
            }
            Ok(())
        }
    }
}
