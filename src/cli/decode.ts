import { InvalidArgumentError } from 'commander';
import { inertJson, terminalText } from '../text/index.ts';
import { type BytePart, type DecodedReply, valueText } from '../wire/index.ts';
import { resolveOperation } from './choose-operation.ts';
import { codecOf } from './codec-of.ts';
import { type CodecCommandOptions, errorText, gather, helpOf } from './encode.ts';
import { openProject } from './project.ts';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';

interface DecodeOptions extends CodecCommandOptions {
  readonly code: number;
  readonly json?: boolean;
}

export const registerDecode: RegisterCommand = (program, handle) => {
  program
    .command('decode')
    .description('Says what the bytes of a message or a reply mean, byte for byte.')
    .argument('<interface.operation>', 'by name, file or address on the site')
    .argument('[bytes]', 'hexadecimal; blanks, commas, `:` and `0x` are skipped', '')
    .option('--reply', 'a reply, not a message')
    .option('--code <code>', 'the return code of the reply', returnCode, 0)
    .option('--json', 'only the value, as JSON')
    .option('--when <what>', 'an image that is meant, or a `cfg` predicate that holds; repeatable', gather, [])
    .option('--tree <folder>', 'root of the tree', '.')
    .addHelpText(
      'after',
      examples({
        'decode Spi.lock 0101': 'the arguments of a call',
        'decode --reply Sensor.get 0000ac41': 'what the operation returned',
        'decode --reply --code 0xffffff01 Sensor.get': 'what a return code means',
      }),
    )
    .action(handle(decode));
};

function decode(session: Session, word: string, hex: string, options: DecodeOptions): Verdict {
  const bytes = bytesOf(hex);
  const project = openProject(session, options.tree);
  const chosen = resolveOperation(session, project, word);
  const { operation } = chosen;
  const codec = codecOf(chosen, project, options.when);
  const decoded = options.reply
    ? codec.decodeReply(operation, options.code, bytes)
    : codec.decodeMessage(operation, bytes);
  if ('error' in decoded) {
    if (!options.json && decoded.parts.length > 0) session.print(partsText(decoded.parts, bytes));
    throw new CannotRun(
      errorText(decoded.error),
      options.when.length === 0 ? helpOf(decoded.error, chosen, project) : undefined,
    );
  }
  const value = decoded.value === undefined ? undefined : valueText(decoded.value, options.json ? '' : '\n');
  if (options.json) {
    session.printDocument(inertJson(value ?? 'null'));
    return 0;
  }
  const outcome = 'kind' in decoded ? outcomeText(decoded) : [];
  const parts = 'parts' in decoded && decoded.parts.length > 0 ? [partsText(decoded.parts, bytes)] : [];
  const rest = 'length' in decoded ? bytes.length - decoded.length : 0;
  const ignored = rest > 0 ? [`${rest} more ${rest === 1 ? 'byte' : 'bytes'}, which the decoder ignores`] : [];
  session.print([...outcome, ...parts, ...ignored, ...(value === undefined ? [] : [inertJson(value)])].join('\n'));
  return 0;
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
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) throw new CannotRun('the bytes are not pairs of hexadecimal digits');
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

function returnCode(text: string): number {
  const code = /^(?:0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN;
  if (!(code <= 0xffff_ffff)) throw new InvalidArgumentError('A return code is a number from 0 to 0xffffffff.');
  return code;
}
