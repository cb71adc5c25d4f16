use drv_rain_gauge_api::{Rainfall, MICROMETRES_PER_TIP};
use station_types::Timestamp;

/// Enough for 100 mm in a day.
const CAPACITY: usize = 512;

const MINUTE: u64 = 60_000;

/// Times of the newest tips.
pub struct Tips {
    ring: [Timestamp; CAPACITY],
    next: usize,
    len: usize,
}

impl Default for Tips {
    fn default() -> Self {
        Self {
            ring: [Timestamp(0); CAPACITY],
            next: 0,
            len: 0,
        }
    }
}

impl Tips {
    pub fn push(&mut self, time: Timestamp) {
        self.ring[self.next] = time;
        self.next = (self.next + 1) % CAPACITY;
        self.len = (self.len + 1).min(CAPACITY);
    }

    pub fn is_full(&self) -> bool {
        self.len == CAPACITY
    }

    pub fn newest_first(&self) -> impl Iterator<Item = Timestamp> + '_ {
        let end = self.next + CAPACITY;
        (end - self.len..end).rev().map(|i| self.ring[i % CAPACITY])
    }

    pub fn oldest(&self) -> Option<Timestamp> {
        self.newest_first().last()
    }

    /// Rain since `start`. Water that runs past while the bucket tips is made
    /// up for: the shorter since the tip before, the more each tip stands for.
    pub fn rainfall(&self, start: Timestamp) -> Rainfall {
        let mut rain = Rainfall {
            micrometres: 0,
            tips: 0,
            peak_intensity: 0,
        };
        let mut later = None;
        let mut minute = 0;
        for tip in self.newest_first().take_while(|t| *t >= start) {
            let spacing = later.map_or(MINUTE, |l: Timestamp| l.since(tip));
            let loss = MICROMETRES_PER_TIP * 300 / spacing.max(300) as u32;
            let depth = MICROMETRES_PER_TIP + loss / 10;
            minute = if spacing < MINUTE {
                minute + depth
            } else {
                depth
            };
            rain.micrometres += depth;
            rain.tips += 1;
            rain.peak_intensity = rain.peak_intensity.max(minute * 60);
            later = Some(tip);
        }
        rain
    }
}
