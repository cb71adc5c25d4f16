import { checkInterface, type Interface, type Side } from '../../idol/index.ts';
import type { Diagnostic } from '../../text/index.ts';
import { rustStubChecks } from './checks/index.ts';
import type { RustOptions } from './options.ts';

/** Everything for which the stub of one side is refused: what the reference compiler refuses it for, and what our stubs cannot be. */
export function refusals(iface: Interface, side: Side, options: RustOptions): Diagnostic[] {
  const builds = { client: side === 'client', server: side === 'server' };
  const own = rustStubChecks.flatMap(({ id, severity, find }) =>
    Array.from(find(iface, side, options), (refusal) => ({ check: id, severity, source: iface.source, ...refusal })),
  );
  return [...checkInterface(iface, { builds }).filter(({ severity }) => severity === 'error'), ...own];
}
