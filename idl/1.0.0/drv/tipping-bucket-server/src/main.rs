//! Counts the tips of the rain gauge.

#![no_std]
#![no_main]

mod tips;

use drv_clock_api::Clock;
use drv_rain_gauge_api::{InhibitReason, Period, RainError, Rainfall, Side};
use idol_runtime::{
    ClientError, Leased, LenLimit, NotificationHandler, RequestError, W,
};
use station_types::Timestamp;
use tips::Tips;
use userlib::{set_timer_relative, sys_irq_control, task_slot, RecvMessage};

task_slot!(CLOCK, clock);

/// Two tips closer than this, in milliseconds, are no rain.
const MIN_SPACING: u64 = 100;

struct ServerImpl {
    clock: Clock,
    tips: Tips,
    /// Since the last `reset`.
    total_from: Timestamp,
    /// End of the inhibition: `None` is for ever.
    inhibited: Option<Option<Timestamp>>,
    shaken: bool,
    blocked: Option<Side>,
}

impl ServerImpl {
    fn now(&self) -> Timestamp {
        Timestamp(self.clock.now())
    }

    fn check(&self) -> Result<(), RainError> {
        if let Some(end) = self.inhibited {
            let left = end.map_or(u64::MAX, |end| end.since(self.now()));
            return Err(RainError::Inhibited {
                seconds: u32::try_from(left / 1000).unwrap_or(u32::MAX),
            });
        }
        match self.blocked {
            Some(side) => Err(RainError::Blocked(side)),
            None if self.shaken => Err(RainError::Shaken),
            None => Ok(()),
        }
    }

    fn rainfall_since(&self, start: Timestamp) -> Result<Rainfall, RainError> {
        match self.tips.oldest() {
            Some(oldest) if self.tips.is_full() && oldest > start => {
                Err(RainError::TooLong)
            }
            _ => Ok(self.tips.rainfall(start)),
        }
    }
}

impl idl::InOrderRainGaugeImpl for ServerImpl {
    fn rainfall(
        &mut self,
        _: &RecvMessage,
        period: Period,
    ) -> Result<Rainfall, RequestError<RainError>> {
        self.check()?;
        let start = match period {
            Period::Total => self.total_from,
            Period::Minutes(m) => {
                Timestamp(self.now().0.saturating_sub(u64::from(m) * 60_000))
            }
            Period::Since(start) => start,
        };
        Ok(self.rainfall_since(start)?)
    }

    fn tips(
        &mut self,
        _: &RecvMessage,
        times: LenLimit<Leased<W, [u64]>, 128>,
    ) -> Result<u32, RequestError<RainError>> {
        let mut count = 0;
        for (i, tip) in self.tips.newest_first().take(times.len()).enumerate() {
            times
                .write_at(i, tip.0)
                .map_err(|_| RequestError::Fail(ClientError::WentAway))?;
            count += 1;
        }
        Ok(count)
    }

    fn reset(
        &mut self,
        _: &RecvMessage,
    ) -> Result<Rainfall, RequestError<RainError>> {
        self.check()?;
        let total = self.rainfall_since(self.total_from)?;
        self.total_from = self.now();
        Ok(total)
    }

    fn inhibit(
        &mut self,
        _: &RecvMessage,
        _reason: InhibitReason,
        seconds: Option<u32>,
    ) -> Result<(), RequestError<RainError>> {
        self.inhibited = match seconds {
            Some(0) => None,
            Some(s) => {
                let ms = s.saturating_mul(1000);
                set_timer_relative(ms, notifications::INHIBIT_TIMER_MASK);
                Some(Some(Timestamp(self.now().0 + u64::from(ms))))
            }
            None => Some(None),
        };
        Ok(())
    }
}

impl NotificationHandler for ServerImpl {
    fn current_notification_mask(&self) -> u32 {
        notifications::TIP_IRQ_MASK | notifications::INHIBIT_TIMER_MASK
    }

    fn handle_notification(&mut self, bits: u32) {
        if bits & notifications::INHIBIT_TIMER_MASK != 0 {
            self.inhibited = None;
        }
        if bits & notifications::TIP_IRQ_MASK != 0 {
            let now = self.now();
            let last = self.tips.newest_first().next();
            self.shaken =
                last.is_some_and(|last| now.since(last) < MIN_SPACING);
            if !self.shaken && self.inhibited.is_none() {
                self.tips.push(now);
            }
            self.blocked = None;
            sys_irq_control(notifications::TIP_IRQ_MASK, true);
        }
    }
}

#[export_name = "main"]
fn main() -> ! {
    let clock = Clock::from(CLOCK.get_task_id());
    let total_from = Timestamp(clock.now());
    let mut server = ServerImpl {
        clock,
        tips: Tips::default(),
        total_from,
        inhibited: None,
        shaken: false,
        blocked: None,
    };
    sys_irq_control(notifications::TIP_IRQ_MASK, true);
    let mut buffer = [0; idl::INCOMING_SIZE];
    loop {
        idol_runtime::dispatch_n(&mut buffer, &mut server);
    }
}

mod idl {
    use drv_rain_gauge_api::{InhibitReason, Period, RainError, Rainfall};

    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}

include!(concat!(env!("OUT_DIR"), "/notifications.rs"));
