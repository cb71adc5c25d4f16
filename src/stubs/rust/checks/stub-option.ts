import type { AttributedType, Operation, Side, TypeString } from '../../../idol/index.ts';
import type { TypeExpr } from '../../../rust/index.ts';
import type { RustStubCheck } from '../check.ts';

export const stubOption: RustStubCheck = {
  id: 'stub-option',
  severity: 'error',
  summary: 'Zerocopy operations and leases cannot contain an `Option`.',
  *find({ operations }, side) {
    for (const operation of operations) {
      for (const { text, span, expr } of memoryImages(operation, side)) {
        if (expr === undefined || !hasOption(expr)) continue;
        yield {
          span,
          message: `\`${text}\` has no defined layout in memory`,
          note: 'the Rust compiler chooses the layout of an `Option`, and some of its bytes are not initialized',
          help:
            operation.encoding === 'Zerocopy' && !operation.leases.some(({ type }) => type.span === span)
              ? 'add `encoding: Hubpack` to the operation, which supports `Option`'
              : 'lease your own type with a defined layout and a flag',
        };
      }
    }
  },
};

/** The types whose memory image one side sends or reads: leases always, arguments and reply in Zerocopy operations. */
function memoryImages({ encoding, args, leases, reply }: Operation, side: Side): TypeString[] {
  const lent = leases.map(({ type }) => type);
  if (encoding !== 'Zerocopy') return lent;
  const sent = ({ type }: AttributedType) => type;
  const received = ({ type, recv }: AttributedType) => (recv.kind === 'FromBytes' ? type : recv.raw);
  return side === 'client'
    ? [...args.map(sent), received(reply.ok), ...lent]
    : [...args.map(received), sent(reply.ok), ...lent];
}

function hasOption(type: TypeExpr): boolean {
  switch (type.kind) {
    case 'path':
      return (
        isOption(type) ||
        type.segments.some(({ generics }) => generics.some((one) => one.kind === 'type' && hasOption(one.type)))
      );
    case 'tuple':
      return type.elements.some(hasOption);
    case 'array':
    case 'slice':
      return hasOption(type.element);
    default:
      return false;
  }
}

/** The paths of the type of the standard library. A tree may have a type of its own with that name: `lights::Option`. */
const OPTION = /^(?:(?:core|std)::option::)?Option$/;

/** `Option<NonZeroU32>` and its kind do have a memory image: 0 is `None`. */
function isOption({ segments }: Extract<TypeExpr, { kind: 'path' }>): boolean {
  const [some] = segments.at(-1)?.generics ?? [];
  if (some === undefined || !OPTION.test(segments.map(({ name }) => name).join('::'))) return false;
  const inner = some.kind === 'type' && some.type.kind === 'path' ? some.type.segments.at(-1)?.name : undefined;
  return inner === undefined || !/^NonZero/.test(inner);
}
