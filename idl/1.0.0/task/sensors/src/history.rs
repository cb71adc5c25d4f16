use station_types::{Timed, Timestamp};
use task_sensors_api::{SensorError, Span, Summary};

/// Values that are kept: an hour at one a minute, with some to spare.
const CAPACITY: usize = 64;

const DAY: u64 = 24 * 60 * 60 * 1000;

/// The newest values of one sensor; a gap is a fault at that time.
pub struct History {
    ring: [Timed<Option<f32>>; CAPACITY],
    /// Where the next value goes.
    next: usize,
    len: usize,
}

impl Default for History {
    fn default() -> Self {
        Self {
            ring: [Timed::new(Timestamp(0), None); CAPACITY],
            next: 0,
            len: 0,
        }
    }
}

impl History {
    pub fn push(&mut self, reading: Timed<f32>) {
        self.insert(Timed::new(reading.time, Some(reading.value)));
    }

    pub fn push_gap(&mut self, time: Timestamp) {
        self.insert(Timed::new(time, None));
    }

    fn insert(&mut self, value: Timed<Option<f32>>) {
        self.ring[self.next] = value;
        self.next = (self.next + 1) % CAPACITY;
        self.len = (self.len + 1).min(CAPACITY);
    }

    fn newest(&self) -> Timestamp {
        self.ring[(self.next + CAPACITY - 1) % CAPACITY].time
    }

    /// First and last moment of a span; relative ones end at the newest value.
    pub fn bounds(
        &self,
        span: Span,
    ) -> Result<(Timestamp, Timestamp), SensorError> {
        let end = self.newest();
        let back = |ms: u64| Timestamp(end.0.saturating_sub(ms));
        match span {
            Span::Last(seconds) if u64::from(seconds) * 1000 <= DAY => {
                Ok((back(u64::from(seconds) * 1000), end))
            }
            Span::Last(_) => Err(SensorError::BadSpan),
            Span::Today => Ok((back(end.0 % DAY), end)),
            Span::Between { start, end } if start <= end => Ok((start, end)),
            Span::Between { .. } => Err(SensorError::BadSpan),
        }
    }

    pub fn summary(
        &self,
        start: Timestamp,
        end: Timestamp,
    ) -> Result<Summary, SensorError> {
        let mut summary: Option<Summary> = None;
        let mut gaps = 0;
        for entry in self.ring[..self.len]
            .iter()
            .filter(|e| (start..=end).contains(&e.time))
        {
            let Some(value) = entry.value else {
                gaps += 1;
                continue;
            };
            let reading = Timed::new(entry.time, value);
            let s = summary.get_or_insert(Summary {
                minimum: reading,
                maximum: reading,
                mean: 0.0,
                count: 0,
                gaps: 0,
            });
            if value < s.minimum.value {
                s.minimum = reading;
            }
            if value > s.maximum.value {
                s.maximum = reading;
            }
            s.count += 1;
            s.mean += (value - s.mean) / f32::from(s.count);
        }
        summary
            .map(|s| Summary { gaps, ..s })
            .ok_or(SensorError::NoData)
    }
}
