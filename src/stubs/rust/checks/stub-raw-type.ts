import type { RecvStrategy } from '../../../idol/index.ts';
import type { RustStubCheck } from '../check.ts';
import { typeText } from '../type-text.ts';

/** Types for which `FromPrimitive` has a function. */
const PRIMITIVE = /^([ui](8|16|32|64|128|size)|f32|f64)$/;

export const stubRawType: RustStubCheck = {
  id: 'stub-raw-type',
  severity: 'error',
  summary: 'The raw type of `FromPrimitive` must be a primitive number type.',
  *find({ operations }, side) {
    // Who receives converts.
    const strategies = operations.flatMap(({ args, reply }): RecvStrategy[] =>
      side === 'server' ? args.map(({ recv }) => recv) : [reply.ok.recv],
    );
    for (const recv of strategies) {
      const isWord = recv.kind === 'FromPrimitive' && /^\w+$/.test(typeText(recv.raw));
      // Anything else is an error of the interface.
      if (!isWord || PRIMITIVE.test(typeText(recv.raw))) continue;
      yield {
        span: recv.raw.span,
        message: `\`${recv.raw.text}\` is not a primitive number type`,
        note: 'the stub calls a function named after the raw type: `from_u8`, `from_u32`, …',
        help: 'write the primitive type itself, or use `From`',
      };
    }
  },
};
