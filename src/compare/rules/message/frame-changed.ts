import { type InterfaceSchema, type OperationSchema, type TrailingPart, typeName } from '../../../schema/index.ts';
import { operationRule } from '../rule.ts';

/** A receiver that expects other parts looks for the body, or the parts after it, in another place. */
export const frameChanged = operationRule({
  id: 'frame-changed',
  summary: 'A message has other parts before or after its body.',
  levels: ['wire', 'source'],
  appliesTo: 'messages',
  find: (pair, match) => {
    const [old, now] = [frameText(pair.old, match.old.schema), frameText(pair.new, match.new.schema)];
    if (old === now) return [];
    return [{ message: `a frame of \`${pair.new.name}\` is ${now}, was ${old}`, detail: [old, now] }];
  },
});

/** `` `header: Header`, the body, `crc: u16` ``. */
function frameText({ args, number }: OperationSchema, { types, messages }: InterfaceSchema): string {
  const before = args.slice(0, -1).map(({ name, type }) => `\`${name}: ${typeName(type, types)}\``);
  const after = messages?.directions[number - 1]?.after.map(partText) ?? [];
  return [...before, 'the body', ...after].join(', ');
}

function partText(part: TrailingPart): string {
  return `\`${part.name}: ${part.kind === 'number' ? part.type.name : 'bytes'}\``;
}
