//! Client of the supervisor.

#![no_std]

use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};
use userlib::sys_send;

pub use station_types::ImageSlot;

/// Why the station started.
#[derive(
    Copy,
    Clone,
    Debug,
    Default,
    Eq,
    PartialEq,
    Serialize,
    Deserialize,
    SerializedSize,
)]
pub enum ResetReason {
    #[default]
    Unknown,
    PowerUp,
    Button,
    Watchdog,
    Brownout,
    /// Somebody asked, through the service tool or the uplink.
    Requested,
    Update {
        from: ImageSlot,
        to: ImageSlot,
    },
    /// A task failed too often: its index.
    TaskFailed(u16),
}

/// The last fault of a task.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum TaskFault {
    Memory {
        address: Option<u32>,
    },
    StackOverflow {
        address: u32,
    },
    BusError,
    DivideByZero,
    IllegalInstruction,
    Panic,
    /// It used the kernel or another task wrongly; the kernel's number for how.
    Usage(u8),
}

#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct TaskHealth {
    /// Restarts since the station started.
    pub restarts: u16,
    pub held: bool,
    pub last_fault: Option<TaskFault>,
    /// First sixteen bytes of the build id of the task's image.
    pub build: [u8; 16],
}

#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    Serialize,
    Deserialize,
    SerializedSize,
    counters::Count,
)]
pub enum SupervisorError {
    /// The image has fewer tasks.
    NoSuchTask {
        tasks: u16,
    },
    /// The supervisor and the idle task cannot be held.
    NotHoldable,
    /// The image in the slot is not signed, or not for this unit.
    BadImage(ImageProblem),
    /// Already on the way down.
    ResetPending,
    ServerRestarted,
}

#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    Serialize,
    Deserialize,
    SerializedSize,
    counters::Count,
)]
pub enum ImageProblem {
    Empty,
    BadSignature,
    WrongUnit,
    /// Older than the rollback limit.
    TooOld,
}

impl From<idol_runtime::ServerDeath> for SupervisorError {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        SupervisorError::ServerRestarted
    }
}

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
