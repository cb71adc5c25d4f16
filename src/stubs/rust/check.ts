import type { Interface, Side } from '../../idol/index.ts';
import type { CheckInfo, Diagnostic, Span } from '../../text/index.ts';
import type { RustOptions } from './options.ts';

/** One reason why a stub is not generated. */
export interface Refusal {
  readonly message: string;
  readonly span: Span;
  readonly related?: Diagnostic['related'];
  readonly note?: string;
  readonly help?: string;
}

/** A check of an interface that is fine in itself, but of which the wanted Rust stub cannot be made. */
export interface RustStubCheck extends CheckInfo {
  find(iface: Interface, side: Side, options: RustOptions): Iterable<Refusal>;
}
