//! Client of the supervisor.

#![no_std]

use derive_idol_err::IdolError;
use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};
use userlib::{sys_send, FromPrimitive};

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
    Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, IdolError, counters::Count,
)]
#[repr(u32)]
pub enum SupervisorError {
    /// The image has fewer tasks.
    NoSuchTask = 1,
    /// The supervisor and the idle task cannot be held.
    NotHoldable = 2,
    /// The image in the slot is not signed, or not for this unit.
    BadImage = 3,
    /// Already on the way down.
    ResetPending = 4,
    #[idol(server_death)]
    ServerRestarted = 5,
}

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
