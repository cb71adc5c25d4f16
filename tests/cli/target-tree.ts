import { scratchFolder, write } from '../tree/scratch.ts';

export const ARM = 'thumbv7em-none-eabihf';
export const RISCV = 'riscv32imc-unknown-none-elf';

const IDOL = `Interface(name: "Fan", ops: {
  "state": (reply: Simple("State"), idempotent: true),
  "speed": (reply: Simple("u32"), idempotent: true),
})`;
export const API = `
  #[repr(C)] pub enum Mode { Off, On }
  #[repr(C)] pub struct State { pub level: u8, pub mode: Mode }
  include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));`;

/** A tree whose images build one server, each for its target. */
export function treeOf(targets: Readonly<Record<string, string>>, files: Record<string, string> = {}): string {
  const manifest = (name: string) => `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n`;
  const folder = scratchFolder();
  write(folder, {
    'Cargo.toml': '[workspace]\nmembers = ["drv/*"]\nresolver = "2"\n',
    'idl/fan.idol': IDOL,
    'drv/api/Cargo.toml': manifest('fan-api'),
    'drv/api/src/lib.rs': API,
    'drv/api/build.rs':
      'fn main() { idol::client::build_client_stub("../../idl/fan.idol", "client_stub.rs").unwrap(); }',
    'drv/server/Cargo.toml': `${manifest('fan-server')}[dependencies]\nfan-api = { path = "../api" }\n`,
    'drv/server/src/main.rs': 'fn main() {}',
    'drv/server/build.rs':
      'fn main() { idol::server::build_server_support("../../idl/fan.idol", "server_stub.rs", idol::server::ServerStyle::InOrder).unwrap(); }',
    ...Object.fromEntries(
      Object.entries(targets).map(([name, target]) => [
        `app/${name}.toml`,
        `name = "${name}"\ntarget = "${target}"\nboard = "${name}"\nchip = "x"\n[kernel]\nname = "k"\n[tasks.fan]\nname = "fan-server"\n`,
      ]),
    ),
    ...files,
  });
  return folder;
}
