import type { Operation } from '../../idol/index.ts';
import { freeName, parametersOf } from './names.ts';
import type { RustOptions } from './options.ts';
import { rust, spaced } from './template.ts';

/** The panics of one client method, and the functions that they happen in. */
export class Panics {
  readonly #operation: Operation;
  readonly #options: RustOptions;
  readonly #names: string[] = [];

  constructor(operation: Operation, options: RustOptions) {
    this.#operation = operation;
    this.#options = options;
  }

  /** A call of a function that panics, whatever the options are: the caller is at fault and should see with what. */
  demand(preferred: string): string {
    const name = freeName(preferred, parametersOf(this.#operation));
    if (!this.#names.includes(name)) this.#names.push(name);
    return `${name}()`;
  }

  /** A panic, in a function of its own where the options ask for that. */
  give(name: string): string {
    return this.#options.panics === 'short' ? 'panic!()' : this.demand(name);
  }

  /** An expression for what `value` holds. Option or result, it says nothing of why when it holds nothing. */
  unwrap(value: string, kind: 'Option' | 'Result', name: string): string {
    if (this.#options.panics === 'short') return `userlib::UnwrapLite::unwrap_lite(${value})`;
    return `${value}.unwrap_or_else(|${kind === 'Result' ? '_' : ''}| ${this.demand(name)})`;
  }

  get functions(): string[] {
    return spaced(
      this.#names.map(
        (name) => rust`
          #[cold]
          #[inline(never)]
          fn ${name}() -> ! {
              panic!()
          }
        `,
      ),
    );
  }
}
