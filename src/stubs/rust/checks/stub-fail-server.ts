import type { RustStubCheck } from '../check.ts';
import { sharedError } from '../fail-server.ts';

export const stubFailServer: RustStubCheck = {
  id: 'stub-fail-server',
  severity: 'error',
  summary: 'A `FailServer` needs one error type that every operation has, and a server that answers in order.',
  *find(iface, side, { failServer, style }) {
    if (side !== 'server' || failServer !== 'yes' || (style === 'InOrder' && sharedError(iface) !== undefined)) return;
    yield {
      span: iface.name.span,
      message: `\`${iface.name.text}\` can have no \`FailServer\``,
      note:
        style === 'InOrder'
          ? 'its operations do not all have the same error type'
          : 'the methods of a pipelined server answer nothing, so they cannot answer an error',
      help: 'do not ask for one: by default it is made where that is possible',
    };
  },
};
