import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { strToU8, zipSync } from 'fflate';
import { packTar } from 'modern-tar';
import { afterAll, expect, test } from 'vitest';
import { compareTrees } from '../../src/compare/index.ts';
import { checkInterface, formatInterface, parseInterface } from '../../src/idol/index.ts';
import { openLock } from '../../src/registry/breaking/lock.ts';
import { ObjectSchema, RegistryDocumentSchema, readConfig, readWaivers } from '../../src/registry/index.ts';
import { parseDocument } from '../../src/registry/published/open.ts';
import type { Type } from '../../src/schema/index.ts';
import { type Diagnostic, formatDiagnostic, Source } from '../../src/text/index.ts';
import { openArchive, parseToml } from '../../src/tree/index.ts';
import { ARM, Codec, Layouts, layOut, parseValue, X86_64 } from '../../src/wire/index.ts';
import { capture } from '../cli/capture.ts';
import { Random } from '../rust/random.ts';
import { randomTypes } from '../rust/random-types.ts';
import { resolveIn } from '../rust-stage/crates.ts';
import { mutate, mutateBytes, mutateJson } from './mutate.ts';

/** Inputs of all readers together: `FUZZ_INPUTS=1000000 npx vitest run tests/fuzz` for a long run. */
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 20_000);
/** Another seed gives other inputs. The seed of an input that fails is in the message. */
const SEED = Number(process.env.FUZZ_SEED ?? 1);

const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-fuzz-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function filesOf(folder: string, name: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path))
    .sort()
    .map((path) => readFileSync(join(folder, path), 'utf8'));
}

const show = (diagnostics: readonly Diagnostic[]) => diagnostics.map((diagnostic) => formatDiagnostic(diagnostic));

const interfaces = filesOf('idl/2.0.0', /\.idol$/);
const rust = filesOf('idl/2.0.0', /lib\.rs$/);
const toml = filesOf('idl/2.0.0', /\.toml$/);
const configurations = [
  ...filesOf('idl', /idol-registry\.config\.json$/),
  '{"breaking":{"mode":"full","levels":["wire"]}}',
];
const waivers = ['# why\n[[waiver]]\nfingerprint = "0123456789abcdef"\nreason = "meant"\nexpires = "2027-01-01"\n'];
const { table, types } = randomTypes(60, new Random(7));
const codec = new Codec(table, { target: X86_64 });
const files = { 'tree/idl/fan.idol': interfaces[0] ?? '', 'tree/app/a.toml': toml[0] ?? '' };
const zip = zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
const tar = await packTar(
  Object.entries(files).map(([name, body]) => ({ header: { name, size: strToU8(body).length }, body })),
);
const [locked] = await Promise.all([
  capture(['lock', 'idl/2.0.0', '--out', '-']),
  capture(['publish', 'idl/2.0.0', '--registry', join(scratch, 'registry'), '--release', '2.0.0', '--no-cache']),
]);
// One interface each: what is cut off would be damaged in one place alone.
const wholeLock = JSON.parse(locked.stdout) as { interfaces: Record<string, unknown> };
const locks = Object.entries(wholeLock.interfaces).map(([path, one]) =>
  JSON.stringify({ ...wholeLock, interfaces: { [path]: one } }),
);
writeFileSync(join(scratch, 'whole.lock.json'), locked.stdout);
const openedLock = openLock(join(scratch, 'whole.lock.json'));
const lockedInterfaces = openedLock.ok ? openedLock.value.interfaces : [];
const documents = filesOf(join(scratch, 'registry'), /\.json$/).filter((text) => text.length < 40_000);

/** A reader, and what must hold of its answer besides that there is one. */
type Reader = (random: Random) => void | Promise<void>;

const READERS: Readonly<Record<string, Reader>> = {
  parser(random) {
    const { value, diagnostics } = parseInterface(new Source('a.idol', mutate(interfaces, random)));
    show(diagnostics);
    if (value) show(checkInterface(value));
  },
  format(random) {
    const once = formatInterface(new Source('a.idol', mutate(interfaces, random))).value;
    if (once !== undefined) expect(formatInterface(new Source('a.idol', once)).value).toBe(once);
  },
  'Rust reader'(random) {
    resolveIn(mutate(rust, random), random.pick(['Sample', 'crate::Status', '(A, [B; N])', 'Option<Error>']));
  },
  TOML(random) {
    const text = mutate(toml, random);
    const parsed = parseToml(new Source('a.toml', text));
    if (!parsed.ok) expect(parsed.span.start).toBeLessThanOrEqual(text.length);
  },
  configuration(random) {
    show(readConfig(new Source('a.json', mutate(configurations, random))).diagnostics);
  },
  waivers(random) {
    show(readWaivers(new Source('waivers', mutate(waivers, random))).diagnostics);
  },
  lock(random) {
    const path = join(scratch, 'lock.json');
    writeFileSync(path, random.chance(30) ? mutate(locks, random) : mutateJson(locks, random));
    const opened = openLock(path);
    if (!opened.ok) return;
    for (const { schema } of opened.value.interfaces) layOut(schema, random.pick([ARM, X86_64]));
    // What is compared is what most of a lock's parts are for; it takes as long as all the rest.
    if (random.chance(10)) compareTrees(opened.value.interfaces, lockedInterfaces);
  },
  'registry documents'(random) {
    const text = strToU8(random.chance(30) ? mutate(documents, random) : mutateJson(documents, random));
    for (const schema of [RegistryDocumentSchema, ObjectSchema]) parseDocument(schema, text, 'a');
  },
  async archives(random) {
    const isZip = random.chance(50);
    const path = join(scratch, isZip ? 'a.zip' : 'a.tar');
    writeFileSync(path, mutateBytes([isZip ? zip : tar], random));
    const answer = await openArchive(path);
    if (answer.ok) for (const each of answer.value.files.paths) answer.value.files.read(each);
  },
  codecs(random) {
    const type: Type = { kind: 'named', id: random.pick(types).id };
    const encoding = random.pick(['Zerocopy', 'Hubpack', 'Ssmarshal'] as const);
    const bytes = Uint8Array.from({ length: random.below(200) }, () => (random.chance(50) ? 0 : random.below(256)));
    const decoded = codec.decode(type, bytes, encoding);
    if (!('error' in decoded)) {
      // A type with a part that serde cannot send has no size, yet some of its values do not have that part.
      const { size } = new Layouts(table, X86_64).of(type, encoding, '');
      expect(decoded.length).toBeLessThanOrEqual(Math.min(bytes.length, size?.max ?? bytes.length));
    }
    const value = parseValue(mutate(['{"a":[1,2,{"b":null}],"c":"d"}', '[0,true]', '{"Ok":{"x":-1.5e3}}'], random));
    if (!('error' in value)) codec.encode(type, value.value, encoding);
  },
};

const each = Math.ceil(INPUTS / Object.keys(READERS).length);

test('what is damaged is valid, so that most of it is read', () => {
  expect(locks[0]).toContain('"format":1');
  expect(documents.length).toBeGreaterThan(10);
  const path = join(scratch, 'valid.lock.json');
  writeFileSync(path, locks[0] ?? '');
  expect(openLock(path).ok).toBe(true);
  expect(lockedInterfaces.length).toBe(locks.length);
  expect(Math.max(...locks.map(({ length }) => length))).toBeLessThan(40_000);
  expect(interfaces.map((text) => formatInterface(new Source('a.idol', text)).value)).not.toContain(undefined);
});

test.each(Object.entries(READERS))(
  `%s: ${each} damaged inputs have an answer`,
  async (name, read) => {
    for (let index = 0; index < each; index++) {
      const seed = SEED * 0x1000193 + index;
      try {
        await read(new Random(seed));
      } catch (error) {
        throw new Error(`${name}, random seed ${seed}`, { cause: error });
      }
    }
    // A long run takes as long as it takes.
  },
  INPUTS > 20_000 ? 0 : undefined,
);
