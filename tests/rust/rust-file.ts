import { type MissingCrate, type Module, parseType } from '../../src/rust/index.ts';
import { RustTypes, type Type, type TypeTable } from '../../src/schema/index.ts';
import { filesOf, Source } from '../../src/text/index.ts';
import { measureOf, X86_64 } from '../../src/wire/index.ts';

/** Its sources are not read: what messages use of it is built in. */
const ZEROCOPY: MissingCrate = { missing: true, name: 'zerocopy', requirement: '0.8' };

/** The types of one Rust file, found by resolving their names in it. */
export class RustFile {
  readonly #types = new RustTypes({ measure: measureOf(X86_64) });
  readonly #module: Module;

  /** @param crateName what ids of its types begin with */
  constructor(path: string, text: string, crateName = 'vectors') {
    const crate = {
      name: crateName,
      externName: crateName,
      files: filesOf({ [path]: text }),
      root: path,
      dependencies: new Map([['zerocopy', ZEROCOPY]]),
    };
    const module = this.#types.program.root(crate);
    if (!module) throw new Error(`${path} is no crate`);
    this.#module = module;
  }

  get table(): TypeTable {
    return this.#types.table;
  }

  typeOf(text: string): Type {
    const parsed = parseType(text);
    const { type } = parsed;
    if (!type) throw new Error(`${text} is no type`);
    return this.#types.apart(() =>
      this.#types.resolve(type, {
        module: this.#module,
        source: new Source('', text),
        parameters: new Map(),
        depth: 0,
      }),
    );
  }
}
