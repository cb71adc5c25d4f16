import type { EnumDefinition } from '../../schema/index.ts';
import type { Position, WireCheck } from '../check.ts';
import { imageObstacles } from '../layout/zerocopy.ts';

export const invalidBitPattern: WireCheck = {
  id: 'invalid-bit-pattern',
  severity: 'warning',
  summary: 'A Zerocopy reply, struct or lease contains an enum, for which not every byte is valid.',
  *find({ positions, images }) {
    for (const position of positions) {
      const { what, text, type, recv, encoding } = position;
      if ((encoding !== 'Zerocopy' && encoding !== 'memory') || recv.kind !== 'FromBytes') continue;
      const found = imageObstacles(type, images).find(({ kind }) => kind === 'enum');
      const definition = found?.type.kind === 'named' ? images.table[found.type.id] : undefined;
      if (!found || definition?.kind !== 'enum') continue;
      const { path } = found;
      // `enum-without-recv` reports an enum that is itself an argument.
      if (position.role === 'argument' && path === '') continue;
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
