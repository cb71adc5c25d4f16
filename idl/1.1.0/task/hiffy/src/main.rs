//! Makes calls for the debugger.
//!
//! The debugger writes a call into [`MAILBOX`] and raises `KICK`; it finds the
//! return code and the reply there once `KICK` is down again. So it can call
//! every task of the image, as far as the task's allowed callers permit.

#![no_std]
#![no_main]

use core::sync::atomic::{AtomicU32, Ordering};
use userlib::{hl, sys_send, Lease, TaskId};

/// How often we look whether the debugger wants something, in milliseconds.
const INTERVAL: u64 = 250;

const MAX_MESSAGE: usize = 256;
const MAX_LEASE: usize = 2048;

/// A call, and then its outcome.
#[repr(C)]
struct Mailbox {
    target: u16,
    operation: u16,
    /// Bytes of `message` that count: of the call, then of the reply.
    length: u32,
    code: u32,
    message: [u8; MAX_MESSAGE],
    /// Bytes of `lease` to lend for reading, then for writing; zero is none.
    readable: u32,
    writable: u32,
    lease: [u8; MAX_LEASE],
}

#[no_mangle]
static mut MAILBOX: Mailbox = Mailbox {
    target: 0,
    operation: 0,
    length: 0,
    code: 0,
    message: [0; MAX_MESSAGE],
    readable: 0,
    writable: 0,
    lease: [0; MAX_LEASE],
};

#[no_mangle]
static KICK: AtomicU32 = AtomicU32::new(0);

fn call(mailbox: &mut Mailbox) {
    let mut reply = [0; MAX_MESSAGE];
    let length = (mailbox.length as usize).min(MAX_MESSAGE);
    let readable = (mailbox.readable as usize).min(MAX_LEASE);
    let (lent, rest) = mailbox.lease.split_at_mut(readable);
    let writable = (mailbox.writable as usize).min(rest.len());

    let read = Lease::read_only(lent);
    let write = Lease::write_only(&mut rest[..writable]);
    let leases: &[Lease<'_>] = match (readable, writable) {
        (0, 0) => &[],
        (_, 0) => &[read],
        (0, _) => &[write],
        _ => &[read, write],
    };
    let (code, length) = sys_send(
        TaskId(mailbox.target),
        mailbox.operation,
        &mailbox.message[..length],
        &mut reply,
        leases,
    );
    mailbox.code = code;
    mailbox.length = length as u32;
    mailbox.message = reply;
}

#[export_name = "main"]
fn main() -> ! {
    loop {
        if KICK.load(Ordering::Acquire) != 0 {
            // Safety: the debugger leaves the mailbox alone while `KICK` is up,
            // and this is the only place where we touch it.
            call(unsafe { &mut *core::ptr::addr_of_mut!(MAILBOX) });
            KICK.store(0, Ordering::Release);
        }
        hl::sleep_for(INTERVAL);
    }
}
