//! Answers for the mast's anemometer on the base.
//!
//! Each call goes up the cable as a frame with the operation's number and the
//! message as it arrived. The mast's line controller, a chip of its own, makes
//! the same call there through the mailbox of `hiffy`. So the mast and the base
//! must agree about `anemometer.idol`, although they are updated on different
//! days.

#![no_std]
#![no_main]

mod cable;

use cable::Cable;
use drv_anemometer_api::{
    AnemometerError, Averaging, Calibration, HeaterPower, Wind, WindSample,
    PATHS,
};
use idl::AnemometerOperation as Op;
use idol_runtime::{
    ClientError, Leased, LenLimit, NotificationHandler, RequestError, R, W,
};
use userlib::RecvMessage;
use zerocopy::{FromBytes, IntoBytes};

struct ServerImpl {
    cable: Cable,
}

impl ServerImpl {
    /// Makes a call on the mast. `message` and the reply are what the clients
    /// of the same interface send and get there.
    fn call<T: FromBytes>(
        &mut self,
        op: Op,
        message: &[u8],
    ) -> Result<T, RequestError<AnemometerError>> {
        let (code, reply) = self
            .cable
            .exchange(op as u16, message)
            .map_err(|_| AnemometerError::MastUnreachable)?;
        if code != 0 {
            // A code that this release does not know comes from a newer mast.
            return Err(AnemometerError::try_from(code)
                .unwrap_or(AnemometerError::MastUnreachable)
                .into());
        }
        T::read_from_bytes(reply)
            .map_err(|_| AnemometerError::MastUnreachable.into())
    }
}

fn went_away<E>(_: ()) -> RequestError<E> {
    RequestError::Fail(ClientError::WentAway)
}

impl idl::InOrderAnemometerImpl for ServerImpl {
    fn wind(
        &mut self,
        _: &RecvMessage,
    ) -> Result<Wind, RequestError<AnemometerError>> {
        self.call(Op::wind, &[])
    }

    fn gust(
        &mut self,
        _: &RecvMessage,
        seconds: u16,
        calm_as_zero: bool,
    ) -> Result<Wind, RequestError<AnemometerError>> {
        let [low, high] = seconds.to_le_bytes();
        self.call(Op::gust, &[low, high, u8::from(calm_as_zero)])
    }

    fn set_averaging(
        &mut self,
        _: &RecvMessage,
        interval: Averaging,
    ) -> Result<(), RequestError<AnemometerError>> {
        self.call(Op::set_averaging, interval.as_bytes())
    }

    fn set_heater(
        &mut self,
        _: &RecvMessage,
        enable: bool,
        power: HeaterPower,
    ) -> Result<(), RequestError<AnemometerError>> {
        let [low, high] = power.tenths().to_le_bytes();
        self.call(Op::set_heater, &[u8::from(enable), low, high])
    }

    fn samples(
        &mut self,
        _: &RecvMessage,
        dest: LenLimit<Leased<W, [WindSample]>, 64>,
    ) -> Result<u16, RequestError<AnemometerError>> {
        // What the mast writes into its lease follows the reply in the frame.
        let (count, samples): (u16, &[u8]) = {
            let (code, reply) = self
                .cable
                .exchange(Op::samples as u16, &[dest.len() as u8])
                .map_err(|_| AnemometerError::MastUnreachable)?;
            if code != 0 {
                return Err(AnemometerError::MastUnreachable.into());
            }
            u16::read_from_prefix(reply)
                .map_err(|_| AnemometerError::MastUnreachable)?
        };
        let size = core::mem::size_of::<WindSample>();
        for (i, bytes) in
            samples.chunks_exact(size).take(dest.len()).enumerate()
        {
            let sample = WindSample::read_from_bytes(bytes)
                .map_err(|_| AnemometerError::MastUnreachable)?;
            dest.write_at(i, sample).map_err(went_away)?;
        }
        Ok(count.min(dest.len() as u16))
    }

    fn transit_times(
        &mut self,
        _: &RecvMessage,
        times: Leased<W, [u32; PATHS]>,
    ) -> Result<(), RequestError<AnemometerError>> {
        let measured = self.call(Op::transit_times, &[])?;
        times.write(measured).map_err(went_away)
    }

    fn calibrate(
        &mut self,
        _: &RecvMessage,
        calibration: Leased<R, Calibration>,
    ) -> Result<(), RequestError<AnemometerError>> {
        let calibration = calibration
            .read()
            .ok_or(RequestError::Fail(ClientError::WentAway))?;
        self.call(Op::calibrate, calibration.as_bytes())
    }

    fn sound_speed(
        &mut self,
        _: &RecvMessage,
    ) -> Result<f32, RequestError<AnemometerError>> {
        self.call(Op::sound_speed, &[])
    }
}

impl NotificationHandler for ServerImpl {
    fn current_notification_mask(&self) -> u32 {
        // The cable waits for its own interrupt in a closed receive.
        0
    }

    fn handle_notification(&mut self, _: userlib::NotificationBits) {
        unreachable!()
    }
}

#[export_name = "main"]
fn main() -> ! {
    let mut server = ServerImpl {
        cable: Cable::open(),
    };
    let mut buffer = [0; idl::INCOMING_SIZE];
    loop {
        idol_runtime::dispatch(&mut buffer, &mut server);
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
