import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { FirmwareTypes, readFirmware } from '../../src/firmware/index.ts';
import { parseInterface } from '../../src/idol/index.ts';
import { Source } from '../../src/text/index.ts';
import { layOut } from '../../src/wire/index.ts';
import { hasCargo } from '../rust/cargo.ts';
import { heaterArchive, heaterElf } from './heater.ts';
import { archiveOf, dumpOf } from './zip.ts';

/** `FUZZ=100000 npx vitest run tests/firmware/hostile.test.ts` for a long run. */
const ROUNDS = Number(process.env.FUZZ ?? 3000);
const MEGABYTE = 1024 * 1024;

/** Everything that a command would ask of a file. */
function readAll(bytes: Uint8Array): void {
  const read = readFirmware(bytes, 'some');
  if (!read.ok) {
    expect(read.problem).not.toBe('');
    return;
  }
  const types = new FirmwareTypes(read.value, 'unknown');
  for (const task of read.value.tasks) {
    for (const text of task.interfaces) {
      const { value } = parseInterface(new Source('idl/some.idol', text));
      if (value) layOut(types.schemaOf(value, [task]), types.target);
    }
  }
}

/** Always the same numbers, so that a failure can be found again. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const ODD_BYTES = [0, 1, 0x7f, 0x80, 0xff];

function mutated(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const copy = bytes.slice();
  for (let change = random(8); change >= 0; change--) {
    const at = random(copy.length);
    switch (random(4)) {
      case 0:
        copy[at] = random(256);
        break;
      case 1:
        copy[at] = ODD_BYTES[random(ODD_BYTES.length)] as number;
        break;
      case 2:
        copy.fill(ODD_BYTES[random(ODD_BYTES.length)] as number, at, at + random(16));
        break;
      case 3:
        copy.copyWithin(at, random(copy.length), random(copy.length));
        break;
    }
  }
  return random(10) === 0 ? copy.subarray(0, random(copy.length)) : copy;
}

describe.runIf(hasCargo())('damaged firmware', () => {
  const archive = heaterArchive();
  const sources = [archive, dumpOf(archive), heaterElf(), heaterElf({ dwarf: 5 })];

  test(`${ROUNDS} mutations neither throw nor take more than 500 MB`, () => {
    const random = randomNumbers(16);
    const before = process.memoryUsage().rss;
    let most = 0;
    for (let round = 0; round < ROUNDS; round++) {
      readAll(mutated(sources[round % sources.length] as Uint8Array, random));
      if (round % 500 === 0) most = Math.max(most, process.memoryUsage().rss - before);
    }
    expect(most).toBeLessThan(500 * MEGABYTE);
  });

  test('an ELF file that is cut off anywhere has a reason or what is left of it', () => {
    const elf = sources[2] as Uint8Array;
    for (let length = 0; length < elf.length; length += 7) readAll(elf.subarray(0, length));
  });
});

/** An ELF file of these sections, for 32 bits. */
function elfOf(sections: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const names = ['', ...Object.keys(sections), '.names'];
  const nameBytes = new TextEncoder().encode(`${names.join('\0')}\0`);
  const contents = [new Uint8Array(), ...Object.values(sections), nameBytes];
  const size = contents.reduce((sum, { length }) => sum + length, 52);
  const file = new Uint8Array(size + 40 * names.length);
  const view = new DataView(file.buffer);
  file.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  view.setUint16(16, 2, true);
  view.setUint16(18, 40, true);
  view.setUint32(32, size, true);
  view.setUint16(46, 40, true);
  view.setUint16(48, names.length, true);
  view.setUint16(50, names.length - 1, true);
  let at = 52;
  let nameAt = 0;
  contents.forEach((content, index) => {
    file.set(content, at);
    const header = size + 40 * index;
    view.setUint32(header, nameAt, true);
    view.setUint32(header + 4, 1, true);
    view.setUint32(header + 16, at, true);
    view.setUint32(header + 20, content.length, true);
    at += content.length;
    nameAt += (names[index] as string).length + 1;
  });
  return file;
}

/** A unit of DWARF 4 around some entries, with its abbreviations at 0. */
function unitOf(entries: Uint8Array): Uint8Array {
  const unit = new Uint8Array(11 + entries.length);
  const view = new DataView(unit.buffer);
  view.setUint32(0, 7 + entries.length, true);
  view.setUint16(4, 4, true);
  unit[10] = 4;
  unit.set(entries, 11);
  return unit;
}

/** Kind 1: a unit with children. Kind 2: a structure with a name in `.debug_str`, of one byte, with children. Kind 3: an array of the first. */
const ABBREVIATIONS = Uint8Array.from(
  [[1, 0x11, 1, 0, 0], [2, 0x13, 1, 0x03, 0x0e, 0x0b, 0x0b, 0, 0], [3, 0x01, 0, 0x49, 0x13, 0, 0], [0]].flat(),
);

function taskWith(sections: Readonly<Record<string, Uint8Array>>) {
  const read = readFirmware(elfOf(sections), 'some');
  if (!read.ok) throw new Error(read.problem);
  const types = read.value.tasks[0]?.types();
  return { types, problems: read.value.problems };
}

describe('hostile debug information', () => {
  test('structures that nest without end', () => {
    const info = unitOf(new Uint8Array(1_000_000).fill(1));
    const { problems } = taskWith({ '.debug_info': info, '.debug_abbrev': ABBREVIATIONS });
    expect(problems).toEqual(['unit at 0x0: its entries nest too deeply']);
  });

  test('millions of entries', () => {
    const entry = [2, 0, 0, 0, 0, 1, 0];
    const entries = new Uint8Array(2 + 1_500_000 * entry.length);
    entries[0] = 1;
    for (let at = 1; at + entry.length < entries.length; at += entry.length) entries.set(entry, at);
    const { problems } = taskWith({ '.debug_info': unitOf(entries), '.debug_abbrev': ABBREVIATIONS });
    expect(problems).toEqual(['unit at 0x0: it has more debug entries than a build makes']);
  });

  test('thousands of names that share one text', () => {
    const entries = new Uint8Array(1 + 16_000 * 7 + 1);
    entries[0] = 1;
    const view = new DataView(entries.buffer);
    for (let index = 0; index < 16_000; index++) {
      entries[1 + 7 * index] = 2;
      view.setUint32(2 + 7 * index, index, true);
    }
    const text = new Uint8Array(16_000).fill(0x61);
    text[text.length - 1] = 0;
    const { problems } = taskWith({
      '.debug_info': unitOf(entries),
      '.debug_abbrev': ABBREVIATIONS,
      '.debug_str': text,
    });
    expect(problems).toEqual(['unit at 0x0: its names are longer than those of a build']);
  });

  test('tables of abbreviations that each unit reads anew', () => {
    const table = new Uint8Array(3_000_000);
    for (let at = 0; at + 4 < table.length; at += 5) table.set([1, 0x13, 0, 0, 0], at);
    const units = Array.from({ length: 100 }, (_, index) => {
      const unit = unitOf(Uint8Array.of(1));
      new DataView(unit.buffer).setUint32(6, index * 5, true);
      return [...unit];
    });
    const { problems } = taskWith({ '.debug_info': Uint8Array.from(units.flat()), '.debug_abbrev': table });
    expect(problems.at(-1)).toMatch(/it describes more kinds of debug entries than a build makes/);
  });

  test('an array of itself', () => {
    const entries = Uint8Array.from([1, 3, 12, 0, 0, 0, 0]);
    const { types } = taskWith({ '.debug_info': unitOf(entries), '.debug_abbrev': ABBREVIATIONS });
    expect(types?.at(12)).toEqual({ kind: 'array', element: 12, count: 1 });
    expect(types?.sizeOf(12)).toBeUndefined();
  });

  test('a zip that states sizes beyond every file', () => {
    const archive = archiveOf({ 'app.toml': 'a'.repeat(1000), 'elf/kernel': 'x' });
    const view = new DataView(archive.buffer);
    for (let at = 0; at + 46 < archive.length; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0xffff_fff0, true);
    }
    const read = readFirmware(archive, 'some');
    expect(read.ok && read.value.problems).toEqual([
      '`app.toml`: it unpacks to more than 128 MB',
      '`elf/kernel`: it unpacks to more than 128 MB',
    ]);
  });
});
