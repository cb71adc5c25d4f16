//! A double of Hubris' `userlib` for tests on a host: the names that stubs and servers use, on a kernel made of threads.
//!
//! A [`Kernel`] has tasks; each task runs on a thread of its own ([`Kernel::spawn`]), on which the `sys_` functions mean that
//! task. Everything that the kernel does to a task shows in its [`Outcome`].

mod kernel;
mod task_id;

pub use kernel::{Exchange, Kernel, Outcome, Running};
pub use num_derive::FromPrimitive;
pub use num_traits::FromPrimitive;
pub use task_id::{extract_new_generation, Generation, TaskId};

use core::marker::PhantomData;

/// Why a server had the kernel fault its client.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum ReplyFaultReason {
    UndefinedOperation = 0,
    BadMessageSize = 1,
    BadMessageContents = 2,
    BadLeases = 3,
    ReplyBufferTooSmall = 4,
    AccessViolation = 5,
}

/// What the receiver may do with a lease.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct LeaseAttributes {
    pub read: bool,
    pub write: bool,
}

impl LeaseAttributes {
    pub const READ: Self = Self {
        read: true,
        write: false,
    };
    pub const WRITE: Self = Self {
        read: false,
        write: true,
    };
    pub const READ_WRITE: Self = Self {
        read: true,
        write: true,
    };

    pub fn contains(self, other: Self) -> bool {
        (self.read || !other.read) && (self.write || !other.write)
    }
}

/// Memory that a sender lends for as long as it waits.
#[derive(Debug)]
pub struct Lease<'a> {
    attributes: LeaseAttributes,
    base: *mut u8,
    len: usize,
    _memory: PhantomData<&'a mut [u8]>,
}

impl<'a> Lease<'a> {
    pub fn read_only(memory: &'a [u8]) -> Self {
        Self::new(
            LeaseAttributes::READ,
            memory.as_ptr().cast_mut(),
            memory.len(),
        )
    }

    pub fn write_only(memory: &'a mut [u8]) -> Self {
        Self::new(LeaseAttributes::WRITE, memory.as_mut_ptr(), memory.len())
    }

    pub fn read_write(memory: &'a mut [u8]) -> Self {
        Self::new(
            LeaseAttributes::READ_WRITE,
            memory.as_mut_ptr(),
            memory.len(),
        )
    }

    fn new(attributes: LeaseAttributes, base: *mut u8, len: usize) -> Self {
        Self {
            attributes,
            base,
            len,
            _memory: PhantomData,
        }
    }
}

impl<'a> From<&'a [u8]> for Lease<'a> {
    fn from(memory: &'a [u8]) -> Self {
        Self::read_only(memory)
    }
}

/// Written only: what the memory held before is not lent.
impl<'a> From<&'a mut [u8]> for Lease<'a> {
    fn from(memory: &'a mut [u8]) -> Self {
        Self::write_only(memory)
    }
}

/// What `sys_recv` got: a message, or notifications if the sender is the kernel.
pub struct RecvMessage {
    pub sender: TaskId,
    pub operation: u32,
    pub message_len: usize,
    pub response_capacity: usize,
    pub lease_count: usize,
}

pub struct BorrowInfo {
    pub attributes: LeaseAttributes,
    pub len: usize,
}

/// The notifications that were posted.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct NotificationBits(u32);

impl NotificationBits {
    pub fn new(bits: u32) -> Self {
        Self(bits)
    }

    pub fn get_raw_bits(&self) -> u32 {
        self.0
    }

    pub fn check_notification_mask(&self, mask: u32) -> bool {
        self.0 & mask != 0
    }
}

/// `unwrap` without a message.
pub trait UnwrapLite {
    type Output;
    fn unwrap_lite(self) -> Self::Output;
}

impl<T> UnwrapLite for Option<T> {
    type Output = T;
    fn unwrap_lite(self) -> T {
        self.unwrap_or_else(|| panic!("unwrap_lite"))
    }
}

impl<T, E> UnwrapLite for Result<T, E> {
    type Output = T;
    fn unwrap_lite(self) -> T {
        self.unwrap_or_else(|_| panic!("unwrap_lite"))
    }
}

/// Sends and waits. Answers the return code and the length of the reply.
pub fn sys_send(
    target: TaskId,
    operation: u16,
    outgoing: &[u8],
    incoming: &mut [u8],
    leases: &[Lease<'_>],
) -> (u32, usize) {
    kernel::here(|kernel, me| kernel.send(me, target, operation, outgoing, incoming, leases))
}

/// Receives a message or notifications. With a sender that has died, answers its dead code.
pub fn sys_recv(
    buffer: &mut [u8],
    notification_mask: u32,
    specific_sender: Option<TaskId>,
) -> Result<RecvMessage, u32> {
    kernel::here(|kernel, me| kernel.receive(me, buffer, notification_mask, specific_sender))
}

pub fn sys_reply(peer: TaskId, code: u32, message: &[u8]) {
    kernel::here(|kernel, me| kernel.reply(me, peer, code, message));
}

pub fn sys_reply_fault(peer: TaskId, reason: ReplyFaultReason) {
    kernel::here(|kernel, me| kernel.reply_fault(me, peer, reason));
}

pub fn sys_borrow_info(lender: TaskId, index: usize) -> Option<BorrowInfo> {
    kernel::here(|kernel, me| kernel.borrow_info(me, lender, index))
}

pub fn sys_borrow_read(lender: TaskId, index: usize, offset: usize, to: &mut [u8]) -> (u32, usize) {
    kernel::here(|kernel, me| kernel.borrow_read(me, lender, index, offset, to))
}

pub fn sys_borrow_write(lender: TaskId, index: usize, offset: usize, from: &[u8]) -> (u32, usize) {
    kernel::here(|kernel, me| kernel.borrow_write(me, lender, index, offset, from))
}

/// Posts notifications. Answers 0, or the dead code of a task that has been restarted.
pub fn sys_post(target: TaskId, bits: u32) -> u32 {
    kernel::here(|kernel, _| kernel.post(target, bits))
}

/// What API crates call beside system calls.
pub mod hl {
    use std::time::Duration;

    pub fn sleep_for(milliseconds: u64) {
        std::thread::sleep(Duration::from_millis(milliseconds));
    }
}

/// The same task in its present generation.
pub fn sys_refresh_task_id(task: TaskId) -> TaskId {
    kernel::here(|kernel, _| kernel.task(task.index()))
}
