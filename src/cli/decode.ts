import { InvalidArgumentError } from 'commander';
import { BODY } from '../messages/index.ts';
import type { TrailingPart } from '../schema/index.ts';
import { inertJson, jsonText, terminalText } from '../text/index.ts';
import {
  type BytePart,
  type DecodedMessage,
  type DecodedReply,
  errorText,
  placedAfter,
  type Undecodable,
  type Value,
  valueText,
} from '../wire/index.ts';
import { resolveMessage } from './choose-operation.ts';
import { codecOf } from './codec-of.ts';
import { type CodecCommandOptions, gather, helpOf, TREE_OR_REGISTRY } from './encode.ts';
import { openMessageSource } from './message-source.ts';
import { addRedirectsOption } from './open-registry.ts';
import { addFormatOption, outputsOf, writeOutputs } from './output-format.ts';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';
import { readStandardInput } from './standard-input.ts';

interface DecodeOptions extends CodecCommandOptions {
  readonly code?: number;
}

export const registerDecode: RegisterCommand = (program, handle) => {
  const command = program
    .command('decode')
    .description('Decodes a message or reply, byte by byte.')
    .argument(
      '<interface.operation>',
      'by name, file or address on the site; `contract.direction` of a message contract',
    )
    .argument('[bytes]', 'hexadecimal; blanks, commas, `:`, `_` and `0x` are skipped; `-` reads standard input', '')
    .option('--reply', 'a reply, not a message')
    .option('--frame', 'of a message contract: the bytes begin with the parts before the body')
    .option('--code <code>', 'the return code of the reply; default: 0', returnCode)
    .option('--when <what>', 'an image that is meant, or a `cfg` predicate that holds; repeatable', gather, [])
    .option('--tree <source>', TREE_OR_REGISTRY, '.');
  addRedirectsOption(addFormatOption(command, ['text', 'json']))
    .addHelpText(
      'after',
      examples({
        'decode Spi.lock 0101': 'the arguments of a call',
        'decode sp-rot.request 0a00': 'the body of a message, of a message contract',
        'decode --reply Sensor.get 0000ac41': 'what the operation returned',
        'decode --reply --code 0xffffff01 Sensor.get': 'what a return code means',
      }),
    )
    .action(handle(decode));
};

async function decode(session: Session, word: string, hex: string, options: DecodeOptions): Promise<Verdict> {
  const outputs = outputsOf(options);
  if (options.code !== undefined && !options.reply) {
    throw new CannotRun('`--code` is the return code of a reply', 'add `--reply`, or leave it out');
  }
  const bytes = bytesOf(hex === '-' ? readStandardInput().toString('utf8') : hex);
  const project = await openMessageSource(session, options.tree);
  const chosen = resolveMessage(session, project, word, options);
  const { operation } = chosen;
  const codec = codecOf(chosen, project, options.when);
  const decoded = options.reply
    ? codec.decodeReply(operation, options.code ?? 0, bytes)
    : withBodyAlone(codec.decodeMessage(operation, bytes), chosen.isBodyAlone);
  if ('error' in decoded) {
    // An answer, too: the receiver makes nothing of these bytes.
    const help = options.when.length === 0 ? helpOf(decoded.error, chosen, project) : undefined;
    const problem = [errorText(decoded.error), ...(help === undefined ? [] : [`help: ${help}`])].map(terminalText);
    const parts = decoded.parts.length > 0 ? [partsText(decoded.parts, bytes)] : [];
    writeOutputs(session, outputs, (format) =>
      format === 'json' ? jsonText({ error: decoded.error }) : [...parts, ...problem].join('\n'),
    );
    return 1;
  }
  writeOutputs(session, outputs, (format) =>
    format === 'json' ? inertJson(valueText(decoded.value ?? null)) : decodedText(decoded, bytes, partsAfter(chosen)),
  );
  return 0;
}

/** The value of a body, not a record of one part; what is behind a body is the rest of its frame. */
function withBodyAlone(decoded: DecodedMessage | Undecodable, isBodyAlone: boolean): AnyDecoded | Undecodable {
  if (!isBodyAlone || 'error' in decoded) return decoded;
  return { ...decoded, value: decoded.value[BODY] ?? null };
}

/** Of a whole frame, the parts behind the body. */
function partsAfter({
  schema,
  operation,
  isBodyAlone,
}: ReturnType<typeof resolveMessage>): readonly TrailingPart[] | undefined {
  return isBodyAlone ? undefined : schema.messages?.directions[operation.number - 1]?.after;
}

type AnyDecoded = DecodedReply | (Omit<DecodedMessage, 'value'> & { readonly value: Value });

function decodedText(decoded: AnyDecoded, bytes: Uint8Array, after?: readonly TrailingPart[]): string {
  const outcome = 'kind' in decoded ? outcomeText(decoded) : [];
  const length = 'length' in decoded ? decoded.length : bytes.length;
  const placed = after && placedAfter(after, length, bytes.length);
  const behind = (placed ?? []).flatMap(({ part, ...place }): BytePart[] =>
    place.length === 0 ? [] : [{ ...place, path: part.name, type: part.kind === 'number' ? part.type.name : 'bytes' }],
  );
  const all = [...('parts' in decoded ? decoded.parts : []), ...behind];
  const parts = all.length > 0 ? [partsText(all, bytes)] : [];
  const rest = placed ? 0 : bytes.length - length;
  const ignored = [
    ...(after && !placed ? [`the rest does not fit ${after.map(({ name }) => `\`${name}\``).join(', ')}`] : []),
    ...(rest > 0 ? [`${rest} more ${rest === 1 ? 'byte' : 'bytes'}, which the decoder ignores`] : []),
  ];
  const value = decoded.value === undefined ? [] : [inertJson(valueText(decoded.value, '\n'))];
  return [...outcome, ...parts, ...ignored, ...value].join('\n');
}

function outcomeText(reply: DecodedReply): string[] {
  switch (reply.kind) {
    case 'ok':
      return [];
    case 'error':
      return [`error, return code ${reply.code}`];
    case 'dead':
      return [`the server died or was restarted: its generation is ${reply.generation}`];
  }
}

/** One line for each run of bytes: where it is, what it says. */
function partsText(parts: readonly BytePart[], bytes: Uint8Array): string {
  const rows = parts.map(({ offset, length, path, type, value }) => {
    const hex = Buffer.from(bytes.subarray(offset, offset + Math.min(length, 16))).toString('hex');
    const shown = `${hex.replace(/..(?=.)/g, '$& ')}${length > 16 ? ' …' : ''}`;
    return [String(offset), shown, path, type, value === undefined ? '' : inertJson(valueText(value))].map(
      terminalText,
    );
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function bytesOf(text: string): Uint8Array {
  const digits = text.replace(/0x|[\s,:_]/gi, '');
  const [foreign] = /[^0-9a-f]/iu.exec(digits) ?? [];
  if (foreign !== undefined) throw new CannotRun(`\`${foreign}\` is not a hexadecimal digit`);
  if (digits.length % 2 !== 0) {
    throw new CannotRun(`${digits.length} ${digits.length === 1 ? 'digit' : 'digits'}: a byte has two`);
  }
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

function returnCode(text: string): number {
  const code = /^(?:0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN;
  if (!(code <= 0xffff_ffff)) throw new InvalidArgumentError('A return code is a number from 0 to 0xffffffff.');
  return code;
}
