//! A server of the `Probe` interface.

use crate::Notifications;
use idol_runtime::{Leased, LenLimit, NotificationHandler, RequestError, R, RW, W};
use std::convert::Infallible;
use stubs::talk::probe_client::Probe;
use stubs::talk::probe_server::{InOrderProbeImpl, ProbeOperation, INCOMING_SIZE};
use stubs::talk::*;
use userlib::{Kernel, RecvMessage, TaskId};

#[derive(Default)]
pub struct ProbeServer {
    pub once: u32,
    pub notified: Vec<u32>,
    pub mask: u32,
    pub only_from: Option<TaskId>,
    pub closed_receives_failed: u32,
}

/// A kernel on which the server runs, and a client of it.
pub fn probe() -> (Kernel, Probe) {
    let kernel = Kernel::new(4);
    start(&kernel);
    let task = kernel.task(crate::SERVER);
    (kernel, Probe::from(task))
}

pub fn start(kernel: &Kernel) {
    crate::serve::<_, ProbeOperation>(kernel, INCOMING_SIZE, ProbeServer::default());
}

impl NotificationHandler for ProbeServer {
    fn current_notification_mask(&self) -> u32 {
        self.mask
    }

    fn handle_notification(&mut self, bits: Notifications) {
        self.notified.push(crate::raw_bits(bits));
    }
}

type Answer<T, E = ProbeError> = Result<T, RequestError<E>>;

impl InOrderProbeImpl for ProbeServer {
    fn recv_source(&self) -> Option<TaskId> {
        self.only_from
    }

    fn closed_recv_fail(&mut self) {
        self.only_from = None;
        self.closed_receives_failed += 1;
    }

    /// Answers how often closed receives failed, in hundreds, and the notifications so far.
    fn ping(&mut self, _: &RecvMessage) -> Answer<u32, Infallible> {
        Ok(self.notified.iter().sum::<u32>() + 100 * self.closed_receives_failed)
    }

    fn add(&mut self, _: &RecvMessage, a: u32, b: u16) -> Answer<u64> {
        match a.checked_add(u32::from(b)) {
            Some(sum) => Ok(u64::from(sum)),
            None => Err(ProbeError::Overflow.into()),
        }
    }

    fn once(&mut self, _: &RecvMessage, n: u8) -> Answer<u32> {
        if n == 0 {
            return Err(ProbeError::Refused.into());
        }
        self.once += u32::from(n);
        Ok(self.once)
    }

    fn invert(&mut self, _: &RecvMessage, on: bool) -> Answer<bool, Infallible> {
        Ok(!on)
    }

    fn next_mode(&mut self, _: &RecvMessage, mode: Mode) -> Answer<Mode> {
        match mode {
            Mode::Slow => Ok(Mode::Fast),
            Mode::Fast => Err(ProbeError::Refused.into()),
        }
    }

    fn halve(&mut self, _: &RecvMessage, power: Power, limit: Power) -> Answer<Power, Infallible> {
        Ok(Power((power.0 / 2).min(limit.0)))
    }

    fn memory_image(&mut self, _: &RecvMessage, sample: Sample) -> Answer<Sample> {
        Ok(Sample {
            time: sample.time + 1,
            quality: -sample.quality,
            ..sample
        })
    }

    fn pack(
        &mut self,
        _: &RecvMessage,
        shape: Shape,
        colour: Option<Colour>,
        on: bool,
    ) -> Answer<(Shape, Option<Colour>), PackError> {
        if on {
            return Err(PackError::TooLarge {
                limit: 1 << 40,
                colour,
            }
            .into());
        }
        Ok((shape, colour))
    }

    fn pack_once(&mut self, _: &RecvMessage, n: u8) -> Answer<u32, PackError> {
        self.once += u32::from(n);
        Ok(self.once)
    }

    fn old_pack(&mut self, _: &RecvMessage, shape: Shape, n: u64) -> Answer<Shape> {
        match shape {
            Shape::Circle(radius) => Ok(Shape::Box {
                width: n as u32,
                height: radius as u8,
            }),
            _ => Err(ProbeError::Overflow.into()),
        }
    }

    fn fire(&mut self, _: &RecvMessage, n: u8) -> Answer<(), Infallible> {
        self.once += u32::from(n);
        Ok(())
    }

    fn sum(&mut self, _: &RecvMessage, source: LenLimit<Leased<R, [u8]>, 8>) -> Answer<u32> {
        let mut bytes = vec![0; source.len()];
        source
            .read_range(0..bytes.len(), &mut bytes)
            .map_err(|()| ProbeError::Refused)?;
        Ok(bytes.iter().map(|byte| u32::from(*byte)).sum())
    }

    fn fill(
        &mut self,
        _: &RecvMessage,
        from: u16,
        dest: LenLimit<Leased<W, [u16]>, 4>,
        sample: Leased<W, Sample>,
    ) -> Answer<u8> {
        let values = [from, from + 1, from + 2, from + 3];
        dest.write_range(0..dest.len(), &values[..dest.len()])
            .map_err(|()| ProbeError::Refused)?;
        let image = Sample {
            time: 7,
            counts: [1, 2, from],
            kind: 9,
            quality: -1,
        };
        sample.write(image).map_err(|()| ProbeError::Refused)?;
        Ok(dest.len() as u8)
    }

    fn reverse(&mut self, _: &RecvMessage, buffer: Leased<RW, [u8]>) -> Answer<()> {
        let mut bytes = vec![0; buffer.len()];
        buffer
            .read_range(0..bytes.len(), &mut bytes)
            .map_err(|()| ProbeError::Refused)?;
        bytes.reverse();
        buffer
            .write_range(0..bytes.len(), &bytes)
            .map_err(|()| ProbeError::Refused)?;
        Ok(())
    }

    fn collide(
        &mut self,
        _: &RecvMessage,
        args: u8,
        rc: u8,
        len: u8,
        task: u8,
        value: u8,
        reply: Leased<W, [u8]>,
        message: Leased<R, [u8]>,
    ) -> Answer<u16> {
        let mut bytes = vec![0; message.len()];
        message
            .read_range(0..bytes.len(), &mut bytes)
            .map_err(|()| ProbeError::Refused)?;
        reply
            .write_range(0..bytes.len(), &bytes)
            .map_err(|()| ProbeError::Refused)?;
        Ok([args, rc, len, task, value]
            .iter()
            .map(|byte| u16::from(*byte))
            .sum())
    }
}
