import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Type, TypeTable } from '../../src/schema/index.ts';
import { Codec, type LayoutNode, Layouts, parseValue, type Value, valueText, X86_64 } from '../../src/wire/index.ts';
import { cargo, hasCargo } from './cargo.ts';
import { messageValues } from './message-values.ts';
import { Random } from './random.ts';
import { randomTypes } from './random-types.ts';
import { RustFile } from './rust-file.ts';

const SEED = Number(process.env.VECTORS_SEED ?? 20_260_820);
const COUNT = Number(process.env.VECTORS_COUNT ?? 600);
/** A line of the program's output. */
type Line =
  | { kind: 'layout'; type: string; size: number; align: number; offsets: Record<string, number> }
  | { kind: 'image'; type: string; json: Value; bytes: string }
  | { kind: 'hubpack'; type: string; json: Value; bytes: string | null; maxSize: number }
  | { kind: 'ssmarshal'; type: string; json: Value; bytes: string | null; size: number }
  | { kind: 'accepts'; type: string; encoding: 'Hubpack' | 'Ssmarshal'; bytes: string; length: number | null };

const random = randomTypes(COUNT, new Random(SEED));
const RANDOM_IDS = new Set(random.types.map(({ id }) => id));
const messages = messageValues(new Random(SEED));
const isMessage = ({ type }: Line) => messages.types.has(type);
const isRandom = ({ type }: Line) => RANDOM_IDS.has(type);

describe.skipIf(!hasCargo())(`what the compiler and the crates make of types (seed ${SEED})`, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-vectors-'));
  let lines: Line[] = [];

  beforeAll(() => {
    const file = join(scratch, 'random.rs');
    writeFileSync(file, random.rust);
    const ofMessages = join(scratch, 'message_values.rs');
    writeFileSync(ofMessages, messages.rust);
    const environment = { VECTORS_RANDOM: file, VECTORS_MESSAGES: ofMessages };
    const output = cargo(['run', '--quiet', '--package', 'vectors'], environment);
    lines = output.trimEnd().split('\n').map(readLine);
  });

  afterAll(() => rmSync(scratch, { recursive: true }));

  test('each rule: what this program reads out of the same Rust file is what the compiler made of it', () => {
    const rules = new RustFile(
      'tests/rust/vectors/src/rules.rs',
      readFileSync('tests/rust/vectors/src/rules.rs', 'utf8'),
    );
    const ofRules = lines.filter((line) => !isRandom(line) && !isMessage(line));
    const differences = ofRules.flatMap((line) => differencesOf(line, rules.typeOf(line.type), rules.table));
    expect(differences).toEqual([]);
    expect(ofRules.length).toBeGreaterThan(300);
  });

  test('messages: every variant has the bytes of hubpack', () => {
    const ofMessages = lines.filter(isMessage);
    const differences = ofMessages.flatMap((line) => {
      const { type, table } = messages.types.get(line.type) as Typed;
      return differencesOf(line, type, table);
    });
    expect(differences).toEqual([]);
    const isWritten = (line: Line) => line.kind === 'hubpack' && line.bytes !== null;
    expect(ofMessages.filter(isWritten).length).toBe(messages.values);
    expect(messages.values).toBeGreaterThan(300);
  });

  test('random types, read out of their Rust text: the same', () => {
    const file = new RustFile('random.rs', random.rust);
    const ofRandom = lines.filter(isRandom);
    expect(ofRandom.flatMap((line) => differencesOf(line, file.typeOf(line.type), file.table))).toEqual([]);
  });

  test('random types: sizes, offsets and bytes are the same, none left out', () => {
    const ofRandom = lines.filter(isRandom);
    expect(new Set(ofRandom.map((line) => line.type))).toEqual(RANDOM_IDS);
    const differences = ofRandom.flatMap((line) => differencesOf(line, { kind: 'named', id: line.type }, random.table));
    expect(differences).toEqual([]);
  });
});

interface Typed {
  readonly type: Type;
  readonly table: TypeTable;
}

/** How a line differs from what we say, in words; nothing when it does not. */
function differencesOf(line: Line, type: Type, table: typeof random.table): string[] {
  const layouts = new Layouts(table, X86_64);
  const codec = new Codec(table, { target: X86_64 });
  const differences: string[] = [];
  const compare = (what: string, ours: unknown, theirs: unknown) => {
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
      differences.push(
        `${line.type} (${line.kind}): ${what} is ${JSON.stringify(theirs)}, we say ${JSON.stringify(ours)}`,
      );
    }
  };
  const hexOf = (encoding: 'Zerocopy' | 'Hubpack' | 'Ssmarshal', value: Value) => {
    const encoded = codec.encode(type, value, encoding);
    return 'error' in encoded ? null : Buffer.from(encoded.bytes).toString('hex');
  };
  const roundTrip = (encoding: 'Zerocopy' | 'Hubpack' | 'Ssmarshal', hex: string) => {
    const decoded = codec.decode(type, Buffer.from(hex, 'hex'), encoding);
    if ('error' in decoded)
      return differences.push(
        `${line.type}: does not decode from ${hex}: ${decoded.error.path} ${decoded.error.message}`,
      );
    compare('the length read', decoded.length, hex.length / 2);
    compare(
      'the bytes named',
      decoded.parts.reduce((sum, part) => sum + part.length, 0),
      hex.length / 2,
    );
    return compare('the value read, written again,', hexOf(encoding, decoded.value), hex);
  };
  switch (line.kind) {
    case 'layout': {
      const layout = layouts.of(type, 'Zerocopy', '');
      compare('the size', layout.size, { min: line.size, max: line.size });
      compare('the alignment', layout.align, line.align);
      for (const [field, offset] of Object.entries(line.offsets))
        compare(`the offset of ${field}`, offsetOf(layout.root, field), offset);
      break;
    }
    case 'image':
      compare(`the image of ${valueText(line.json)}`, hexOf('Zerocopy', line.json), line.bytes);
      roundTrip('Zerocopy', line.bytes);
      break;
    case 'hubpack':
      compare('MAX_SIZE', layouts.of(type, 'Hubpack', '').size?.max, line.maxSize);
      compare('the bytes', hexOf('Hubpack', line.json), line.bytes);
      if (line.bytes !== null) {
        roundTrip('Hubpack', line.bytes);
        const { size } = layouts.of(type, 'Hubpack', '');
        compare('the least length kept', (size?.min ?? Number.NaN) <= line.bytes.length / 2, true);
      }
      break;
    case 'ssmarshal':
      compare('the buffer', layouts.buffer(type, 'Ssmarshal'), { min: line.size, max: line.size });
      compare('the bytes', hexOf('Ssmarshal', line.json), line.bytes);
      if (line.bytes !== null) {
        roundTrip('Ssmarshal', line.bytes);
        const { size } = layouts.of(type, 'Ssmarshal', '');
        const length = line.bytes.length / 2;
        compare('the range kept', (size?.min ?? Number.NaN) <= length && length <= (size?.max ?? Number.NaN), true);
      }
      break;
    case 'accepts': {
      const decoded = codec.decode(type, Buffer.from(line.bytes, 'hex'), line.encoding);
      compare(
        `the length read of ${line.bytes} in ${line.encoding}`,
        'error' in decoded ? null : decoded.length,
        line.length,
      );
    }
  }
  return differences;
}

function offsetOf(root: LayoutNode, field: string): number | null | undefined {
  return root.children.find(({ name, role }) => name === field && role !== 'padding')?.offset;
}

function readLine(text: string): Line {
  const parsed = parseValue(text);
  if ('error' in parsed) throw new Error(`${parsed.error.message}: ${text}`);
  return parsed.value as unknown as Line;
}
