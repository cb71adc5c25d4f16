import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Opened } from '../../tree/index.ts';
import {
  fileAddress,
  INDEX_ADDRESS,
  IndexSchema,
  InterfaceSchema,
  LOG,
  logAddress,
  numberOfEntry,
  objectAddress,
  type ReleaseDocument,
  ReleaseSchema,
  releaseAddress,
  StubsSchema,
  stubsAddress,
} from '../documents/index.ts';
import { sha256 } from '../schema-hash.ts';
import { parseDocument } from './open.ts';

/** What is wrong with a file of a registry. */
export interface RegistryFault {
  /** Path of the file, relative to the registry. */
  readonly path: string;
  readonly message: string;
  /** True of a document that is made of the log and the contents: the next publish writes it anew. */
  readonly isDerived: boolean;
}

/** The log of a registry: one file per release, numbered from 1 without a gap. */
function readLog(folder: string): { releases: ReleaseDocument[]; faults: RegistryFault[] } {
  const releases: ReleaseDocument[] = [];
  const faults: RegistryFault[] = [];
  const names = new Set<string>();
  for (let number = 1, last = Math.max(0, ...numbersOf(folder)); number <= last; number++) {
    const path = logAddress(number);
    const release = readEntry(folder, number);
    if (!release) faults.push(source(path, 'is missing: a release was removed, or the copy is not complete'));
    else if (!release.ok) faults.push(source(path, release.problem.message));
    else if (names.has(release.value.name)) faults.push(source(path, `publishes ${release.value.name} again`));
    else releases.push(release.value);
    if (release?.ok) names.add(release.value.name);
  }
  return { releases, faults };
}

function readEntry(folder: string, number: number): Opened<ReleaseDocument> | undefined {
  const path = logAddress(number);
  const content = readIfThere(join(folder, path));
  return content && parseDocument(ReleaseSchema, content, path);
}

/** What is wrong with what can never change: the log, and the contents that it names by their hash. */
function verifySources(folder: string): RegistryFault[] {
  const { releases, faults } = readLog(folder);
  const contents = new Map<string, string>();
  for (const { object, stubs } of releases.flatMap(({ interfaces }) => interfaces)) {
    contents.set(objectAddress(object), object);
    contents.set(stubsAddress(stubs), stubs);
  }
  // Iterating meets the files that a list adds. A list that is not what its hash says is a fault itself, and names none.
  for (const [path, hash] of contents) {
    const content = readIfThere(join(folder, path));
    if (!content) faults.push(source(path, 'is missing, and a release names it'));
    else if (sha256(content) !== hash)
      faults.push(source(path, 'is not what its hash says: it was changed or cut off'));
    else if (path === stubsAddress(hash)) {
      const listed = parseDocument(StubsSchema, content, path);
      if (!listed.ok) faults.push(source(path, listed.problem.message));
      else for (const file of listed.value.files) contents.set(fileAddress(file), file.sha256);
    }
  }
  return faults;
}

/** Everything that is wrong with the registry in a folder that `publish` wrote. */
export function verifyRegistry(folder: string): RegistryFault[] {
  const faults = verifySources(folder);
  const { releases } = readLog(folder);
  const derived = (path: string, message: string) => faults.push({ path, message, isDerived: true });
  for (const release of releases) {
    const path = releaseAddress(release.name);
    const content = readIfThere(join(folder, path));
    if (!content) derived(path, 'is missing');
    else if (content.toString() !== `${JSON.stringify(release)}\n`) derived(path, 'differs from the log');
  }
  const content = readIfThere(join(folder, INDEX_ADDRESS));
  const index = content && parseDocument(IndexSchema, content, INDEX_ADDRESS);
  if (!index) derived(INDEX_ADDRESS, 'is missing');
  else if (!index.ok) derived(INDEX_ADDRESS, index.problem.message);
  else {
    const listed = new Set(index.value.releases.map(({ name }) => name));
    for (const { name } of releases) if (!listed.has(name)) derived(INDEX_ADDRESS, `does not list ${name}`);
    for (const { address } of index.value.interfaces) {
      const found = readIfThere(join(folder, address));
      const document = found && parseDocument(InterfaceSchema, found, address);
      if (!document) derived(address, 'is missing');
      else if (!document.ok) derived(address, document.problem.message);
    }
  }
  return faults;
}

function source(path: string, message: string): RegistryFault {
  return { path, message, isDerived: false };
}

/** Numbers of the entries in the log of a folder. */
export function numbersOf(folder: string): number[] {
  const numbers = readdirSync(join(folder, LOG)).flatMap((name) => numberOfEntry(`${LOG}/${name}`) ?? []);
  // Far beyond any log, a number is a stray file, and not as many gaps.
  return numbers.filter((number) => number <= numbers.length + 1000);
}

export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR'))
      return undefined;
    throw error;
  }
}
