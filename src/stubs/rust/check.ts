import { checkInterface, type Interface, type Side } from '../../idol/index.ts';
import type { CheckInfo, Diagnostic, Span } from '../../text/index.ts';
import { rustStubChecks } from './checks/index.ts';
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

/** Everything for which the stub of one side is refused: what the reference compiler refuses it for, and what our stubs cannot be. */
export function refusals(iface: Interface, side: Side, options: RustOptions): Diagnostic[] {
  const builds = { client: side === 'client', server: side === 'server' };
  const own = rustStubChecks.flatMap(({ id, severity, find }) =>
    Array.from(find(iface, side, options), (refusal) => ({ check: id, severity, source: iface.source, ...refusal })),
  );
  return [...checkInterface(iface, { builds }).filter(({ severity }) => severity === 'error'), ...own];
}
