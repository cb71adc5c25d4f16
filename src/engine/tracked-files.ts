import {
  type Derivation,
  derivationNamed,
  type Excerpt,
  excerptNamed,
  type FileSet,
  type Source,
} from '../text/index.ts';
import type { Engine } from './engine.ts';
import { textOf } from './text-of.ts';

/** Who keeps the dependencies and the values. */
interface Owner {
  readonly engine: Pick<Engine, 'derived' | 'hash'>;
  /** @param fingerprintNow what {@link fingerprintOfFiles} would give, for who knows it already */
  depend(id: string, fingerprintNow?: () => string): void;
}

/** A file set that notes what is asked of it. It shows what its owner has now, so that values may keep it. */
export class TrackedFiles implements FileSet {
  readonly #set: string;
  readonly #now: () => FileSet | undefined;
  readonly #owner: Owner;

  constructor(set: string, now: () => FileSet | undefined, owner: Owner) {
    this.#set = set;
    this.#now = now;
    this.#owner = owner;
  }

  get folder(): string | undefined {
    return this.#now()?.folder;
  }

  get paths(): readonly string[] {
    return this.list('', '');
  }

  list(folder: string, suffix: string): readonly string[] {
    this.#note('list', `${folder}\0${suffix}`);
    return this.#now()?.list(folder, suffix) ?? [];
  }

  has(path: string): boolean {
    this.#note('has', path);
    return this.#now()?.has(path) === true;
  }

  read(path: string): Source | undefined {
    this.#note('file', path);
    return this.#now()?.read(path);
  }

  bytes(path: string): Uint8Array | undefined {
    this.#note('file', path);
    return this.#now()?.bytes(path);
  }

  contentKey(path: string): string | undefined {
    this.#note('file', path);
    return this.#now()?.contentKey(path);
  }

  derived<T>(derivation: Derivation<T>, path: string): T | undefined {
    if (derivation.isSeen) this.#note('derived', `${path}\0${derivation.name}`);
    else this.#note('file', path);
    return derivedNow(derivation, this.#now(), path, this.#owner.engine);
  }

  excerpt<T, V>({ name, of, take }: Excerpt<T, V>, path: string, key: string): V | undefined {
    const { engine } = this.#owner;
    const value = derivedNow(of, this.#now(), path, engine);
    const taken = value === undefined ? undefined : take(value, key);
    this.#note('excerpt', `${path}\0${name}\0${JSON.stringify(key)}`, () => fingerprintOfPart(taken, engine));
    return taken;
  }

  #note(kind: string, words: string, fingerprintNow?: () => string): void {
    this.#owner.depend(`${kind}\0${this.#set}\0${words}`, fingerprintNow);
  }
}

/** Undefined where there is no such file. */
function derivedNow<T>(
  derivation: Derivation<T>,
  files: FileSet | undefined,
  path: string,
  engine: Owner['engine'],
): T | undefined {
  if (files?.contentKey(path) === undefined) return undefined;
  return engine.derived(derivation, files, path, () => files.read(path) as Source);
}

/** What one of these inputs is now, as a text that is equal only for equal answers. */
export function fingerprintOfFiles(id: string, open: (set: string) => FileSet | undefined, engine: Engine): string {
  const [kind, set = '', path = '', word = '', written = ''] = id.split('\0');
  const files = open(set);
  switch (kind) {
    case 'file': {
      // The key of a text in memory is the text itself.
      return short(files?.contentKey(path) ?? '', engine);
    }
    case 'has':
      return files?.has(path) ? 'yes' : '';
    case 'derived': {
      const derivation = derivationNamed(word);
      return fingerprintOfPart(derivation && derivedNow(derivation, files, path, engine), engine);
    }
    case 'excerpt': {
      const found = excerptNamed(word);
      const value = found && derivedNow(found.of, files, path, engine);
      const taken = value === undefined ? undefined : found?.take(value, JSON.parse(written) as string);
      return fingerprintOfPart(taken, engine);
    }
    default:
      return engine.hash((files?.list(path, word) ?? []).join('\0'));
  }
}

/** That of a part of a file; empty without the file. */
function fingerprintOfPart(part: unknown, engine: Pick<Engine, 'hash'>): string {
  return part === undefined ? '' : short(textOf(part), engine);
}

/** A text that is equal only for equal texts, and not long. */
function short(text: string, engine: Pick<Engine, 'hash'>): string {
  return text.length > 100 ? engine.hash(text) : text;
}

/** The file that a small value is made of: while it is the same, the value is. */
export function fileBelow(id: string): string {
  if (!id.startsWith('derived\0') && !id.startsWith('excerpt\0')) return id;
  const [, set, path] = id.split('\0');
  return `file\0${set}\0${path}`;
}
