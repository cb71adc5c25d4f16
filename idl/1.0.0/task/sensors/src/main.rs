//! Keeps the newest value of each sensor.
//!
//! Knows nothing of buses: drivers post, others ask. Summaries come from a
//! ring of recent values per sensor.

#![no_std]
#![no_main]

mod history;

use core::convert::Infallible;
use history::History;
use idol_runtime::RequestError;
use station_types::{Timed, Timestamp};
use task_sensors_api::{Fault, SensorError, SensorId, Span, Summary};
use userlib::RecvMessage;

const SENSORS: [SensorId; 11] = [
    SensorId::AirTemperature,
    SensorId::MastTemperature,
    SensorId::Soil5,
    SensorId::Soil10,
    SensorId::Soil20,
    SensorId::Soil50,
    SensorId::Soil100,
    SensorId::Humidity,
    SensorId::Pressure,
    SensorId::Irradiance,
    SensorId::BatteryVoltage,
];

#[derive(Copy, Clone, Default)]
struct Limits {
    low: Option<f32>,
    high: Option<f32>,
}

#[derive(Default)]
struct Sensor {
    newest: Option<Result<Timed<f32>, Fault>>,
    limits: Limits,
    history: History,
}

#[derive(Default)]
struct ServerImpl {
    /// In the order of `SENSORS`.
    sensors: [Sensor; SENSORS.len()],
}

impl ServerImpl {
    fn sensor(&mut self, id: SensorId) -> Option<&mut Sensor> {
        let index = SENSORS.iter().position(|s| *s == id)?;
        self.sensors.get_mut(index)
    }
}

impl idl::InOrderSensorsImpl for ServerImpl {
    fn latest(
        &mut self,
        _: &RecvMessage,
        sensor: SensorId,
    ) -> Result<Timed<f32>, RequestError<SensorError>> {
        let sensor = self.sensor(sensor).ok_or(SensorError::NotFitted)?;
        match sensor.newest {
            Some(Ok(value)) => Ok(value),
            Some(Err(_)) => Err(SensorError::Faulted.into()),
            None => Err(SensorError::NoData.into()),
        }
    }

    fn status(
        &mut self,
        _: &RecvMessage,
        sensor: SensorId,
    ) -> Result<Option<Result<Timed<f32>, Fault>>, RequestError<Infallible>>
    {
        Ok(self.sensor(sensor).and_then(|s| s.newest))
    }

    fn summary(
        &mut self,
        _: &RecvMessage,
        sensor: SensorId,
        span: Span,
    ) -> Result<Summary, RequestError<SensorError>> {
        let sensor = self.sensor(sensor).ok_or(SensorError::NotFitted)?;
        let (start, end) = sensor.history.bounds(span)?;
        Ok(sensor.history.summary(start, end)?)
    }

    fn limits(
        &mut self,
        _: &RecvMessage,
        sensor: SensorId,
    ) -> Result<(Option<f32>, Option<f32>), RequestError<Infallible>> {
        let limits = self.sensor(sensor).map(|s| s.limits).unwrap_or_default();
        Ok((limits.low, limits.high))
    }

    fn set_limits(
        &mut self,
        _: &RecvMessage,
        sensor: SensorId,
        low: Option<f32>,
        high: Option<f32>,
    ) -> Result<(), RequestError<SensorError>> {
        let sensor = self.sensor(sensor).ok_or(SensorError::NotFitted)?;
        sensor.limits = Limits { low, high };
        Ok(())
    }

    fn post(
        &mut self,
        _: &RecvMessage,
        sensor: SensorId,
        reading: Timed<f32>,
    ) -> Result<(), RequestError<Infallible>> {
        if let Some(sensor) = self.sensor(sensor) {
            // A driver that retries may post the same reading twice.
            if sensor.newest != Some(Ok(reading)) {
                sensor.newest = Some(Ok(reading));
                sensor.history.push(reading);
            }
        }
        Ok(())
    }

    fn post_fault(
        &mut self,
        _: &RecvMessage,
        sensor: SensorId,
        fault: Fault,
        time: Timestamp,
    ) -> Result<(), RequestError<Infallible>> {
        if let Some(sensor) = self.sensor(sensor) {
            sensor.newest = Some(Err(fault));
            sensor.history.push_gap(time);
        }
        Ok(())
    }
}

#[export_name = "main"]
fn main() -> ! {
    let mut server = ServerImpl::default();
    let mut buffer = [0; idl::INCOMING_SIZE];
    loop {
        idol_runtime::dispatch(&mut buffer, &mut server);
    }
}

mod idl {
    use station_types::{Timed, Timestamp};
    use task_sensors_api::{Fault, SensorError, SensorId, Span, Summary};

    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}
