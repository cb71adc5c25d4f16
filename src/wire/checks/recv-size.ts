import type { WireCheck } from '../check.ts';
import { isUnknown } from '../layout/memory.ts';

export const recvSize: WireCheck = {
  id: 'recv-size',
  severity: 'error',
  summary: 'The raw type of a `recv` has another size than the declared type.',
  *find({ positions, images }) {
    for (const { what, text, type, recv, encoding } of positions) {
      if (recv.kind === 'FromBytes' || encoding !== 'Zerocopy') continue;
      const declared = images.of(type);
      const raw = images.of(recv.raw);
      if (isUnknown(declared) || isUnknown(raw) || sameSize(declared.size, raw.size)) continue;
      yield {
        span: text.span,
        message: `${what} is sent as ${bytes(declared.size)}, but read as ${bytes(raw.size)}`,
        label: `\`${text.text}\` has ${bytes(declared.size)}`,
        note: 'the sender writes the declared type and the receiver reads the raw type, so the sizes never match',
        help: `give \`${text.text}\` the \`repr\` of the raw type, or name a raw type of its size`,
      };
    }
  },
};

function sameSize(a: { min: number; max: number }, b: { min: number; max: number }): boolean {
  return a.min === b.min && a.max === b.max;
}

function bytes({ min, max }: { min: number; max: number }): string {
  if (min !== max) return `${min} to ${max} bytes`;
  return max === 1 ? '1 byte' : `${max} bytes`;
}
