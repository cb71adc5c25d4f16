import { Engine } from '../../engine/index.ts';
import type { OnFetch, Tree } from '../../tree/index.ts';
import { type Config, DEFAULT_CONFIG } from '../config.ts';
import { TreeResults } from '../results/tree-results.ts';
import { sha256 } from '../schema-hash.ts';
import { runtimeOf } from '../stub-settings.ts';
import type { Cache } from './cache.ts';
import { ContentMaker, ContentSchema, hashesOf, type ReleaseContent } from './content.ts';

export interface ReadOptions {
  readonly cache: Cache;
  /** Name and version of this program, for the headers of stubs. */
  readonly generator: string;
  readonly config?: Config;
  /** Sources of crates from outside: package name to folder. They are the same for all releases. */
  readonly crates?: ReadonlyMap<string, string>;
  /** Called before a partial clone fetches what it lacks. */
  readonly onFetch?: OnFetch;
  /** Called before each release that is read. */
  readonly onProgress?: (done: number, all: number, name: string) => void;
}

/**
 * Reads what releases hold. Of crates from outside it knows those that are given and those that a tree vendors: what happens to lie
 * in this machine's Cargo home must not change what a release is.
 */
export class ReleaseReader {
  readonly #cache: Cache;
  readonly #config: Config;
  readonly #crates: ReadonlyMap<string, string>;
  readonly #settings: readonly unknown[];
  readonly #maker: ContentMaker;
  readonly #engine = new Engine({ hash: sha256 });

  constructor({ cache, generator, config = DEFAULT_CONFIG, crates = new Map() }: ReadOptions) {
    this.#cache = cache;
    this.#config = config;
    this.#crates = crates;
    this.#settings = [generator, config.target, [...crates].sort()];
    this.#maker = new ContentMaker(cache, generator);
  }

  /** True when {@link read} gives the release of that identity without its tree. */
  knows(identity: string): boolean {
    return this.#known(identity) !== undefined;
  }

  /**
   * @param open opens the tree, if it has to be read; undefined when the revision has none: then the release holds nothing
   * @param identity what the tree is known by from one run to the next, such as a commit; without one it is read each time
   */
  read(open: () => Tree | undefined, identity?: string): ReleaseContent {
    const known = identity === undefined ? undefined : this.#known(identity);
    if (known) return known;
    const tree = open();
    // Parsed even when it is new: in the order of the schema, it is written as the same bytes as what comes from a cache.
    const content = ContentSchema.parse(tree ? this.#contentOf(tree) : this.#maker.contentOf([]));
    if (identity !== undefined) this.#cache.writeResult('releases', this.#keyOf(identity), content);
    return content;
  }

  #known(identity: string): ReleaseContent | undefined {
    const known = ContentSchema.safeParse(this.#cache.readResult('releases', this.#keyOf(identity)));
    return known.success && hashesOf(known.data, this.#cache).every((hash) => this.#cache.has(hash))
      ? known.data
      : undefined;
  }

  #keyOf(identity: string): string {
    return JSON.stringify([identity, ...this.#settings]);
  }

  #contentOf(tree: Tree): ReleaseContent {
    const outside = { given: this.#crates, cargoHome: null };
    const results = new TreeResults(this.#engine, tree, { config: this.#config, outside });
    return this.#maker.contentOf(results.interfaces(), runtimeOf(tree), results.workspace);
  }
}
