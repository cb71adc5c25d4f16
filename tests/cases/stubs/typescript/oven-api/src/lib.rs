/// Where the heat comes from.
#[derive(FromPrimitive)]
#[repr(u8)]
pub enum Element {
    /// Heats from above. */ alert("no") /*
    Top = 1,
    Bottom = 4,
}

#[derive(IdolError)]
#[repr(u32)]
pub enum OvenError {
    /// Close the door first.
    DoorOpen = 1,
    TooHot = 2,
    #[idol(server_death)]
    OvenRestarted = 7,
}

#[derive(Serialize, Deserialize, SerializedSize)]
pub enum Program {
    Off,
    /// Degrees Celsius, and whether the fan runs.
    Bake(u16, bool),
    Steps {
        first: Step,
        next: Option<Step>,
    },
    Timed(Duration),
}

#[derive(Serialize, Deserialize, SerializedSize)]
pub struct Step {
    pub celsius: u16,
    pub element: Element,
    pub seconds: u32,
}

/// Seconds.
#[derive(Serialize, Deserialize, SerializedSize)]
pub struct Duration(pub u64);

/// Not JavaScript's.
#[derive(Serialize, Deserialize, SerializedSize)]
pub enum Error {
    Refused { code: u8, at: [i16; 2] },
    Worn,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Reading {
    pub celsius: i16,
    pub age: u16,
    pub total: u64,
}

#[derive(Serialize, Deserialize, SerializedSize)]
pub struct Timer {
    pub set: Option<Option<u8>>,
    #[serde(skip)]
    pub ticks: u32,
}

/// What differs between ovens.
#[derive(Serialize, Deserialize, SerializedSize)]
pub enum Rack {
    Upper,
    #[cfg(feature = "tall")]
    Middle,
    Lower,
}

bitflags! {
    /// What is lit.
    #[repr(transparent)]
    pub struct Lamps: u8 {
        const INSIDE = 1 << 0;
        /// The one in front.
        const FRONT = 1 << 3;
    }
}

#[repr(transparent)]
pub struct Celsius(pub u16);

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
