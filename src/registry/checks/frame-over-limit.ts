import type { Interface } from '../../idol/index.ts';
import type { InterfaceSchema } from '../../schema/index.ts';
import type { CheckInfo, Diagnostic } from '../../text/index.ts';
import { frameSize, type NamedTarget } from '../../wire/index.ts';

const info = {
  id: 'frame-over-limit',
  severity: 'error',
  summary: 'A frame of a message contract may be longer than the limit of the contract.',
} as const satisfies CheckInfo;

/** One finding for each direction whose longest frame does not fit the buffer that the contract names. */
export const frameOverLimit = {
  ...info,
  find(
    read: Interface,
    { operations, types, messages }: InterfaceSchema,
    targets: readonly NamedTarget[],
  ): Diagnostic[] {
    return operations.flatMap((operation, index): Diagnostic[] => {
      const direction = messages?.directions[index];
      const written = read.operations.find(({ name }) => name.text === operation.name);
      if (direction?.limit === undefined || !written) return [];
      const sizes = targets.flatMap(({ target }) => frameSize(operation, direction, types, target) ?? []);
      const longest = Math.max(0, ...sizes.map(({ max }) => max));
      if (longest <= direction.limit) return [];
      return [
        {
          check: info.id,
          severity: info.severity,
          source: read.source,
          span: written.name.span,
          message: `a frame of \`${operation.name}\` may have ${longest} bytes, but the limit is ${direction.limit}`,
          note: 'the sender cannot send its longest message',
          help: 'raise the limit, or make the message shorter',
        },
      ];
    });
  },
};
