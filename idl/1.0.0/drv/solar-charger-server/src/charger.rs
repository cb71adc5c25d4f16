//! The charge controller's registers.

use core::ptr::{read_volatile, write_volatile};
use drv_power_api::{
    Alarms, Battery, ChargeState, PowerError, PowerStatus, Rails,
};

const BASE: usize = 0x5800_1C00;

/// Registers of 16 bits, two bytes apart.
#[derive(Copy, Clone)]
enum Register {
    Identity = 0,
    Voltage,
    Current,
    Charge,
    Temperature,
    State,
    StateDetail,
    Panel,
    Alarms,
    LifetimeLow,
    LifetimeHigh,
    Rails,
    RailsGood,
    Hour,
    HoursCounted,
}

const IDENTITY: u16 = 0x5CC1;

pub struct Charger(());

impl Charger {
    pub fn open() -> Self {
        Charger(())
    }

    fn read(&self, register: Register) -> u16 {
        let address = (BASE + 2 * register as usize) as *const u16;
        // Safety: the image gives these registers to this task alone.
        unsafe { read_volatile(address) }
    }

    fn check(&self) -> Result<(), PowerError> {
        if cfg!(feature = "rails-only") {
            return Err(PowerError::NotFitted);
        }
        if self.read(Register::Identity) != IDENTITY {
            return Err(PowerError::ChargerUnreachable);
        }
        Ok(())
    }

    pub fn status(&mut self) -> Result<PowerStatus, PowerError> {
        self.check()?;
        let detail = self.read(Register::StateDetail);
        let lifetime = u32::from(self.read(Register::LifetimeHigh)) << 16
            | u32::from(self.read(Register::LifetimeLow));
        Ok(PowerStatus {
            battery: Battery {
                voltage: self.read(Register::Voltage),
                current: self.read(Register::Current) as i16,
                charge: self.read(Register::Charge).min(100) as u8,
                temperature: f32::from(self.read(Register::Temperature) as i16)
                    / 100.0,
            },
            state: match self.read(Register::State) {
                0 => ChargeState::Idle,
                1 => ChargeState::Bulk,
                // The charger tells absorption apart; we do not yet.
                2 => ChargeState::Bulk,
                3 => ChargeState::Float,
                _ => ChargeState::Faulted(detail as u8),
            },
            panel: u32::from(self.read(Register::Panel)) * 10,
            alarms: Alarms::from_bits_truncate(self.read(Register::Alarms)),
            lifetime: i64::from(lifetime) * 100,
        })
    }

    pub fn rails(&mut self) -> Option<Rails> {
        Rails::from_bits(self.read(Register::Rails) as u8)
    }

    /// Switches exactly these rails on, and answers which came up.
    pub fn set_rails(&mut self, rails: Rails) -> Result<Rails, PowerError> {
        let address = (BASE + 2 * Register::Rails as usize) as *mut u16;
        // Safety: as in `read`.
        unsafe { write_volatile(address, u16::from(rails.bits())) };
        let good = self.read(Register::RailsGood) as u8;
        if good & rails.bits() != rails.bits() {
            return Err(PowerError::RailFailed);
        }
        Ok(rails)
    }

    /// Average of the hour that just ended, in milliamperes.
    pub fn take_hour(&mut self) -> Result<i16, PowerError> {
        self.check()?;
        Ok(self.read(Register::Hour) as i16)
    }

    pub fn hours_counted(&self) -> u16 {
        self.read(Register::HoursCounted)
    }
}
