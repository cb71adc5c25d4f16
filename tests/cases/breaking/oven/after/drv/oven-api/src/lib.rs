#![no_std]

#[derive(Copy, Clone, FromPrimitive, IdolError)]
#[repr(u32)]
pub enum OvenError {
    DoorOpen = 1,
    NoPower = 2,
    TooHot = 4,
    #[idol(server_death)]
    ServerRestarted = 3,
}

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
