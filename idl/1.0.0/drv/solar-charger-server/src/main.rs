//! Charges the battery and switches the rails.
//!
//! The mast unit has no charger of its own: there, with feature `rails-only`,
//! everything about the battery is `NotFitted`.

#![no_std]
#![no_main]

mod charger;

use charger::Charger;
use core::convert::Infallible;
use drv_power_api::{ChargeCurve, Grant, Load, PowerError, PowerStatus, Rails};
use idol_runtime::{NotificationHandler, RequestError};
use userlib::{sys_irq_control, RecvMessage};

/// Below this charge, in percent, only what must run runs.
const RESERVE: u8 = 30;
/// Below this, nothing that was not running before.
const CRITICAL: u8 = 10;

struct ServerImpl {
    charger: Charger,
    rails: Rails,
    curve: ChargeCurve,
}

impl idl::InOrderPowerImpl for ServerImpl {
    fn status(
        &mut self,
        _: &RecvMessage,
    ) -> Result<PowerStatus, RequestError<PowerError>> {
        Ok(self.charger.status()?)
    }

    fn rails(
        &mut self,
        _: &RecvMessage,
    ) -> Result<Rails, RequestError<Infallible>> {
        Ok(self.rails)
    }

    fn switch(
        &mut self,
        _: &RecvMessage,
        on: Rails,
        off: Rails,
    ) -> Result<Rails, RequestError<PowerError>> {
        self.rails = self.charger.set_rails(self.rails - off)?;
        self.rails = self.charger.set_rails(self.rails | on)?;
        Ok(self.rails)
    }

    fn set_heater(
        &mut self,
        _: &RecvMessage,
        on: bool,
    ) -> Result<(), RequestError<PowerError>> {
        let mut rails = self.rails;
        rails.set(Rails::HEATER, on);
        self.rails = self.charger.set_rails(rails)?;
        Ok(())
    }

    fn reserve(
        &mut self,
        _: &RecvMessage,
        load: Load,
        milliwatts: u32,
    ) -> Result<Grant, RequestError<PowerError>> {
        let status = self.charger.status()?;
        let spare = status.panel > milliwatts;
        Ok(match (load, status.battery.charge) {
            _ if spare => Grant::Granted,
            (_, ..=CRITICAL) => Grant::Refused,
            (Load::Modem, _) | (_, RESERVE..) => Grant::Granted,
            _ => Grant::Later(600),
        })
    }

    fn charge_curve(
        &mut self,
        _: &RecvMessage,
    ) -> Result<ChargeCurve, RequestError<Infallible>> {
        Ok(self.curve)
    }
}

impl NotificationHandler for ServerImpl {
    fn current_notification_mask(&self) -> u32 {
        notifications::CHARGER_IRQ_MASK
    }

    fn handle_notification(&mut self, bits: u32) {
        if bits & notifications::CHARGER_IRQ_MASK != 0 {
            // The charger interrupts on the hour, with that hour's average.
            if let Ok(hour) = self.charger.take_hour() {
                self.curve.hours.rotate_right(1);
                self.curve.hours[0] = hour;
                self.curve.complete = self.charger.hours_counted() >= 24;
            }
            sys_irq_control(notifications::CHARGER_IRQ_MASK, true);
        }
    }
}

#[export_name = "main"]
fn main() -> ! {
    let mut charger = Charger::open();
    // A restart of this task must not switch anything off.
    let rails = charger.rails().unwrap_or(Rails::MAST);
    let mut server = ServerImpl {
        charger,
        rails,
        curve: ChargeCurve {
            hours: [0; 24],
            complete: false,
        },
    };
    let mut buffer = [0; idl::INCOMING_SIZE];
    loop {
        idol_runtime::dispatch_n(&mut buffer, &mut server);
    }
}

mod idl {
    use drv_power_api::{
        ChargeCurve, Grant, Load, PowerError, PowerStatus, Rails,
    };

    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}

include!(concat!(env!("OUT_DIR"), "/notifications.rs"));
