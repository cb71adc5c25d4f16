//! Switches the obstruction light. The lamp's own photocell finds the night.

#![no_std]
#![no_main]

use core::convert::Infallible;
use core::ptr::{read_volatile, write_volatile};
use drv_obstruction_light_api::LightMode;
use idol_runtime::RequestError;
use userlib::RecvMessage;

const MODE: *mut u32 = 0x4800_0814 as *mut u32;
const CURRENT: *const u32 = 0x4800_0818 as *const u32;

struct ServerImpl;

impl idl::InOrderObstructionLightImpl for ServerImpl {
    fn set_mode(
        &mut self,
        _: &RecvMessage,
        mode: LightMode,
    ) -> Result<(), RequestError<Infallible>> {
        // Safety: the image gives these registers to this task alone.
        unsafe { write_volatile(MODE, mode as u32) };
        Ok(())
    }

    fn lamp_current(
        &mut self,
        _: &RecvMessage,
    ) -> Result<u16, RequestError<Infallible>> {
        // Safety: reading the current has no side effect.
        Ok(unsafe { read_volatile(CURRENT) } as u16)
    }
}

#[export_name = "main"]
fn main() -> ! {
    let mut server = ServerImpl;
    let mut buffer = [0; idl::INCOMING_SIZE];
    loop {
        idol_runtime::dispatch(&mut buffer, &mut server);
    }
}

mod idl {
    use drv_obstruction_light_api::LightMode;

    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}
