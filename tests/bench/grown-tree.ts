import { filesOf } from '../../src/text/index.ts';
import type { Tree } from '../../src/tree/index.ts';

/** Operations of each interface. */
const OPERATIONS = 10;

/**
 * A tree of so many interfaces, each with an API crate and a server, of types of its own and of types that all of them share:
 * what a Hubris tree looks like, and nothing of it is the same file twice.
 */
export function grownTree(interfaces: number): Tree {
  const texts: Record<string, string> = {
    'Cargo.toml': '[workspace]\nmembers = ["drv/*", "lib/*"]\nresolver = "2"\n',
    'lib/units/Cargo.toml': manifest('units'),
    'lib/units/src/lib.rs': UNITS,
  };
  for (let index = 0; index < interfaces; index++) {
    const api = `drv/part${index}-api`;
    const server = `drv/part${index}-server`;
    texts[`idl/part${index}.idol`] = interfaceText(index);
    texts[`${api}/Cargo.toml`] = manifest(`drv-part${index}-api`, { units: '../../lib/units' });
    texts[`${api}/build.rs`] = buildScript('client', index);
    texts[`${api}/src/lib.rs`] = apiText(index);
    texts[`${server}/Cargo.toml`] = manifest(`drv-part${index}-server`, {
      [`drv-part${index}-api`]: `../part${index}-api`,
    });
    texts[`${server}/build.rs`] = buildScript('server', index);
    texts[`${server}/src/main.rs`] =
      `mod idl {\n    use drv_part${index}_api::*;\n    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));\n}\n`;
  }
  return { files: filesOf(texts), label: `${interfaces} interfaces`, prefix: '' };
}

function manifest(name: string, dependencies: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(dependencies).map(([crate, path]) => `${crate} = { path = "${path}" }`);
  return `[package]\nname = "${name}"\nversion = "0.1.0"\n\n[dependencies]\n${lines.join('\n')}\n`;
}

function buildScript(side: 'client' | 'server', index: number): string {
  const call = side === 'client' ? 'client::build_client_stub' : 'server::build_server_support';
  const style = side === 'client' ? '' : ', idol::server::ServerStyle::InOrder';
  return `fn main() {\n    idol::${call}("../../idl/part${index}.idol", "${side}_stub.rs"${style}).unwrap();\n}\n`;
}

function interfaceText(index: number): string {
  const operations = Array.from({ length: OPERATIONS }, (_, number) => {
    const isHubpack = number % 2 === 0;
    return `        "op${number}": (
            doc: "Operation ${number} of part ${index}.",
            args: { "mode": "Mode${isHubpack ? '' : 'Raw'}", "limit": "Limit${isHubpack ? '<u16>' : 'Raw'}", "time": "units::Time" },
            leases: { "data": (type: "[Sample]", read: true, max_len: Some(64)) },
            reply: Result(ok: "${isHubpack ? 'State' : 'Sample'}", err: CLike("PartError")),
            ${isHubpack ? 'encoding: Hubpack,' : ''}
        ),`;
  });
  return `// Part ${index}.\nInterface(\n    name: "Part${index}",\n    ops: {\n${operations.join('\n')}\n    },\n)\n`;
}

function apiText(index: number): string {
  return `//! Part ${index}.
use units::*;

pub const CHANNELS: usize = 1 + ${index} % 4;

#[derive(Copy, Clone, Serialize, Deserialize, SerializedSize)]
pub enum Mode { Off, Manual { speed: Speed }, Follow(Limit<u16>, Option<Time>) }

#[derive(Copy, Clone, IntoBytes, FromBytes, Immutable, KnownLayout)]
#[repr(transparent)]
pub struct ModeRaw(pub u32);

#[derive(Copy, Clone, IntoBytes, FromBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct LimitRaw { pub low: u32, pub high: u32 }

#[derive(Copy, Clone, Serialize, Deserialize, SerializedSize)]
pub struct Limit<T> { pub low: T, pub high: T }

#[derive(Copy, Clone, Serialize, Deserialize, SerializedSize)]
pub struct State { pub mode: Mode, pub speeds: [Speed; CHANNELS], pub fault: Result<(), Fault> }

#[derive(Copy, Clone, IntoBytes, FromBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Sample { pub time: Time, pub values: [u16; 4] }

#[derive(Copy, Clone, FromPrimitive, IdolError)]
#[repr(u32)]
pub enum PartError {
    Busy = 1,
    Broken,
    #[idol(server_death)]
    ServerRestarted,
}

include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
`;
}

const UNITS = `#[derive(Copy, Clone, Serialize, Deserialize, SerializedSize, IntoBytes, FromBytes, Immutable, KnownLayout)]
#[repr(transparent)]
pub struct Time(pub u64);

#[derive(Copy, Clone, Serialize, Deserialize, SerializedSize)]
pub struct Speed(pub u16);

#[derive(Copy, Clone, Serialize, Deserialize, SerializedSize)]
pub enum Fault { Stuck, Hot(u16), Unknown { code: u32 } }
`;
