//! A double of Hubris' `counters`: events are counted, by variant.

pub use derives::Count;
use std::sync::atomic::{AtomicU32, Ordering};

/// A type whose values are events.
pub trait Count {
    type Counters;
    const NEW_COUNTERS: Self::Counters;
    fn count(&self, counters: &Self::Counters);
}

/// Declares counters for an event type.
#[macro_export]
macro_rules! counters {
    ($name:ident, $Type:ty) => {
        static $name: <$Type as $crate::Count>::Counters = <$Type as $crate::Count>::NEW_COUNTERS;
    };
}

/// Counts an event.
#[macro_export]
macro_rules! count {
    ($counters:expr, $event:expr) => {
        $crate::Count::count(&$event, &$counters);
    };
}

impl Count for () {
    type Counters = AtomicU32;
    #[allow(clippy::declare_interior_mutable_const)]
    const NEW_COUNTERS: AtomicU32 = AtomicU32::new(0);
    fn count(&self, counters: &AtomicU32) {
        counters.fetch_add(1, Ordering::Relaxed);
    }
}

impl Count for core::convert::Infallible {
    type Counters = ();
    const NEW_COUNTERS: () = ();
    fn count(&self, _: &()) {
        match *self {}
    }
}

/// Counters of a `Result`, by the names of its variants.
#[allow(non_snake_case)]
pub struct ResultCounters<T: Count, E: Count> {
    pub Ok: T::Counters,
    pub Err: E::Counters,
}

impl<T: Count, E: Count> Count for Result<T, E> {
    type Counters = ResultCounters<T, E>;
    #[allow(clippy::declare_interior_mutable_const)]
    const NEW_COUNTERS: Self::Counters = ResultCounters {
        Ok: T::NEW_COUNTERS,
        Err: E::NEW_COUNTERS,
    };
    fn count(&self, counters: &Self::Counters) {
        match self {
            Ok(value) => value.count(&counters.Ok),
            Err(error) => error.count(&counters.Err),
        }
    }
}
