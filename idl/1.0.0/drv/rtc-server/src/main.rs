//! Keeps the station's time.
//!
//! The hardware clock counts milliseconds and survives a power failure; this
//! task keeps the offset to real time and who set it.

#![no_std]
#![no_main]

mod rtc;

use core::convert::Infallible;
use drv_clock_api::{ClockError, TimeSource};
use idol_runtime::{ClientError, NotificationHandler, RequestError};
use rtc::Rtc;
use userlib::{FromPrimitive, RecvMessage};

/// 2024-01-01, before the first release; and the end of the hardware counter.
const EARLIEST: u64 = 1_704_067_200_000;
const LATEST: u64 = 4_260_211_200_000;

struct ServerImpl {
    rtc: Rtc,
    source: TimeSource,
    /// Real time = hardware counter + offset, in milliseconds.
    offset: u64,
    /// Parts per billion, once the receiver has been heard for an hour.
    drift: Option<i32>,
}

impl ServerImpl {
    fn time(&self) -> u64 {
        self.rtc.milliseconds() + self.offset
    }
}

impl idl::InOrderClockImpl for ServerImpl {
    fn now(
        &mut self,
        _: &RecvMessage,
    ) -> Result<u64, RequestError<Infallible>> {
        Ok(self.time())
    }

    fn is_valid(
        &mut self,
        _: &RecvMessage,
    ) -> Result<bool, RequestError<Infallible>> {
        Ok(self.source != TimeSource::None && self.rtc.cell_is_good())
    }

    fn set(
        &mut self,
        _: &RecvMessage,
        time: u64,
        source: u8,
    ) -> Result<(), RequestError<ClockError>> {
        let source = TimeSource::from_u8(source)
            .ok_or(RequestError::Fail(ClientError::BadMessageContents))?;
        if !(EARLIEST..LATEST).contains(&time) {
            return Err(ClockError::OutOfRange.into());
        }
        if source < self.source {
            return Err(ClockError::BetterSource.into());
        }
        // The counter was cleared at power-up, so it is never ahead of `time`.
        self.offset = time - self.rtc.milliseconds();
        self.source = source;
        Ok(())
    }

    fn source(
        &mut self,
        _: &RecvMessage,
    ) -> Result<TimeSource, RequestError<Infallible>> {
        Ok(self.source)
    }

    fn drift(
        &mut self,
        _: &RecvMessage,
    ) -> Result<i32, RequestError<ClockError>> {
        self.drift.ok_or(ClockError::NotSet.into())
    }
}

impl NotificationHandler for ServerImpl {
    fn current_notification_mask(&self) -> u32 {
        notifications::PPS_IRQ_MASK
    }

    fn handle_notification(&mut self, bits: u32) {
        if bits & notifications::PPS_IRQ_MASK != 0 {
            self.drift = self.rtc.compare_with_pps();
        }
        userlib::sys_irq_control(notifications::PPS_IRQ_MASK, true);
    }
}

#[export_name = "main"]
fn main() -> ! {
    let mut server = ServerImpl {
        rtc: Rtc::start(),
        source: TimeSource::None,
        offset: 0,
        drift: None,
    };
    let mut buffer = [0; idl::INCOMING_SIZE];
    loop {
        idol_runtime::dispatch_n(&mut buffer, &mut server);
    }
}

mod idl {
    use drv_clock_api::{ClockError, TimeSource};

    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}

include!(concat!(env!("OUT_DIR"), "/notifications.rs"));
