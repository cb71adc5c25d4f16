//! Takes new images from the service tool.
//!
//! While the bootloader runs it answers on the port that this task would use,
//! so a tool speaks to the one or the other. Until then our part is to check
//! the order and to step aside.

#![no_std]
#![no_main]

use task_supervisor_api::{ImageSlot, ResetReason, Supervisor};
use userlib::{sys_recv_notification, task_slot};

task_slot!(SUPERVISOR, supervisor);

/// The order to update: "UPD", then the slot.
const ORDER: [u8; 3] = *b"UPD";

#[export_name = "main"]
fn main() -> ! {
    let supervisor = Supervisor::from(SUPERVISOR.get_task_id());
    loop {
        sys_recv_notification(notifications::SOCKET_MASK);
        let Some(slot) = port::take_order() else {
            continue;
        };
        if supervisor.enter_bootloader(slot).is_err() {
            // A bad image is the tool's to notice: it asks for the reason.
            let reason = ResetReason::Requested;
            let _ = supervisor.reset(reason);
        }
    }
}

/// The service port: a mailbox of four bytes.
mod port {
    use super::{ImageSlot, ORDER};
    use core::ptr::{read_volatile, write_volatile};

    const MAILBOX: *mut [u8; 4] = 0x2000_0100 as *mut [u8; 4];

    pub fn take_order() -> Option<ImageSlot> {
        // Safety: the mailbox is this task's own memory, which the service
        // port writes before it notifies.
        let [a, b, c, slot] = unsafe { read_volatile(MAILBOX) };
        // Safety: as above.
        unsafe { write_volatile(MAILBOX, [0; 4]) };
        if [a, b, c] != ORDER {
            return None;
        }
        match slot {
            b'A' => Some(ImageSlot::A),
            b'B' => Some(ImageSlot::B),
            _ => None,
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/notifications.rs"));
