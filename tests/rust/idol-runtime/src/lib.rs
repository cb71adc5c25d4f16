//! A double of `idol-runtime`: what server stubs call and servers implement.

mod dispatch;
mod generation;
mod lease;

#[cfg(feature = "zerocopy-0.6-dispatch-n")]
pub use dispatch::dispatch_n;
pub use dispatch::{dispatch, NotificationHandler, Server, ServerOp};
pub use lease::{Attribute, AttributeRead, AttributeWrite, Leased, LenLimit, R, RW, W};

use std::sync::atomic::{AtomicU32, Ordering};
use userlib::ReplyFaultReason;

/// How a client was wrong. All but `WentAway` fault it.
#[derive(Copy, Clone, Debug, Eq, PartialEq, counters::Count)]
#[repr(u32)]
pub enum ClientError {
    UnknownOperation = 0xFFFF_FE00,
    BadMessageSize = 0xFFFF_FE01,
    BadLease = 0xFFFF_FE02,
    WentAway = 0xFFFF_FE03,
    BadMessageContents = 0xFFFF_FE04,
    ReplyBufferTooSmall = 0xFFFF_FE05,
    AccessViolation = 0xFFFF_FE06,
}

impl ClientError {
    pub fn into_fault(self) -> Option<ReplyFaultReason> {
        match self {
            Self::UnknownOperation => Some(ReplyFaultReason::UndefinedOperation),
            Self::BadMessageSize => Some(ReplyFaultReason::BadMessageSize),
            Self::BadLease => Some(ReplyFaultReason::BadLeases),
            Self::BadMessageContents => Some(ReplyFaultReason::BadMessageContents),
            Self::ReplyBufferTooSmall => Some(ReplyFaultReason::ReplyBufferTooSmall),
            Self::AccessViolation => Some(ReplyFaultReason::AccessViolation),
            Self::WentAway => None,
        }
    }

    pub fn fail<E>(self) -> RequestError<E> {
        RequestError::Fail(self)
    }
}

/// Why a server does not answer with a value: an error of the interface, or a client that is wrong.
#[derive(Copy, Clone, Debug, Eq, PartialEq, counters::Count)]
pub enum RequestError<E> {
    Runtime(#[count(children)] E),
    Fail(#[count(children)] ClientError),
}

impl<E> RequestError<E> {
    pub fn map_runtime<T>(self, mut convert: impl FnMut(E) -> T) -> RequestError<T> {
        match self {
            Self::Runtime(error) => RequestError::Runtime(convert(error)),
            Self::Fail(error) => RequestError::Fail(error),
        }
    }
}

impl<E> From<E> for RequestError<E> {
    fn from(error: E) -> Self {
        Self::Runtime(error)
    }
}

/// The server died before it answered.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct ServerDeath;

impl counters::Count for ServerDeath {
    type Counters = AtomicU32;
    #[allow(clippy::declare_interior_mutable_const)]
    const NEW_COUNTERS: AtomicU32 = AtomicU32::new(0);
    fn count(&self, counters: &AtomicU32) {
        counters.fetch_add(1, Ordering::Relaxed);
    }
}

/// A C-like error type with a variant for a server that died.
pub trait IHaveConsideredServerDeathWithThisErrorType {}
