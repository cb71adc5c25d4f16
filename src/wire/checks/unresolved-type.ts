import { type Type, type TypeTable, type UnresolvedReason, walk } from '../../schema/index.ts';
import type { WireCheck } from '../check.ts';

export const unresolvedType: WireCheck = {
  id: 'unresolved-type',
  severity: 'note',
  summary: 'A type could not be resolved, so its layout is unknown.',
  *find({ positions, images }) {
    for (const { what, text, type } of positions) {
      if (!text.expr) continue;
      const reason = reasonIn(type, images.table);
      if (!reason) continue;
      const place = reason.mention ? ` (${reason.mention.path}:${reason.mention.line}:${reason.mention.column})` : '';
      yield {
        span: text.span,
        cause: `${text.text} ${reason.message}`,
        message: `\`${text.text}\`, the type of ${what}, is unresolved`,
        note: `${reason.message}${place}`,
        ...(reason.help !== undefined && { help: reason.help }),
      };
    }
  },
};

function reasonIn(type: Type, table: TypeTable): UnresolvedReason | undefined {
  let first: UnresolvedReason | undefined;
  walk([type], table, (inner) => {
    if (inner.kind === 'unresolved') first ??= inner.reason;
    if (inner.kind === 'array' && typeof inner.length === 'object' && inner.length.kind === 'unresolved') {
      first ??= inner.length.reason;
    }
  });
  return first;
}
