import { type CompileOptions, compileFirmware, idolSection, statics } from './compile.ts';
import { archiveOf } from './zip.ts';

/** A small tree of our own, and the firmware that a build of it makes. */
export const HEATER_IDOL = `// Heats a room.
Interface(
    name: "Heater",
    ops: {
        "set_mode": (
            args: { "mode": (type: "Mode", recv: FromPrimitive("u8")), "limit": "Limit" },
            reply: Result(ok: "()", err: CLike("HeaterError")),
        ),
        "read": (
            reply: Result(ok: "Reading", err: CLike("HeaterError")),
            idempotent: true,
        ),
        "history": (
            args: { "newest": "bool" },
            leases: { "into": (type: "[Reading]", write: true, max_len: Some(8)) },
            reply: Result(ok: "u32", err: ServerDeath),
        ),
        "describe": (
            args: { "wanted": "Wanted" },
            reply: Result(ok: "Wanted", err: Complex("Trouble")),
            encoding: Hubpack,
        ),
    },
)
`;

/** An older form of a section: no comment, no line ends. */
export const LAMP_IDOL = '(name:"Lamp",ops:{"on":(reply:Simple("()"),idempotent:true)})';

export const HEATER_API = `#![no_std]
#[derive(Copy, Clone, Debug, Eq, PartialEq, FromPrimitive)]
#[repr(u8)]
pub enum Mode { Off = 0, Low = 3, High = 250 }

#[derive(Copy, Clone, FromBytes, IntoBytes, KnownLayout, Immutable)]
#[repr(C, packed)]
pub struct Limit { pub kind: u8, pub degrees: i32 }

#[derive(Copy, Clone, FromBytes, IntoBytes, KnownLayout, Immutable)]
#[repr(C)]
pub struct Reading { pub at: u64, pub degrees: [u16; 3], pub spare: u16 }

#[derive(Copy, Clone, Serialize, Deserialize, SerializedSize)]
pub enum Wanted { Nothing, Degrees(u16), Range { low: u16, high: u32 } }

#[derive(Copy, Clone, Serialize, Deserialize, SerializedSize)]
pub enum Trouble { NoMains, Burnt(Mode) }

#[derive(Copy, Clone, Debug, FromPrimitive, IdolError)]
#[repr(u32)]
pub enum HeaterError {
    TooHot = 1,
    NoSensor = 7,
    #[idol(server_death)]
    ServerRestarted,
}
`;

const SERVER = `
pub mod idl {
    #[repr(u8)]
    pub enum HeaterOperation { set_mode = 1, read = 2, history = 3, describe = 4 }
    #[repr(C, packed)]
    pub struct Heater_set_mode_ARGS { pub raw_mode: u8, pub limit: heater_api::Limit }
    #[repr(C, packed)]
    pub struct Heater_read_REPLY { pub value: heater_api::Reading }
    #[repr(C, packed)]
    pub struct Heater_history_ARGS { pub raw_newest: u8 }
}
use idl::*;
`;

const SERVER_VALUES = {
  HeaterOperation: 'HeaterOperation::read',
  Heater_set_mode_ARGS: 'Heater_set_mode_ARGS { raw_mode: 3, limit: heater_api::Limit { kind: 1, degrees: 2 } }',
  Heater_read_REPLY: 'Heater_read_REPLY { value: heater_api::Reading { at: 1, degrees: [1, 2, 3], spare: 0 } }',
  Heater_history_ARGS: 'Heater_history_ARGS { raw_newest: 1 }',
  'heater_api::Mode': 'heater_api::Mode::Low',
  'heater_api::Wanted': 'heater_api::Wanted::Degrees(1)',
  'heater_api::Trouble': 'heater_api::Trouble::NoMains',
  'heater_api::HeaterError': 'heater_api::HeaterError::NoSensor',
};

export const HEATER_MANIFEST = `name = "hut"
target = "thumbv7em-none-eabihf"
board = "hut-1"
chip = "../../chips/stm32h7"

[kernel]
name = "hut"

[tasks.supervisor]
name = "task-supervisor"

[tasks.heater]
name = "heater-server"
features = ["two-coils"]
notifications = ["overheat"]

[tasks.idle]
name = "task-idle"
`;

export const HEATER_IMAGE_ID = '0102030405060708';
export const HEATER_COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** The task that serves Heater and Lamp. */
export function heaterElf(
  options: CompileOptions & { readonly api?: string; readonly idol?: string } = {},
): Uint8Array {
  const { api = HEATER_API, idol = HEATER_IDOL } = options;
  const server = `${SERVER}${statics(SERVER_VALUES)}${idolSection(idol)}${idolSection(LAMP_IDOL)}`;
  return compileFirmware({ heater_api: api, heater_server: server }, options);
}

function kernelElf(options: CompileOptions): Uint8Array {
  return compileFirmware(
    { kernel: `#[used] #[no_mangle] pub static HUBRIS_IMAGE_ID: u64 = 0x${HEATER_IMAGE_ID};` },
    options,
  );
}

/** Its build archive. */
export function heaterArchive(
  options: CompileOptions & { readonly api?: string; readonly idol?: string } = {},
): Uint8Array {
  return archiveOf({
    'README.TXT': 'An archive.',
    'git-rev': `${HEATER_COMMIT}-dirty`,
    'image-name': 'default',
    'app.toml': HEATER_MANIFEST,
    'elf/kernel': kernelElf(options),
    'elf/task/supervisor': compileFirmware({ supervisor: '' }, options),
    'elf/task/heater': heaterElf(options),
    'elf/task/idle': compileFirmware({ idle: '' }, options),
  });
}

/** The tree that the firmware is built from, as files. */
export function heaterTree(changes: { readonly api?: string; readonly idol?: string } = {}): Record<string, string> {
  const { api = HEATER_API, idol = HEATER_IDOL } = changes;
  return {
    'Cargo.toml': '[workspace]\nmembers = ["heater-api", "heater-server"]\n',
    'idl/heater.idol': idol,
    'idl/lamp.idol': LAMP_IDOL,
    'heater-api/Cargo.toml': '[package]\nname = "heater-api"\nversion = "0.1.0"\n',
    'heater-api/build.rs':
      'fn main() {\n    idol::client::build_client_stub("../idl/heater.idol", "client_stub.rs").unwrap();\n}\n',
    'heater-api/src/lib.rs': `${api}include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));\n`,
    'heater-server/Cargo.toml':
      '[package]\nname = "heater-server"\nversion = "0.1.0"\n[dependencies]\nheater-api = { path = "../heater-api" }\n',
    'heater-server/build.rs': `fn main() {
    idol::server::build_server_support("../idl/heater.idol", "server_stub.rs", idol::server::ServerStyle::InOrder).unwrap();
    idol::server::build_server_support("../idl/lamp.idol", "lamp_stub.rs", idol::server::ServerStyle::InOrder).unwrap();
}
`,
    'heater-server/src/main.rs':
      'mod idl {\n    use heater_api::*;\n    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));\n    include!(concat!(env!("OUT_DIR"), "/lamp_stub.rs"));\n}\n',
    'app/hut/app.toml': HEATER_MANIFEST,
  };
}
