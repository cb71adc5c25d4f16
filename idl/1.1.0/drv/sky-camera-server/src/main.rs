//! Takes pictures of the sky.

#![no_std]
#![no_main]

mod camera;

use camera::{Camera, FRAME_SIZE};
use drv_clock_api::Clock;
use drv_power_api::{Grant, Load, Power, Rails};
use drv_sky_camera_api::{
    CameraError, Exposure, FrameInfo, Gain, HorizonMask, Okta, FRAME_HEIGHT,
    FRAME_WIDTH,
};
use idol_runtime::{
    ClientError, Leased, LenLimit, NotificationHandler, RequestError, R, W,
};
use userlib::{task_slot, FromPrimitive, RecvMessage};

task_slot!(CLOCK, clock);
task_slot!(POWER, power);

/// What an exposure costs, in milliwatts over a minute.
const MILLIWATTS: u32 = 180;
/// Cloud is at least this bright; blue sky is darker behind the red filter.
const CLOUD: u8 = 96;

struct ServerImpl {
    camera: Camera,
    clock: Clock,
    power: Power,
    frame: [u8; FRAME_SIZE],
    info: Option<FrameInfo>,
    horizon: HorizonMask,
}

impl idl::InOrderSkyCameraImpl for ServerImpl {
    fn expose(
        &mut self,
        _: &RecvMessage,
        exposure: Exposure,
        gain: Gain,
    ) -> Result<FrameInfo, RequestError<CameraError>> {
        match self.power.reserve(Load::Camera, MILLIWATTS) {
            Ok(Grant::Granted) => (),
            _ => return Err(CameraError::NoPower.into()),
        }
        let no_power = |_| CameraError::NoPower;
        let nothing = Rails::empty();
        self.power
            .switch(Rails::CAMERA, nothing)
            .map_err(no_power)?;
        let taken = self.camera.expose(exposure, gain, &mut self.frame);
        self.power
            .switch(nothing, Rails::CAMERA)
            .map_err(no_power)?;

        taken?;
        let sum: u32 = self.frame.iter().map(|p| u32::from(*p)).sum();
        let saturated = self.frame.iter().filter(|p| **p == u8::MAX).count();
        let info = FrameInfo {
            time: (self.clock.now() / 1000) as u32,
            mean: (sum * 16 / (FRAME_SIZE as u32 / 16)) as u16,
            saturated: saturated as u16,
        };
        self.info = Some(info);
        Ok(info)
    }

    fn read_rows(
        &mut self,
        _: &RecvMessage,
        first: u8,
        rows: LenLimit<Leased<W, [[u8; FRAME_WIDTH]]>, FRAME_HEIGHT>,
    ) -> Result<u8, RequestError<CameraError>> {
        if self.info.is_none() {
            return Err(CameraError::NoFrame.into());
        }
        let first = usize::from(first);
        if first >= FRAME_HEIGHT {
            return Err(CameraError::OutOfRange.into());
        }
        let count = rows.len().min(FRAME_HEIGHT - first);
        for i in 0..count {
            let start = (first + i) * FRAME_WIDTH;
            let mut row = [0; FRAME_WIDTH];
            row.copy_from_slice(&self.frame[start..start + FRAME_WIDTH]);
            rows.write_at(i, row)
                .map_err(|_| RequestError::Fail(ClientError::WentAway))?;
        }
        Ok(count as u8)
    }

    fn cloud_cover(
        &mut self,
        _: &RecvMessage,
    ) -> Result<Okta, RequestError<CameraError>> {
        let info = self.info.ok_or(CameraError::NoFrame)?;
        if usize::from(info.saturated) > FRAME_SIZE / 50 {
            return Err(CameraError::Unusable.into());
        }
        let (mut sky, mut cloud) = (0, 0);
        for (i, pixel) in self.frame.iter().enumerate() {
            if self.horizon[i / 8] & 1 << (i % 8) != 0 {
                sky += 1;
                cloud += u32::from(*pixel >= CLOUD);
            }
        }
        let eighths = if sky == 0 {
            9
        } else {
            (cloud * 8 + sky / 2) / sky
        };
        Ok(Okta::from_u32(eighths).unwrap_or(Okta::Obscured))
    }

    fn set_horizon(
        &mut self,
        _: &RecvMessage,
        mask: Leased<R, HorizonMask>,
    ) -> Result<(), RequestError<CameraError>> {
        self.horizon = mask
            .read()
            .ok_or(RequestError::Fail(ClientError::WentAway))?;
        Ok(())
    }
}

impl NotificationHandler for ServerImpl {
    fn current_notification_mask(&self) -> u32 {
        // The camera waits for its own interrupt in a closed receive.
        0
    }

    fn handle_notification(&mut self, _: userlib::NotificationBits) {
        unreachable!()
    }
}

#[export_name = "main"]
fn main() -> ! {
    let mut buffer = [0; idl::INCOMING_SIZE];
    let Some(camera) = Camera::find() else {
        let mut server = idl::FailServer(CameraError::NotFitted);
        loop {
            idol_runtime::dispatch(&mut buffer, &mut server);
        }
    };
    let mut server = ServerImpl {
        camera,
        clock: Clock::from(CLOCK.get_task_id()),
        power: Power::from(POWER.get_task_id()),
        frame: [0; FRAME_SIZE],
        info: None,
        horizon: [u8::MAX; FRAME_SIZE / 8],
    };
    loop {
        idol_runtime::dispatch(&mut buffer, &mut server);
    }
}

mod idl {
    use drv_sky_camera_api::{
        exposure_from_micros, CameraError, Exposure, FrameInfo, Gain,
        HorizonMask, Okta, FRAME_WIDTH,
    };

    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}

include!(concat!(env!("OUT_DIR"), "/notifications.rs"));
