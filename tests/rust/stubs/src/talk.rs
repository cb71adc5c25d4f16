// Interfaces whose clients and servers talk in the tests, with the types that they name.

use derive_idol_err::IdolError;
use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};
use userlib::FromPrimitive;
use zerocopy_derive::{FromBytes, Immutable, IntoBytes, KnownLayout};

#[derive(Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, IdolError, counters::Count)]
pub enum ProbeError {
    Refused = 1,
    Overflow = 7,
    #[idol(server_death)]
    ServerRestarted = 300,
}

#[derive(Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, IntoBytes, Immutable, KnownLayout)]
#[repr(u8)]
pub enum Mode {
    Slow = 3,
    Fast = 5,
}

/// In tenths of a watt, at most 100.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IntoBytes, Immutable, KnownLayout)]
#[repr(transparent)]
pub struct Power(pub u16);

pub fn power_from_tenths(tenths: u16) -> Power {
    Power(tenths.min(100))
}

impl From<u16> for Power {
    fn from(tenths: u16) -> Self {
        Self(tenths)
    }
}

#[derive(Copy, Clone, Debug, Eq, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Sample {
    pub time: u64,
    pub counts: [u16; 3],
    pub kind: u8,
    pub quality: i8,
}

#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize)]
pub enum Colour {
    Red,
    Green = 9,
    Blue,
}

#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize)]
pub enum Shape {
    Point,
    Circle(u16),
    Box { width: u32, height: u8 },
}

#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize, counters::Count)]
pub enum PackError {
    TooLarge { limit: u64, colour: Option<Colour> },
    ServerRestarted,
}

impl From<idol_runtime::ServerDeath> for PackError {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self::ServerRestarted
    }
}

macro_rules! stub {
    ($name:ident, $file:literal $(, $event:ident in $counters:ident)?) => {
        pub mod $name {
            #[allow(unused_imports)]
            use super::*;
            #[allow(unused_imports)]
            use userlib::sys_send;
            include!(concat!(env!("STUBS"), "/", $file, ".rs"));
            $(
                /// What was counted, which is private to the module that includes the stub.
                pub fn counted() -> &'static <$event as counters::Count>::Counters {
                    &$counters
                }
            )?
        }
    };
}

stub!(probe_client, "probe_client");
stub!(probe_named, "probe_named");
stub!(probe_server, "probe_server");
stub!(door_client, "door_client");
stub!(door_server, "door_server");
stub!(door_restricted, "door_restricted");
stub!(door_pipelined, "door_pipelined");
stub!(door_pipelined_restricted, "door_pipelined_restricted");
stub!(door_counted, "door_counted", DoorEvent in __DOOR_SERVER_COUNTERS);
stub!(
    door_counted_together,
    "door_counted_together",
    DoorEvent in __DOOR_SERVER_COUNTERS
);
stub!(door_counting_client, "door_counting_client", DoorEvent in __DOOR_CLIENT_COUNTERS);
stub!(safe_client, "safe_client");
stub!(safe_server, "safe_server");
stub!(names_client, "names_client");
stub!(names_counting_client, "names_counting_client");
stub!(names_server, "names_server");
stub!(names_counted, "names_counted");
stub!(names_pipelined, "names_pipelined");
stub!(tally_client, "tally_client");
stub!(tally_plain, "tally_plain");

/// An API crate: it calls what its client's stub imports.
pub mod door_api {
    use super::*;
    use userlib::sys_send;

    include!(concat!(env!("STUBS"), "/door_client.rs"));

    pub fn first(bytes: &[u8]) -> u8 {
        bytes.first().copied().unwrap_lite()
    }
}
