import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { type CompiledType, type Firmware, FirmwareTypes, readFirmware } from '../../src/firmware/index.ts';
import { parseInterface } from '../../src/idol/index.ts';
import { errorCodes, type InterfaceSchema } from '../../src/schema/index.ts';
import { Source } from '../../src/text/index.ts';
import { layOut, type Target } from '../../src/wire/index.ts';
import { hasCargo } from '../rust/cargo.ts';
import { compileFirmware, statics } from './compile.ts';
import { HEATER_COMMIT, HEATER_IDOL, HEATER_IMAGE_ID, heaterArchive, heaterElf, LAMP_IDOL } from './heater.ts';
import { archiveOf, dumpOf } from './zip.ts';

function firmwareOf(bytes: Uint8Array, name = 'some.zip'): Firmware {
  const read = readFirmware(bytes, name);
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}

function schemaIn(firmware: Firmware, taskName: string, name: string): { schema: InterfaceSchema; target: Target } {
  const task = firmware.tasks.find((each) => each.name === taskName);
  const text = task?.interfaces.find((each) => each.includes(`"${name}"`));
  const read = parseInterface(new Source('idl/some.idol', text ?? '')).value;
  if (!task || !read) throw new Error(`no ${name} in ${taskName}`);
  const types = new FirmwareTypes(firmware, 'derived');
  return { schema: types.schemaOf(read, [task]), target: types.target };
}

describe('files by hand', () => {
  const files = { 'app.toml': 'name = "hut"\n[tasks.b]\nname = "b-crate"\n[tasks.a]\n', 'elf/kernel': 'x' };

  test('an archive without sound ELF files still has what its manifest says', () => {
    const firmware = firmwareOf(archiveOf({ ...files, 'git-rev': '0123456789abcdef' }));
    expect(firmware.tasks.map(({ name, index, crate }) => [name, index, crate])).toEqual([
      ['b', 0, 'b-crate'],
      ['a', 1, undefined],
    ]);
    expect(firmware.revision).toEqual({ commit: '0123456789abcdef', isDirty: false });
    expect(firmware.archiveVersion).toBe(10);
    expect(firmware.problems).toEqual([
      '`elf/kernel`: it is not an ELF file',
      'task `b`: the archive has no ELF file of it',
      'task `a`: the archive has no ELF file of it',
    ]);
  });

  test('a file that is packed with bzip2 is unpacked, and no further than its zip says', () => {
    // `printf` of a sentence 40 times and 513 letters, packed by bzip2.
    const packed = Buffer.from(
      'QlpoOTFBWSZTWdq7LUoAAMiTgMgBBAAv4d2gAAgwANgFGjIGjTI0KNGQNGmRoFKqeRJo9NR6GUwJwJ4E4E2E5E8iaCexNtxNtqjN0xg7idnYT0Jw' +
        'KtxNxPwTkToT7E5E8CexO4mgmomonImROROhNwmRNRMCfQmRMCeRP0TIm4mgmAmBMv8XckU4UJDauy1K',
      'base64',
    );
    const text = `${'The heater of the west wing reports every second. '.repeat(40)}${'a'.repeat(61 * 9)}`;
    const withManifest = (size: number) => bzipped(archiveOf({ ...files, 'app.toml': packed }), packed.length, size);
    expect(firmwareOf(withManifest(text.length)).manifest).toBe(text);
    expect(firmwareOf(withManifest(2000)).problems[0]).toBe(
      '`app.toml`: it unpacks to more than the 2000 bytes that it states',
    );
  });

  test.each([
    ['nothing', new Uint8Array(), 'it is neither a build archive (a zip) nor an ELF file'],
    ['a text', new TextEncoder().encode('Interface('), 'it is neither a build archive (a zip) nor an ELF file'],
    ['another zip', archiveOf({ 'a.txt': 'a' }, ''), /^it is a zip, but no Hubris build archive/],
    ['half a zip', archiveOf(files).subarray(0, 100), 'it is no complete zip: the directory at its end is missing'],
    ['half an ELF file', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1, 0]), 'it ends early'],
    ['a big-endian ELF file', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 1, 2, 1, 0]), /big-endian/],
  ])('%s has a reason', (_, bytes, reason) => {
    const read = readFirmware(bytes, 'some');
    expect(read.ok ? '' : read.problem).toMatch(reason);
  });
});

describe.runIf(hasCargo())('firmware that is compiled', () => {
  const arm = heaterArchive();

  test('an archive says which image it is', () => {
    const { tasks, manifest, ...facts } = firmwareOf(arm);
    expect(facts).toEqual({
      kind: 'archive',
      archiveVersion: 10,
      name: 'hut',
      imageName: 'default',
      board: 'hut-1',
      chip: '../../chips/stm32h7',
      target: 'thumbv7em-none-eabihf',
      revision: { commit: HEATER_COMMIT, isDirty: true },
      imageId: HEATER_IMAGE_ID,
      problems: [],
    });
    expect(tasks.map(({ name, index, crate }) => `${index} ${name} ${crate}`)).toEqual([
      '0 supervisor task-supervisor',
      '1 heater heater-server',
      '2 idle task-idle',
    ]);
    expect(tasks[1]).toMatchObject({ features: ['two-coils'], notifications: ['overheat'], machine: 'arm' });
  });

  test('a dump has its archive in a note', () => {
    expect(firmwareOf(dumpOf(arm))).toMatchObject({ kind: 'dump', imageId: HEATER_IMAGE_ID });
  });

  test('several interfaces of a task are told apart', () => {
    const texts = firmwareOf(arm).tasks[1]?.interfaces;
    expect(new Set(texts)).toEqual(new Set([HEATER_IDOL, LAMP_IDOL]));
  });

  test('a single ELF file is a task', () => {
    const firmware = firmwareOf(heaterElf(), 'heater');
    expect(firmware).toMatchObject({ kind: 'elf', name: 'heater' });
    expect(schemaIn(firmware, 'heater', 'Heater').schema.operations).toHaveLength(4);
  });

  test.each([
    ['thumbv7em-none-eabihf', 4],
    ['thumbv7em-none-eabihf', 5],
    ['riscv32imac-unknown-none-elf', 4],
    ['riscv32imac-unknown-none-elf', 5],
  ] as const)('types compiled for %s and described in DWARF %d resolve', (target, dwarf) => {
    const read = schemaIn(firmwareOf(heaterElf({ target, dwarf }), 'heater'), 'heater', 'Heater');
    const { schema } = read;
    const sizes = layOut(schema, read.target).operations.map(({ message, reply, leases }) => [
      message.size?.max,
      reply.size?.max,
      ...leases.map(({ size }) => size?.max),
    ]);
    expect(sizes).toEqual([
      [6, 0],
      [0, 16],
      [1, 4, 16],
      [7, 7],
    ]);
    const reply = schema.operations[0]?.reply;
    const codes =
      reply?.kind === 'Result' && reply.error.kind === 'CLike' ? errorCodes(reply.error.type, schema.types) : undefined;
    expect(codes?.map(({ name, code }) => `${name} ${code}`)).toEqual(['TooHot 1', 'NoSensor 7', 'ServerRestarted 8']);
    expect(schema.types['heater_api::Limit']).toMatchObject({ repr: { layout: 'C', packed: 1 } });
    expect(schema.types['heater_api::Wanted']).toMatchObject({
      kind: 'enum',
      variants: [
        { name: 'Nothing' },
        { name: 'Degrees' },
        { name: 'Range', fields: [{ name: 'low' }, { name: 'high' }] },
      ],
    });
  });

  const KINDS = `
    pub struct Ordered { a: u8, b: u32, c: u16 }
    #[repr(i8)] pub enum Signed { Low = 0xfd_u8 as i8, High = 4 }
    #[repr(C)] pub enum Short { A, B = 200 }
    pub enum Single { Only }
    pub enum Maybe { No, Yes(Single2) }
    #[repr(u8)] pub enum Single2 { A = 1, B = 2 }
    pub struct Wide(u64, u16);
    #[repr(C)] pub union Either { word: u32, bytes: [u8; 6] }
    pub struct Tuple((u8, u16), [[u8; 3]; 2]);
  `;
  const VALUES = {
    Ordered: 'Ordered { a: 1, b: 2, c: 3 }',
    Signed: 'Signed::Low',
    Short: 'Short::B',
    Single: 'Single::Only',
    Maybe: 'Maybe::Yes(Single2::A)',
    Wide: 'Wide(1, 2)',
    Either: 'Either { word: 1 }',
    Tuple: 'Tuple((1, 2), [[1, 2, 3], [4, 5, 6]])',
  };

  test('every kind of type has the size and the values that the compiler gave it', () => {
    const elf = compileFirmware({ kinds: `${KINDS}${statics(VALUES)}` });
    const types = firmwareOf(elf, 'kinds').tasks[0]?.types();
    const shown = Object.keys(VALUES).map((name) => `${name}: ${types?.named(name).map(describeType).join(' | ')}`);
    expect(shown).toEqual([
      'Ordered: struct of 8 bytes, a at 6, b at 0, c at 4',
      'Signed: enum of 1 byte, Low = -3, High = 4',
      'Short: enum of 1 byte, A = 0, B = 200',
      'Single: tagged of 0 bytes, Only',
      'Maybe: tagged of 1 byte, No = 0, Yes, which has 0 at 0',
      'Wide: struct of 16 bytes, 0 at 0, 1 at 8',
      'Either: union of 8 bytes, word at 0, bytes at 0',
      'Tuple: struct of 10 bytes, 0 at 0, 1 at 4',
    ]);
  });
});

function describeType(type: CompiledType): string {
  if (!('path' in type)) return type.kind;
  const parts =
    type.kind === 'enum'
      ? type.variants.map(({ name, value }) => `${name} = ${value}`)
      : type.kind === 'tagged'
        ? type.variants.map(
            ({ name, value, members }) =>
              `${name}${value === undefined ? '' : ` = ${value}`}${members.map((each) => `, which has ${each.name} at ${each.offset}`).join('')}`,
          )
        : type.members.map(({ name, offset }) => `${name} at ${offset}`);
  return [`${type.kind} of ${type.size} ${type.size === 1 ? 'byte' : 'bytes'}`, ...parts].join(', ');
}

/** Says of the entry `app.toml` of a zip, which holds bzip2, that it does, and how large it is when unpacked. */
function bzipped(zip: Uint8Array, packedLength: number, size: number): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const name = new TextEncoder().encode('app.toml');
  for (let at = 0; at + 46 < zip.length; at++) {
    const isEntry =
      view.getUint32(at, true) === 0x02014b50 && name.every((byte, index) => zip[at + 46 + index] === byte);
    if (!isEntry) continue;
    // `fflate` deflated what it could; random bytes it stores in a block with five bytes before them.
    const offset = view.getUint32(at + 42, true);
    const start = offset + 30 + name.length;
    view.setUint16(at + 10, 12, true);
    view.setUint32(at + 24, size, true);
    const stored = zip.subarray(start).findIndex((byte, index) => byte === 0x42 && zip[start + index + 1] === 0x5a);
    zip.copyWithin(start, start + stored, start + stored + packedLength);
    view.setUint32(at + 20, packedLength, true);
  }
  return zip;
}
