//! Measures by the clock, writes the logbook, reports.
//!
//! Once a minute: the battery goes to the sensor values and everything to
//! the logbook. Every ten minutes the newest entry goes out over the uplink.

#![no_std]
#![no_main]

use drv_clock_api::Clock;
use drv_power_api::Power;
use station_types::{Timed, Timestamp};
use task_logbook_api::{EntryKind, Logbook};
use task_sensors_api::{Fault, SensorId, Sensors};
use task_uplink_api::{Address, PacketHeader, Priority, SocketName, Uplink};
use userlib::{set_timer_relative, sys_recv_notification, task_slot};

task_slot!(CLOCK, clock);
task_slot!(SENSORS, sensors);
task_slot!(POWER, power);
task_slot!(LOGBOOK, logbook);
task_slot!(UPLINK, uplink);

const MINUTE: u64 = 60_000;
const REPORT_EVERY: u64 = 10;
const SERVER: Address = Address::Ipv4([192, 0, 2, 17]);
const SERVER_PORT: u16 = 8471;

/// Layout of a measurement in the logbook.
const MEASUREMENT_SIZE: usize = 4 * 2;

#[export_name = "main"]
fn main() -> ! {
    let clock = Clock::from(CLOCK.get_task_id());
    let observer = Observer {
        sensors: Sensors::from(SENSORS.get_task_id()),
        power: Power::from(POWER.get_task_id()),
        logbook: Logbook::from(LOGBOOK.get_task_id()),
        uplink: Uplink::from(UPLINK.get_task_id()),
    };
    loop {
        let now = clock.now();
        observer.measure(now);
        if now / MINUTE % REPORT_EVERY == 0 {
            observer.report();
        }
        set_timer_relative(MINUTE as u32, notifications::MINUTE_MASK);
        sys_recv_notification(notifications::MINUTE_MASK);
    }
}

struct Observer {
    sensors: Sensors,
    power: Power,
    logbook: Logbook,
    uplink: Uplink,
}

impl Observer {
    fn measure(&self, now: u64) {
        let time = Timestamp(now);
        let voltage = SensorId::BatteryVoltage;
        match self.power.status() {
            Ok(status) => {
                let volts = f32::from(status.battery.voltage) / 1000.0;
                self.sensors.post(voltage, Timed::new(time, volts));
            }
            Err(_) => {
                // Lost if the task restarts: the next minute brings another.
                let _ = self.sensors.post_fault(voltage, Fault::Absent, time);
            }
        }

        let value = |s| self.sensors.latest(s).map_or(f32::NAN, |t| t.value);
        let mut data = [0; MEASUREMENT_SIZE];
        let fields = value(SensorId::AirTemperature)
            .to_le_bytes()
            .into_iter()
            .chain(value(SensorId::Pressure).to_le_bytes());
        for (byte, field) in data.iter_mut().zip(fields) {
            *byte = field;
        }
        // A measurement that cannot be kept is still in the sensor values.
        let _ = self.logbook.append(EntryKind::Measurement, &data);
    }

    fn report(&self) {
        let mut data = [0; 232];
        let Ok(bounds) = self.logbook.bounds() else {
            return;
        };
        let Ok(entry) = self.logbook.read(bounds.newest, &mut data) else {
            return;
        };
        let header = PacketHeader {
            peer: SERVER,
            port: SERVER_PORT,
            length: entry.length.get(),
            priority: Priority::Routine,
        };
        // Not again: the next report is ten minutes away and says more.
        let _ = self.uplink.send(SocketName::report, header, &data);
    }
}

include!(concat!(env!("OUT_DIR"), "/notifications.rs"));
