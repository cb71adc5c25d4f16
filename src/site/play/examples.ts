/** Interfaces to start from in the playground. */
export interface PlayExample {
  readonly name: string;
  readonly idol: string;
  readonly rust: string;
}

export const PLAY_EXAMPLES: readonly PlayExample[] = [
  {
    name: 'A fan: Zerocopy and Hubpack',
    idol: `// An interface of a fan. Edit it: everything below follows.
Interface(
    name: "Fan",
    ops: {
        "set_speed": (
            doc: "Sets the speed of one fan",
            args: {
                "index": "u8",
                "rpm": "u16",
            },
            reply: Result(
                ok: "()",
                err: CLike("FanError"),
            ),
        ),
        "status": (
            doc: "Returns what the fans do",
            reply: Result(
                ok: "Status",
                err: CLike("FanError"),
            ),
            encoding: Hubpack,
            idempotent: true,
        ),
    },
)
`,
    rust: `#[derive(Copy, Clone, Debug, FromPrimitive, IdolError)]
#[repr(u32)]
pub enum FanError {
    NoSuchFan = 1,
    Stalled = 2,
    #[idol(server_death)]
    ServerRestarted = 3,
}

#[derive(Serialize, Deserialize, SerializedSize)]
pub enum Status {
    Off,
    Running { rpm: u16, since: u64 },
}
`,
  },
  {
    name: 'A flash chip: leases and a length limit',
    idol: `// A flash chip.
Interface(
    name: "Flash",
    ops: {
        "write": (
            doc: "Writes bytes from a lease, at most one page",
            args: { "address": "u32" },
            leases: {
                "data": (type: "[u8]", read: true, max_len: Some(256)),
            },
            reply: Result(ok: "()", err: CLike("FlashError")),
        ),
        "read": (
            doc: "Reads into a lease and returns the number of bytes",
            args: { "address": "u32" },
            leases: {
                "data": (type: "[u8]", write: true),
            },
            reply: Result(ok: "u32", err: CLike("FlashError")),
            idempotent: true,
        ),
    },
)
`,
    rust: `#[derive(Copy, Clone, FromPrimitive, IdolError)]
#[repr(u32)]
pub enum FlashError {
    BadAddress = 1,
    Timeout = 2,
    #[idol(server_death)]
    ServerRestarted = 3,
}
`,
  },
  {
    name: 'One layout in memory: Arm against RISC-V',
    idol: `// Choose another machine above: the enum takes one byte on Arm and four on RISC-V.
Interface(
    name: "Valve",
    ops: {
        "report": (
            doc: "Writes the state of the valve into a lease",
            leases: {
                "out": (type: "Report", write: true),
            },
            reply: Simple("()"),
            idempotent: true,
        ),
    },
)
`,
    rust: `#[derive(Copy, Clone, IntoBytes, Immutable)]
#[repr(C)]
pub struct Report {
    pub position: Position,
    pub pressure: u16,
}

#[derive(Copy, Clone)]
#[repr(C)]
pub enum Position {
    Closed,
    Half,
    Open,
}
`,
  },
  {
    name: 'A message contract: two sides that are built apart',
    idol: `{
  "description": "Commands of a station to its modem, and the answers.",
  "directions": {
    "command": {
      "type": "Command", "encoding": "hubpack", "from": "station", "to": "modem",
      "limit": 32, "before": [{ "name": "header", "type": "Header" }]
    },
    "answer": {
      "type": "Answer", "encoding": "hubpack", "from": "modem", "to": "station"
    }
  }
}
`,
    rust: `#[derive(Serialize, Deserialize, SerializedSize)]
pub struct Header {
    pub version: u8,
    pub sequence: u16,
}

#[derive(Serialize, Deserialize, SerializedSize)]
pub enum Command {
    Ping,
    SetChannel { channel: u8 },
    Send { length: u16 },
}

#[derive(Serialize, Deserialize, SerializedSize)]
pub enum Answer {
    Done,
    Busy { milliseconds: u32 },
}
`,
  },
  {
    name: 'Mistakes: what findings look like',
    idol: `Interface(
    name: "Heater",
    ops: {
        "set": (
            args: { "watts": "Watts", "on": "bool" },
            reply: Simple("()"),
        ),
        "log": (
            args: { "text": "[u8; 300]" },
            reply: Result(ok: "()", err: CLike("HeaterError")),
        ),
    },
)
`,
    rust: `#[derive(FromPrimitive, IdolError)]
#[repr(u32)]
pub enum HeaterError {
    Fine = 0,
    TooHot = 1,
}
`,
  },
];
