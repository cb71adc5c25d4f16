import type { Finding, InterfaceCheck, Side } from '../check.ts';
import type { RecvStrategy } from '../model.ts';

export const fromPrimitiveType: InterfaceCheck = {
  id: 'from-primitive-type',
  severity: 'error',
  summary: 'The raw type of `FromPrimitive` must be a single word.',
  refusedBy: ['client', 'server'],
  *find({ operations }) {
    for (const { args, reply } of operations) {
      for (const { recv } of args) yield* findIn(recv, 'server');
      yield* findIn(reply.ok.recv, 'client');
    }
  },
};

/** Who receives converts: the server an argument, the client a reply. */
function* findIn(recv: RecvStrategy, side: Side): Iterable<Finding> {
  if (recv.kind !== 'FromPrimitive' || isWord(recv.raw.expr)) return;
  yield {
    span: recv.raw.span,
    message: `\`FromPrimitive\` cannot convert from \`${recv.raw.text}\``,
    note: `the ${side} calls a function named after the raw type: \`from_u8\`, \`from_u32\`, …`,
    help: 'write a primitive type such as `u8`, or use `From`',
    refusedBy: [side],
  };
}

function isWord(type: RawType): boolean {
  if (type === undefined) return true;
  if (type.kind !== 'path' || type.brackets || type.global || type.qualifiedSelf || type.segments.length > 1)
    return false;
  const [segment] = type.segments;
  return segment !== undefined && segment.brackets === undefined && !segment.raw;
}

type RawType = Extract<RecvStrategy, { kind: 'FromPrimitive' }>['raw']['expr'];
