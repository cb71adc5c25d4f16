import { createHash } from 'node:crypto';
import { contractText, type InterfaceVersion } from '../../compare/index.ts';
import type { SourcePlace } from '../../wire/index.ts';
import { interfaceVersions } from '../interface-version.ts';
import type { ScannedInterface } from '../scan.ts';

/** What one release holds: which contract each of its interface files has, and the object that tells it in full. */
export interface ReleaseContent {
  readonly interfaces: readonly ReleasedInterface[];
}

export interface ReleasedInterface {
  readonly path: string;
  readonly name: string;
  /** Hash of the contract: what makes two releases carry one version. */
  readonly contract: string;
  /** Hash of the {@link VersionObject} that holds it. */
  readonly object: string;
}

/** An interface as a release has it: its contract, documentation and places in the file, and the file itself. */
export interface VersionObject extends InterfaceVersion {
  readonly text: string;
}

/** Objects by their hash. */
export interface ObjectStore {
  has(hash: string): boolean;
  /** Stores the text of an object under its own hash. */
  put(hash: string, text: string): void;
}

/** Stores interfaces as objects and says which they are. Files whose meaning is open are left out. */
export function storeContent(read: readonly ScannedInterface[], objects: ObjectStore): ReleaseContent {
  const texts = new Map(read.map((one) => [one.file.path, one.interface?.source.text ?? '']));
  const interfaces = interfaceVersions(read).map((version): ReleasedInterface => {
    const stored: VersionObject = { ...version, text: texts.get(version.path) ?? '' };
    const text = JSON.stringify(stored, withoutTypePlaces);
    const object = sha256(text);
    if (!objects.has(object)) objects.put(object, text);
    return {
      path: version.path,
      name: version.wire.name,
      contract: sha256(contractText(version.wire)),
      object,
    };
  });
  return { interfaces };
}

/** Lines of Rust files move with every edit around them: with them, every release would have objects of its own. */
function withoutTypePlaces(key: string, value: unknown): unknown {
  return (key === 'place' || key === 'mention') && isRustPlace(value) ? undefined : value;
}

function isRustPlace(value: unknown): value is SourcePlace {
  return typeof value === 'object' && value !== null && 'path' in value && String(value.path).endsWith('.rs');
}

/** In hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function parseObject(text: string): VersionObject {
  return JSON.parse(text) as VersionObject;
}
