import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Generation, NEWEST_GENERATION } from '../../src/stubs/index.ts';
import { cargo } from './cargo.ts';
import { EXAMPLE_TREE, exampleModules, type StubModule } from './example-modules.ts';
import { talkStubs } from './talk-stubs.ts';

/** Releases of the example tree whose API crates are written for an older `zerocopy`; the newest is for the others. */
const TREES: Readonly<Partial<Record<Generation, string>>> = {
  'zerocopy-0.6-dispatch-n': 'idl/1.0.0',
  'zerocopy-0.6': 'idl/1.0.0',
  'zerocopy-0.7': 'idl/1.0.0',
};

/** How a generation derives what the newest calls so. */
const OLD_DERIVES = { Immutable: [], IntoBytes: ['AsBytes'], KnownLayout: [] };
const DERIVES: Readonly<Partial<Record<Generation, Readonly<Record<string, readonly string[]>>>>> = {
  'zerocopy-0.6-dispatch-n': OLD_DERIVES,
  'zerocopy-0.6': OLD_DERIVES,
  'zerocopy-0.7': { ...OLD_DERIVES, FromBytes: ['FromZeroes', 'FromBytes'] },
};

/** The crate `stubs` for one generation of the runtime. */
export class StubCrate {
  /** Always the same folder, so that cargo does not compile again what has not changed. */
  readonly folder: string;
  readonly stubs: readonly StubModule[];
  readonly #generation: Generation;

  /** Makes the files that the crate includes. */
  constructor(generation: Generation = NEWEST_GENERATION) {
    this.#generation = generation;
    this.folder = resolve('tests/rust/target/stubs', generation);
    mkdirSync(this.folder, { recursive: true });
    const example = exampleModules(TREES[generation] ?? EXAMPLE_TREE, generation);
    this.stubs = [...example.stubs, ...talkStubs(generation)];
    this.#place('example.rs', inWordsOf(generation, example.text));
    this.#place('talk.rs', inWordsOf(generation, readFileSync('tests/rust/stubs/src/talk.rs', 'utf8')));
    for (const { name, file } of this.stubs) this.#place(`${name}.rs`, file.text);
  }

  /** Runs cargo on the crate. Answers all that it printed, or throws it. */
  cargo(command: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): string {
    const features = ['--no-default-features', '--features', this.#generation];
    return cargo([command, '-p', 'stubs', ...features, ...args], { STUBS: this.folder, ...env });
  }

  /** Runs the tests in `stubs/tests/talk`. */
  talk(args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
    return this.cargo('test', ['--test', 'talk', '--', ...args], env);
  }

  #place(name: string, text: string): void {
    const path = join(this.folder, name);
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  }
}

/** Source text with the imports and derives of a generation in place of the newest one's. */
function inWordsOf(generation: Generation, text: string): string {
  const derives = DERIVES[generation];
  if (derives === undefined) return text;
  return text.replace(
    /(use zerocopy)(?:_derive)?(::\{)([^}]*)\}|(#\[derive\()([^)]*)\)/g,
    (_, use, open, imported, derive, derived) => {
      const names = String(imported ?? derived)
        .split(',')
        .map((name) => name.trim());
      const spelled = [...new Set(names.flatMap((name) => derives[name] ?? [name]))].join(', ');
      return use ? `${use}${open}${spelled}}` : `${derive}${spelled})`;
    },
  );
}
