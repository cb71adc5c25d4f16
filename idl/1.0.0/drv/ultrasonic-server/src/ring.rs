use drv_anemometer_api::WindSample;

/// Samples per second.
pub const RATE: usize = 4;
/// Ten minutes of them, the longest averaging interval.
const CAPACITY: usize = 600 * RATE;
/// Gusts are means over three seconds.
const GUST: usize = 3 * RATE;

/// Mean of a run of samples.
pub struct Mean {
    /// Millimetres per second.
    pub speed: f32,
    /// Where it comes from, in hundredths of a degree.
    pub direction: u16,
    /// Share of usable samples, in percent.
    pub quality: u8,
}

/// The newest samples; `None` where the pulse was lost.
pub struct Ring {
    samples: [Option<WindSample>; CAPACITY],
    next: usize,
    len: usize,
}

impl Default for Ring {
    fn default() -> Self {
        Self {
            samples: [None; CAPACITY],
            next: 0,
            len: 0,
        }
    }
}

impl Ring {
    pub fn push(&mut self, sample: Option<WindSample>) {
        self.samples[self.next] = sample;
        self.next = (self.next + 1) % CAPACITY;
        self.len = (self.len + 1).min(CAPACITY);
    }

    pub fn len(&self) -> usize {
        self.len
    }

    fn last(
        &self,
        count: usize,
    ) -> impl Iterator<Item = Option<WindSample>> + '_ {
        let count = count.min(self.len);
        let first = self.next + CAPACITY - count;
        (first..first + count).map(|i| self.samples[i % CAPACITY])
    }

    /// The newest `count` samples, oldest first; zero where one was lost.
    pub fn newest(
        &self,
        count: usize,
    ) -> impl Iterator<Item = WindSample> + '_ {
        self.last(count).map(Option::unwrap_or_default)
    }

    pub fn mean(&self, count: usize) -> Mean {
        let (mut north, mut east, mut usable) = (0i32, 0i32, 0i32);
        for sample in self.last(count).flatten() {
            north += i32::from(sample.north);
            east += i32::from(sample.east);
            usable += 1;
        }
        let total = count.min(self.len).max(1);
        let n = north as f32 / usable.max(1) as f32;
        let e = east as f32 / usable.max(1) as f32;
        // The vector says where the wind goes; people ask where it is from.
        let degrees = libm::atan2f(-e, -n).to_degrees();
        let degrees = if degrees < 0.0 {
            degrees + 360.0
        } else {
            degrees
        };
        Mean {
            speed: libm::hypotf(n, e),
            direction: (degrees * 100.0) as u16 % 36_000,
            quality: (usable as usize * 100 / total) as u8,
        }
    }

    /// Strongest three-second mean among the newest `count` samples, in
    /// millimetres per second.
    pub fn peak(&self, count: usize) -> f32 {
        let count = count.min(self.len);
        let mut window = [WindSample::default(); GUST];
        let (mut north, mut east, mut peak) = (0i32, 0i32, 0.0f32);
        for (i, sample) in self.newest(count).enumerate() {
            let oldest = core::mem::replace(&mut window[i % GUST], sample);
            north += i32::from(sample.north) - i32::from(oldest.north);
            east += i32::from(sample.east) - i32::from(oldest.east);
            if i + 1 >= GUST {
                let speed = libm::hypotf(north as f32, east as f32);
                peak = peak.max(speed / GUST as f32);
            }
        }
        peak
    }
}
