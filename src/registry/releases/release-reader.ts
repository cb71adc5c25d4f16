import type { OnFetch, OutsideCrateOptions, Tree } from '../../tree/index.ts';
import { type Config, DEFAULT_CONFIG } from '../config.ts';
import { TreeResults } from '../results/tree-results.ts';
import { runtimeOf } from '../stub-settings.ts';
import { ContentMaker, ContentSchema, hashesOf, type ReleaseContent } from './content.ts';
import type { ReleaseStore } from './release-store.ts';
import { ReleaseWorkers, usualWorkers } from './workers.ts';

export interface ReadOptions {
  readonly store: ReleaseStore;
  /** Name and version of this program, for the headers of stubs. */
  readonly generator: string;
  readonly config?: Config;
  /** Where crates from outside are. Without it, only what a tree vendors. */
  readonly outside?: OutsideCrateOptions;
  /** Called before a partial clone fetches what it lacks. */
  readonly onFetch?: OnFetch;
  /**
   * Workers that read releases of git and compare them, which somebody else stops; or how many are started for that (default: what this
   * machine runs at once, where there is enough to do).
   */
  readonly workers?: ReleaseWorkers | number;
  /** Called before each release that is read. */
  readonly onProgress?: (done: number, all: number, name: string) => void;
}

/** Workers that read releases as these options say, started when there is something to do; undefined where there can be none. */
export function workersFor(options: ReadOptions): ReleaseWorkers | undefined {
  const { store, generator, config = DEFAULT_CONFIG, outside = {}, workers = usualWorkers() } = options;
  if (typeof workers !== 'number') return workers;
  const { source, ...settings } = config;
  return ReleaseWorkers.of(workers, {
    ...(store.folder !== undefined && { cacheFolder: store.folder }),
    generator,
    config: settings,
    ...(source && { configText: source.text }),
    outside,
  });
}

const RELEASE = { name: 'release', module: 'src/registry/releases/release-reader.ts' };

/**
 * Reads what releases hold. Of crates from outside it knows those that are given and those that a tree vendors: what happens to lie
 * in this machine's Cargo home must not change what a release is, unless that home is given.
 */
export class ReleaseReader {
  readonly #store: ReleaseStore;
  readonly #config: Config;
  readonly #outside: OutsideCrateOptions;
  readonly #settings: readonly unknown[];
  readonly #maker: ContentMaker;

  constructor({ store, generator, config = DEFAULT_CONFIG, outside = {} }: ReadOptions) {
    this.#store = store;
    this.#config = config;
    this.#outside = { given: outside.given ?? new Map(), cargoHome: outside.cargoHome ?? null };
    this.#settings = [generator, config.target, config.messages];
    this.#maker = new ContentMaker(store, generator);
  }

  /** The release of that identity, if it was read before. */
  known(identity: string): ReleaseContent | undefined {
    if (!this.#keeps) return undefined;
    return this.#store.engine.remembered<ReleaseContent>(RELEASE, this.#keyOf(identity), (value) =>
      this.#isWhole(value),
    );
  }

  /** @param tree absent where the revision has none: then the release holds nothing */
  read(tree: Tree | undefined): ReleaseContent {
    // Parsed: in the order of the schema, it is written as the same bytes as what was kept.
    return ContentSchema.parse(tree ? this.#contentOf(tree) : this.#maker.contentOf([]));
  }

  /** Keeps a release for {@link known}. The identity is what the tree is known by from one run to the next, such as a commit. */
  keep(identity: string, content: ReleaseContent): void {
    if (this.#keeps) this.#store.engine.remember(RELEASE, this.#keyOf(identity), () => content);
  }

  /** A commit says all of a tree but what lies in folders outside of it. */
  get #keeps(): boolean {
    return this.#outside.given?.size === 0 && this.#outside.cargoHome === null;
  }

  #isWhole(value: unknown): boolean {
    const known = ContentSchema.safeParse(value);
    return known.success && hashesOf(known.data, this.#store).every((hash) => this.#store.has(hash));
  }

  #keyOf(identity: string): string {
    return JSON.stringify([identity, ...this.#settings]);
  }

  #contentOf(tree: Tree): ReleaseContent {
    const settings = { config: this.#config, outside: this.#outside };
    const results = new TreeResults(this.#store.engine, tree, settings);
    return this.#maker.contentOf(results.interfaces(), runtimeOf(tree), results.workspace);
  }
}
