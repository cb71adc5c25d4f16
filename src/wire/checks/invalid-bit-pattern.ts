import { type EnumDefinition, fieldPath, type Type } from '../../schema/index.ts';
import type { Position, WireCheck } from '../check.ts';
import { isUnknown, MAX_NESTING, type MemoryImages } from '../layout/memory.ts';

export const invalidBitPattern: WireCheck = {
  id: 'invalid-bit-pattern',
  severity: 'warning',
  summary: 'A Zerocopy reply, struct or lease contains an enum, for which not every byte is valid.',
  *find({ positions, images }) {
    for (const position of positions) {
      const { what, text, type, recv, encoding } = position;
      if ((encoding !== 'Zerocopy' && encoding !== 'memory') || recv.kind !== 'FromBytes') continue;
      const found = enumIn(type, '', images, new Set(), 0);
      // `enum-without-recv` reports an enum that is itself an argument.
      if (!found || (position.role === 'argument' && found.path === '')) continue;
      const { definition, path } = found;
      const [verb, where] = path === '' ? ['is', ''] : ['contains', ` in \`${path}\``];
      yield {
        span: text.span,
        cause: `${definition.id} ${path}`,
        message: `${what} ${verb} the enum \`${definition.name}\`${where}, for which not every byte is valid`,
        note: noteOf(position),
        help: helpOf(position, definition, path),
      };
    }
  },
};

function noteOf({ role }: Position): string {
  switch (role) {
    case 'ok':
      return 'a Zerocopy client does not check the bytes, so its stub does not compile';
    case 'lease':
      return 'leased memory may contain any bytes, so `zerocopy` does not derive `FromBytes` for the type';
    case 'argument':
    case 'error':
      return 'a Zerocopy server does not check the bytes, so its stub does not compile';
  }
}

function helpOf({ role, text }: Position, { repr }: EnumDefinition, path: string): string {
  const raw = repr.integer ?? 'u8';
  if (role === 'ok' && path === '') return `write \`ok: (type: "${text.text}", recv: FromPrimitive("${raw}"))\``;
  if (role === 'lease') return `lease \`${raw}\` instead, and convert it where it is read`;
  return `make the field a \`${raw}\` and convert it where it is read, or use \`encoding: Hubpack\``;
}

/** The first enum without data in a memory image that has fewer variants than there are patterns of its bytes. */
function enumIn(
  type: Type,
  path: string,
  images: MemoryImages,
  seen: Set<string>,
  depth: number,
): { definition: EnumDefinition; path: string } | undefined {
  if (depth > MAX_NESTING) return undefined;
  const inner = (part: Type, at: string) => enumIn(part, at, images, seen, depth + 1);
  switch (type.kind) {
    case 'tuple':
      return first(type.elements, (element, index) => inner(element, fieldPath(path, String(index))));
    case 'array':
    case 'slice':
      return inner(type.element, `${path}[]`);
    case 'alternatives':
      return first(type.cases, (one) => inner(one.type, path));
    case 'named': {
      if (seen.has(type.id)) return undefined;
      seen.add(type.id);
      const definition = images.table[type.id];
      if (definition?.kind === 'struct')
        return first(definition.fields, (field) => inner(field.type, fieldPath(path, field.name)));
      return definition?.kind === 'enum' && isPartial(type, definition, images) ? { definition, path } : undefined;
    }
    default:
      return undefined;
  }
}

/** Enums with data are the matter of `not-zerocopy`. */
function isPartial(type: Type, { variants }: EnumDefinition, images: MemoryImages): boolean {
  if (variants.some(({ fields }) => fields.length > 0)) return false;
  const memory = images.of(type);
  return isUnknown(memory) || variants.length < 2 ** (8 * memory.size.max);
}

function first<T, R>(items: readonly T[], find: (item: T, index: number) => R | undefined): R | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
