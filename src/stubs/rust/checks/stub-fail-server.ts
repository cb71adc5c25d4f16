import type { RustStubCheck } from '../check.ts';
import { sharedError } from '../fail-server.ts';

export const stubFailServer: RustStubCheck = {
  id: 'stub-fail-server',
  severity: 'error',
  summary: 'A `FailServer` needs one error type for all operations, and an in-order server.',
  *find(iface, side, { failServer, style }) {
    if (side !== 'server' || failServer !== 'yes' || (style === 'InOrder' && sharedError(iface) !== undefined)) return;
    yield {
      span: iface.name.span,
      message: `\`${iface.name.text}\` cannot have a \`FailServer\``,
      note:
        style === 'InOrder'
          ? 'its operations do not all have the same error type'
          : 'the methods of a pipelined server return no reply, so they cannot return an error',
      help: 'omit the option: by default the stub has one if possible',
    };
  },
};
