import type { WireCheck } from '../check.ts';

export const enumWithoutRecv: WireCheck = {
  id: 'enum-without-recv',
  severity: 'warning',
  summary: 'An argument of enum type in a Zerocopy operation has no `recv`.',
  *find({ positions, images }) {
    for (const { what, role, text, type, recv, encoding } of positions) {
      if (role !== 'argument' || encoding !== 'Zerocopy' || recv.kind !== 'FromBytes' || type.kind !== 'named')
        continue;
      const definition = images.table[type.id];
      if (definition?.kind !== 'enum' || definition.variants.some(({ fields }) => fields.length > 0)) continue;
      const raw = definition.repr.integer ?? 'u8';
      const attributed = `(type: "${text.text}", recv: FromPrimitive("${raw}"))`;
      yield {
        span: text.span,
        message: `${what} is the enum \`${definition.name}\`, for which not every byte is valid`,
        note: 'a Zerocopy server does not check the bytes, so its stub does not compile',
        help: `write \`${attributed}\``,
        fix: { title: `Write \`recv: FromPrimitive("${raw}")\``, edits: [{ span: text.span, text: attributed }] },
      };
    }
  },
};
