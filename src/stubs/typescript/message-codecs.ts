import type { Interface } from '../../idol/index.ts';
import type { OperationSchema } from '../../schema/index.ts';
import { quoted } from './literal.ts';
import { lowerCamel } from './names.ts';
import { tsdoc } from './tsdoc.ts';
import type { TypeTexts } from './types.ts';

/** Of a message contract, a codec for each direction in place of client and server. */
export function messageCodecs(source: Interface, operations: readonly OperationSchema[], types: TypeTexts): string[] {
  return operations.map(({ name, args, encoding }) => {
    const travel = encoding === 'Zerocopy' ? 'image' : 'serde';
    const texts = args.map((arg) => ({ name: arg.name, text: types.text(arg.type, travel) }));
    const body = texts.at(-1)?.text ?? 'never';
    const parts = texts.map((one) => `readonly ${one.name}: ${one.text}`).join('; ');
    const parameters = texts.length > 1 ? `${body}, { ${parts} }` : body;
    const doc = source.operations.find((operation) => operation.name.text === name)?.doc?.text;
    return [
      ...tsdoc([doc, `Messages of the direction \`${name}\`, in ${encoding}.`]),
      `export const ${types.reserve(lowerCamel(name))} = new MessageCodec<${parameters}>(SCHEMA, ${quoted(name)});`,
    ].join('\n');
  });
}
