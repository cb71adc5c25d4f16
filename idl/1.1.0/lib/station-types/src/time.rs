use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z; small numbers are time since
/// power-up of a station whose clock was never set.
#[derive(
    Copy,
    Clone,
    Debug,
    Default,
    Eq,
    PartialEq,
    Ord,
    PartialOrd,
    Serialize,
    Deserialize,
    SerializedSize,
)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// Time from `earlier` to this, in milliseconds; zero if it was later.
    pub fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Something and when it was so.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct Timed<T> {
    pub time: Timestamp,
    pub value: T,
}

impl<T> Timed<T> {
    pub fn new(time: Timestamp, value: T) -> Self {
        Self { time, value }
    }
}
