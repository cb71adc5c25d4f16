//! Measures wind with the ultrasonic head.
//!
//! Sound is faster downwind. With the time of flight both ways along a path,
//! the wind along it is `length / 2 * (1 / there - 1 / back)`, whatever the
//! temperaturetemperature.

#![no_std]
#![no_main]

mod head;
mod ring;

use drv_anemometer_api::{
    AnemometerError, Averaging, Calibration, HeaterPower, Wind, WindSample,
    PATHS,
};
use drv_clock_api::Clock;
use drv_power_api::{Grant, Load, Power, Rails};
use head::Head;
use idol_runtime::{
    ClientError, Leased, LenLimit, NotificationHandler, RequestError, R, W,
};
use ring::Ring;
use userlib::{set_timer_relative, task_slot, RecvMessage};

task_slot!(CLOCK, clock);
task_slot!(POWER, power);

const HEATER_LIMIT_MS: u32 = 10 * 60 * 1000;
/// Below this the direction means nothing, in millimetres per second.
const THRESHOLD: f32 = 200.0;
/// Fewer usable samples than this, in percent, are no answer.
const MIN_QUALITY: u8 = 60;

struct ServerImpl {
    head: Head,
    clock: Clock,
    power: Power,
    averaging: Averaging,
    ring: Ring,
    sequence: u8,
}

impl ServerImpl {
    /// Mean wind over the newest `samples` that were kept.
    fn mean(
        &self,
        samples: usize,
        calm_as_zero: bool,
    ) -> Result<Wind, AnemometerError> {
        let mean = self.ring.mean(samples);
        if mean.quality < MIN_QUALITY {
            return Err(AnemometerError::Obstructed);
        }
        if mean.speed < THRESHOLD && !calm_as_zero {
            return Err(AnemometerError::Calm);
        }
        let calm = mean.speed < THRESHOLD;
        Ok(Wind {
            time: self.clock.now(),
            speed: if calm { 0.0 } else { mean.speed / 1000.0 },
            direction: if calm { 0 } else { mean.direction },
            quality: mean.quality,
            sequence: self.sequence,
        })
    }

    /// Takes a sample from a finished round of pulses.
    fn take_sample(&mut self) {
        let sample = self.head.times().and_then(|t| self.head.vector(&t));
        self.ring.push(sample);
        self.sequence = self.sequence.wrapping_add(1);
    }
}

impl idl::InOrderUltrasonicImpl for ServerImpl {
    fn wind(
        &mut self,
        _: &RecvMessage,
    ) -> Result<Wind, RequestError<AnemometerError>> {
        let seconds = match self.averaging {
            Averaging::ThreeSeconds => 3,
            Averaging::TwoMinutes => 120,
            Averaging::TenMinutes => 600,
        };
        Ok(self.mean(seconds * ring::RATE, false)?)
    }

    fn gust(
        &mut self,
        _: &RecvMessage,
        calm_as_zero: bool,
        seconds: u16,
    ) -> Result<Wind, RequestError<AnemometerError>> {
        if !(3..=3600).contains(&seconds) {
            return Err(AnemometerError::OutOfRange.into());
        }
        let mut wind = self.mean(3 * ring::RATE, calm_as_zero)?;
        let peak = self.ring.peak(usize::from(seconds) * ring::RATE);
        wind.speed = wind.speed.max(peak / 1000.0);
        Ok(wind)
    }

    fn set_averaging(
        &mut self,
        _: &RecvMessage,
        interval: Averaging,
    ) -> Result<(), RequestError<AnemometerError>> {
        self.averaging = interval;
        Ok(())
    }

    fn set_heater(
        &mut self,
        _: &RecvMessage,
        enable: bool,
        power: HeaterPower,
    ) -> Result<(), RequestError<AnemometerError>> {
        let unavailable = |_| AnemometerError::HeaterUnavailable;
        if !enable {
            self.power
                .switch(Rails::empty(), Rails::HEATER)
                .map_err(unavailable)?;
            return Ok(());
        }
        let milliwatts = u32::from(power.tenths()) * 100;
        match self.power.reserve(Load::Heater, milliwatts) {
            Ok(Grant::Granted) => (),
            _ => return Err(AnemometerError::HeaterUnavailable.into()),
        }
        self.power
            .switch(Rails::HEATER, Rails::empty())
            .map_err(unavailable)?;
        self.head.set_heater(power);
        set_timer_relative(HEATER_LIMIT_MS, notifications::HEATER_TIMER_MASK);
        Ok(())
    }

    fn samples(
        &mut self,
        _: &RecvMessage,
        dest: LenLimit<Leased<W, [WindSample]>, 32>,
    ) -> Result<u16, RequestError<AnemometerError>> {
        let count = self.ring.len().min(dest.len());
        for (i, sample) in self.ring.newest(count).enumerate() {
            dest.write_at(i, sample)
                .map_err(|_| RequestError::Fail(ClientError::WentAway))?;
        }
        Ok(count as u16)
    }

    fn transit_times(
        &mut self,
        _: &RecvMessage,
        times: Leased<W, [u32; PATHS]>,
    ) -> Result<(), RequestError<AnemometerError>> {
        let measured =
            self.head.times().ok_or(AnemometerError::TransducerFailed)?;
        times
            .write(measured)
            .map_err(|_| RequestError::Fail(ClientError::WentAway))
    }

    fn calibrate(
        &mut self,
        _: &RecvMessage,
        calibration: Leased<R, Calibration>,
    ) -> Result<(), RequestError<AnemometerError>> {
        let calibration = calibration
            .read()
            .ok_or(RequestError::Fail(ClientError::WentAway))?;
        Ok(self.head.store_calibration(calibration)?)
    }
}

impl NotificationHandler for ServerImpl {
    fn current_notification_mask(&self) -> u32 {
        notifications::ECHO_IRQ_MASK | notifications::HEATER_TIMER_MASK
    }

    fn handle_notification(&mut self, bits: u32) {
        if bits & notifications::ECHO_IRQ_MASK != 0 {
            self.take_sample();
            userlib::sys_irq_control(notifications::ECHO_IRQ_MASK, true);
        }
        if bits & notifications::HEATER_TIMER_MASK != 0 {
            // Nobody to tell: the next call will find the heater off.
            let _ = self.power.switch(Rails::empty(), Rails::HEATER);
        }
    }
}

#[export_name = "main"]
fn main() -> ! {
    let mut server = ServerImpl {
        head: Head::start(),
        clock: Clock::from(CLOCK.get_task_id()),
        power: Power::from(POWER.get_task_id()),
        averaging: Averaging::default(),
        ring: Ring::default(),
        sequence: 0,
    };
    let mut buffer = [0; idl::INCOMING_SIZE];
    loop {
        idol_runtime::dispatch_n(&mut buffer, &mut server);
    }
}

mod idl {
    use drv_anemometer_api::{
        heater_power_from_tenths, AnemometerError, Averaging, Calibration,
        HeaterPower, Wind, WindSample, PATHS,
    };

    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}

include!(concat!(env!("OUT_DIR"), "/notifications.rs"));
