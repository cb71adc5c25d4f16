import type { ChosenInterface } from '../api/index.ts';
import { BODY } from '../messages/index.ts';
import { jsonText } from '../text/index.ts';
import { type CodecError, errorText, parseValue, type Value } from '../wire/index.ts';
import { resolveMessage } from './choose-operation.ts';
import { codecOf } from './codec-of.ts';
import { type MessageSource, openMessageSource } from './message-source.ts';
import { addRedirectsOption } from './open-registry.ts';
import { addFormatOption, type FormatFlags, outputsOf, writeOutputs } from './output-format.ts';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';
import { readStandardInput } from './standard-input.ts';
import { whenHelp } from './when.ts';

export const TREE_OR_REGISTRY = 'root of a tree, a build archive, or a registry with `#<release>`';

/** Options of `encode` and `decode`. */
export interface CodecCommandOptions extends FormatFlags {
  readonly tree: string;
  readonly reply?: boolean;
  /** Of a message contract: also the parts before the body. */
  readonly frame?: boolean;
  /** Images and `cfg` predicates that hold. */
  readonly when: readonly string[];
}

export const registerEncode: RegisterCommand = (program, handle) => {
  const command = program
    .command('encode')
    .description('Writes the bytes of a message or a reply, in hexadecimal.')
    .argument(
      '<interface.operation>',
      'by name, file or address on the site; `contract.direction` of a message contract',
    )
    .argument(
      '[value]',
      'JSON: an object of the arguments; with --reply the value, or {"Ok": …} or {"Err": …}; of a message contract, the message body; `-` reads standard input',
      '{}',
    )
    .option('--reply', 'a reply, not a message; its return code is printed before it')
    .option('--frame', 'of a message contract: an object of the parts before the body, and the `body`')
    .option('--when <what>', 'an image that is meant, or a `cfg` predicate that holds; repeatable', gather, [])
    .option('--tree <source>', TREE_OR_REGISTRY, '.');
  addRedirectsOption(addFormatOption(command, ['text', 'json']))
    .addHelpText(
      'after',
      examples({
        'encode Spi.lock \'{"device_index": 1, "cs_state": "Asserted"}\'': 'the message of a call',
        'encode Spi.lock - < value.json': 'of a value in a file',
        'encode sp-rot.request \'"Status"\'': 'the body of a message, of a message contract',
        'encode --reply Sensor.get \'{"Err": "NoReading"}\'': 'a reply: return code and bytes',
      }),
    )
    .action(handle(encode));
};

async function encode(session: Session, word: string, given: string, options: CodecCommandOptions): Promise<Verdict> {
  const { tree, reply = false, when } = options;
  const outputs = outputsOf(options);
  const parsed = parseValue(given === '-' ? readStandardInput().toString('utf8') : given);
  if ('error' in parsed) throw new CannotRun(`the value is ${parsed.error.message}`);
  const project = await openMessageSource(session, tree);
  const chosen = resolveMessage(session, project, word, options);
  const { operation } = chosen;
  const codec = codecOf(chosen, project, when);
  const value: Value = chosen.isBodyAlone ? { [BODY]: parsed.value } : parsed.value;
  const encoded = reply ? codec.encodeReply(operation, value) : codec.encodeMessage(operation, value);
  if ('error' in encoded) {
    throw new CannotRun(
      errorText(encoded.error),
      when.length === 0 ? helpOf(encoded.error, chosen, project) : undefined,
    );
  }
  const code = 'code' in encoded ? encoded.code : undefined;
  const bytes = Buffer.from(encoded.bytes).toString('hex');
  writeOutputs(session, outputs, (format) => {
    if (format === 'json') return jsonText({ ...(code !== undefined && { code }), bytes });
    return `${code === undefined ? '' : `${code} `}${bytes}\n`;
  });
  return 0;
}

/** How to decide what an error says is open. */
export function helpOf(
  { message }: CodecError,
  chosen: ChosenInterface,
  { workspace }: MessageSource,
): string | undefined {
  return /: say (what holds|which one is meant)$/.test(message) ? whenHelp(chosen, workspace) : undefined;
}

/** Collects an option that may be given several times. */
export function gather(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}
