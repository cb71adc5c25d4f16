import type { Interface, Side } from '../../idol/index.ts';
import type { Result } from '../../text/index.ts';
import type { StubFile } from '../model.ts';
import { clientFile } from './client.ts';
import { DEFAULT_RUST_OPTIONS, type RustOptions } from './options.ts';
import { refusals } from './refusals.ts';
import { serverFile } from './server.ts';

/**
 * The Rust stub of one side of an interface, as its file is included: `client_stub.rs`, `server_stub.rs`.
 * Undefined when the stub is refused; the diagnostics say why, all at once.
 */
export function rustStub(iface: Interface, side: Side, given: Partial<RustOptions> = {}): Result<StubFile | undefined> {
  const options = { ...DEFAULT_RUST_OPTIONS, ...given };
  const diagnostics = refusals(iface, side, options);
  if (diagnostics.length > 0) return { value: undefined, diagnostics };
  return { value: side === 'client' ? clientFile(iface, options) : serverFile(iface, options), diagnostics: [] };
}
