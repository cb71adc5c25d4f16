//! Sleeps while nobody else runs.

#![no_std]
#![no_main]

// Panics and the entry point come from the user library.
use userlib as _;

#[export_name = "main"]
fn main() -> ! {
    loop {
        // Safety: waiting for an interrupt changes no memory.
        unsafe { core::arch::asm!("wfi", options(nomem, nostack)) };
    }
}
