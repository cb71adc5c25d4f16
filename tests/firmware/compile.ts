import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../rust/cargo.ts';

export type FirmwareTarget = 'thumbv7em-none-eabihf' | 'riscv32imac-unknown-none-elf';

export interface CompileOptions {
  readonly target?: FirmwareTarget;
  readonly dwarf?: 4 | 5;
}

/**
 * The little of a standard library that constants need: none can be installed for these targets, but the compiler lays types out and
 * describes them without one.
 */
const PRELUDE = `#![feature(no_core, lang_items, auto_traits)]
#![no_core]
#![allow(internal_features)]
#[lang = "pointee_sized"] pub trait PointeeSized {}
#[lang = "meta_sized"] pub trait MetaSized: PointeeSized {}
#[lang = "sized"] pub trait Sized: MetaSized {}
#[lang = "sync"] pub unsafe auto trait Sync {}
#[lang = "freeze"] pub unsafe auto trait Freeze {}
#[lang = "copy"] pub trait Copy {}
impl Copy for bool {}
impl Copy for u8 {}
impl Copy for u16 {}
impl Copy for u32 {}
impl Copy for u64 {}
impl<T: Copy, const N: usize> Copy for [T; N] {}
#[lang = "drop_in_place"] fn drop_in_place<T: PointeeSized>(_: *mut T) {}
`;

const HEADER = '#![feature(no_core)]\n#![no_core]\n#![allow(dead_code, internal_features)]\nextern crate prelude;\n';

/**
 * Compiles crates for a microcontroller and links the last one, which is given as an ELF file with debug information.
 * Each crate sees those before it. Attributes that need a library (\`derive\`, \`serde\` …) are removed first, so that the text may be that of a
 * tree's crate.
 */
export function compileFirmware(
  crates: Readonly<Record<string, string>>,
  { target = 'thumbv7em-none-eabihf', dwarf = 4 }: CompileOptions = {},
): Uint8Array<ArrayBuffer> {
  const folder = mkdtempSync(join(tmpdir(), 'firmware-'));
  try {
    const rustc = (name: string, text: string, kind: 'rlib' | 'bin', libraries: readonly string[]) => {
      const source = join(folder, `${name}.rs`);
      writeFileSync(source, text);
      const externs = libraries.flatMap((library) => ['--extern', `${library}=${join(folder, `lib${library}.rlib`)}`]);
      const output = join(folder, kind === 'rlib' ? `lib${name}.rlib` : `${name}.elf`);
      const options = ['--edition', '2021', '--target', target, '-C', 'debuginfo=2', '-C', 'panic=abort'];
      run(
        'rustc',
        [
          '--crate-name',
          name,
          '--crate-type',
          kind,
          ...options,
          '-C',
          `dwarf-version=${dwarf}`,
          '-L',
          folder,
          ...externs,
          source,
          '-o',
          output,
        ],
        folder,
        { RUSTC_BOOTSTRAP: '1' },
      );
      return output;
    };
    rustc('prelude', PRELUDE, 'rlib', []);
    const names = Object.keys(crates);
    const outputs = names.map((name, index) => {
      const isLast = index === names.length - 1;
      const text = `${isLast ? '#![no_main]\n' : ''}${HEADER}${withoutLibraries(crates[name] as string)}${isLast ? ENTRY : ''}`;
      return rustc(name, text, isLast ? 'bin' : 'rlib', ['prelude', ...names.slice(0, index)]);
    });
    return new Uint8Array(readFileSync(outputs.at(-1) as string));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const ENTRY = '\n#[no_mangle] pub extern "C" fn _start() {}\n';

function withoutLibraries(text: string): string {
  return text
    .replace(/^#!\[no_std\]$/gm, '')
    .replace(/^\s*#\[(?:derive|serde|idol)\((?:[^()]|\([^()]*\))*\)\]\n/gm, '')
    .replace(/^use (?:serde|zerocopy|hubpack|userlib|derive_idol_err)\b.*;\n/gm, '');
}

/** Rust that makes the compiler describe some types: a static of each, given by a constant expression. */
export function statics(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([type, value], index) => `#[no_mangle] pub static VALUE_${index}: ${type} = ${value};\n`)
    .join('');
}

/** The text of an interface file as a server's stub puts it into its link section. */
export function idolSection(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return `#[used] #[link_section = ".idolatry"] static IDOL_${bytes.length}: [u8; ${bytes.length}] = [${bytes.join(', ')}];\n`;
}
