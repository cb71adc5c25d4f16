import type { SerializedType } from '../../messages/index.ts';
import type { CheckInfo, Diagnostic } from '../../text/index.ts';

const info = {
  id: 'unlisted-message',
  severity: 'off',
  summary: 'Code serializes a type that is no part of an interface or of a message contract.',
} as const satisfies CheckInfo;

/** One finding for each type. Off by default: whether its messages cross builds, only a person knows. */
export const unlistedMessage = {
  ...info,
  find: (types: readonly SerializedType[]): Diagnostic[] =>
    types.map(({ path, encoding, source, span, found }) => ({
      check: info.id,
      severity: info.severity,
      source,
      span,
      message:
        found === 'call'
          ? `\`${path}\` is serialized with ${encoding}, and no interface or message contract has it`
          : `\`${path}\` derives \`SerializedSize\`, and no interface or message contract has it`,
      note: 'where two sides that are built apart exchange it, a change of it breaks them in the field',
      help: `name it as the \`type\` of a direction in \`messages\` of the configuration`,
    })),
};
