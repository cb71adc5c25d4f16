import { type ErrorCode, type ErrorSchema, type KnownCodes, knownCodes } from '../../schema/index.ts';
import { isOpen, isSamePart } from '../canonical-form.ts';
import type { AnswerBehavior } from './behavior.ts';
import { bytes, type CallVerdict, ok, panic, sentenceOf, silent, unknown, worse } from './call-verdict.ts';
import { codecPlan } from './codec-plan.ts';
import type { Endpoint } from './endpoint.ts';
import { longest, provenReading } from './proof.ts';
import { notEncoded, readableValues, readOk, readVerdict, replyBuffer, settled } from './reply.ts';
import type { Sample } from './sampler.ts';
import { valueSamples } from './samples.ts';
import { trySamples } from './try-samples.ts';
import { unseenBetween, unseenVerdict } from './unseen.ts';

type Reply = 'Simple' | ErrorSchema;
type Complex = ErrorSchema & { kind: 'Complex' };
type CLike = ErrorSchema & { kind: 'CLike' };

const NO_BYTES = new Uint8Array(0);

/** Whether what the server answers on failure is read as that failure. The kernel's own answer, a server's death, is no version's. */
export function errorVerdict(client: Endpoint, server: Endpoint, behavior: AnswerBehavior): CallVerdict {
  const sent = errorOf(server);
  const read = errorOf(client);
  if (sent === 'Simple' || sent.kind === 'ServerDeath') {
    const isSame = sent === 'Simple' ? read === 'Simple' : read !== 'Simple' && read.kind === 'ServerDeath';
    return ok(isSame ? 'same' : 'subset', 'The server never answers with an error.');
  }
  if (read !== 'Simple' && read.kind === sent.kind && isSamePart(sent.type, server.types, read.type, client.types)) {
    const isSerde = sent.kind === 'Complex';
    const unseen = unseenBetween(
      [{ type: sent.type, isSerde }],
      server.types,
      [{ type: read.type, isSerde }],
      client.types,
    );
    return unseen ? unseenVerdict(unseen) : ok('same', 'The error is the same on both sides.');
  }
  if (sent.kind === 'Complex') return complexVerdict(client, read, server, sent, behavior);
  const all = knownCodes(sent.type, server.types);
  if (!all) return unknownCodes(sent);
  const known = read !== 'Simple' && read.kind === 'CLike' ? knownCodes(read.type, client.types) : null;
  return all.codes
    .filter((code) => !code.serverDeath)
    .map(
      (code): CallVerdict => ({
        ...codeVerdict(client, read, known, server, code, all, behavior),
        witness: { answer: { Err: code.name } },
      }),
    )
    .concat(all.open.map((name) => unknownCode(name, sent)))
    .reduce(worse, ok('subset', 'The client knows each error of the server.'));
}

function unknownCode(name: string, { text }: { text: string }): CallVerdict {
  return unknown(`the code of \`${text}::${name}\``, `The code of \`${name}\` in \`${text}\` is not known.`);
}

function unknownCodes({ text }: { text: string }): CallVerdict {
  return unknown(`the codes of \`${text}\``, `The codes of \`${text}\` are not known.`);
}

function errorOf({ operation }: Endpoint): Reply {
  return operation.reply.kind === 'Simple' ? 'Simple' : operation.reply.error;
}

function codeVerdict(
  client: Endpoint,
  read: Reply,
  known: KnownCodes | null,
  server: Endpoint,
  code: ErrorCode,
  all: KnownCodes,
  behavior: AnswerBehavior,
): CallVerdict {
  const answer = `When the ${server.name} server answers \`${code.name}\` (code ${code.code}), the ${client.name} client`;
  if (read === 'Simple') return ignoredCode(client, NO_BYTES, answer, behavior);
  switch (read.kind) {
    case 'ServerDeath':
      return panic('client', `${answer} panics: it expects no code but a server's death.`);
    case 'Complex':
      return errorWithoutBytes(client, read, answer);
    case 'CLike':
      return known ? knownCode(answer, client, read, known, code, server, all) : unknownCodes(read);
  }
}

/** What a client makes of a return code that is none of its operation's: a runtime refused it. No bytes come with it. */
export function refusalCode(client: Endpoint, answer: string, behavior: AnswerBehavior): CallVerdict {
  const read = errorOf(client);
  if (read === 'Simple') return ignoredCode(client, NO_BYTES, answer, behavior);
  if (read.kind === 'Complex') return errorWithoutBytes(client, read, answer);
  return panic('client', `${answer} panics: it does not know the code.`);
}

function errorWithoutBytes(client: Endpoint, read: Complex, answer: string): CallVerdict {
  if (isOpen(read.type, client.types))
    return unknown(`the type of the error \`${read.text}\``, `The type \`${read.text}\` is not known.`);
  const decoded = client.codec.decode(read.type, NO_BYTES, 'Hubpack');
  return 'error' in decoded
    ? panic('client', `${answer} panics: it expects an encoded \`${read.text}\`, and no bytes come.`)
    : silent(`${answer} takes it for an encoded \`${read.text}\`, which has no bytes.`);
}

/** A client of a `Simple` reply looks at no return code: it reads the bytes as if all had gone well. Some compilers made it panic. */
function ignoredCode(client: Endpoint, sent: Uint8Array, answer: string, behavior: AnswerBehavior): CallVerdict {
  if (behavior.client.simpleReplyCode === 'panic')
    return panic('client', `${answer} panics: it expects no return code.`);
  const { type, text } = client.operation.reply.ok;
  if (isOpen(type, client.types)) {
    const sentence = `${answer} ignores the return code, and the type \`${text}\` is not known.`;
    return unknown(`the type of the reply \`${text}\``, sentence);
  }
  const read = readOk(client, sent, behavior);
  return 'error' in read
    ? panic(
        'client',
        `${answer} panics: it looks at no return code, and the bytes are no \`${text}\` (${read.error.message}).`,
      )
    : silent(`${answer} takes it for success: it looks at no return code.`);
}

function knownCode(
  answer: string,
  client: Endpoint,
  read: CLike,
  known: KnownCodes,
  code: ErrorCode,
  server: Endpoint,
  all: KnownCodes,
): CallVerdict {
  const taken = known.codes.find((one) => one.code === code.code);
  if (!taken) return missingCode(answer, read, known, 'such code');
  if (taken.name === code.name) return ok('subset', `${answer} reads just that.`);
  const isRenamed =
    definitionName(client) === definitionName(server) &&
    !namesOf(known).includes(code.name) &&
    !namesOf(all).includes(taken.name);
  return isRenamed
    ? ok('subset', `${answer} calls it \`${taken.name}\`.`)
    : silent(`${answer} reads \`${taken.name}\`.`);
}

/** The client's error does not have the code that arrives, as far as its codes are known. */
function missingCode(answer: string, { text }: CLike, { open }: KnownCodes, what: string): CallVerdict {
  if (open.length === 0) return panic('client', `${answer} panics: its \`${text}\` has no ${what}.`);
  const names = open.map((name) => `\`${name}\``).join(', ');
  return unknown(
    `the codes of ${names} in \`${text}\``,
    `${answer} has no ${what} among the known ones of \`${text}\`; the codes of ${names} are not known.`,
  );
}

function namesOf({ codes, open }: KnownCodes): string[] {
  return [...codes.map(({ name }) => name), ...open];
}

function definitionName(endpoint: Endpoint): string | undefined {
  const error = errorOf(endpoint);
  if (error === 'Simple' || error.kind === 'ServerDeath' || error.type.kind !== 'named') return undefined;
  return endpoint.types[error.type.id]?.name;
}

function complexVerdict(
  client: Endpoint,
  read: Reply,
  server: Endpoint,
  sent: Complex,
  behavior: AnswerBehavior,
): CallVerdict {
  const answer = `When the ${server.name} server answers an error (code 1 and an encoded \`${sent.text}\`), the ${client.name} client`;
  const open = [sent, ...(read !== 'Simple' && read.kind === 'Complex' ? [read] : [])].find(({ type }) =>
    isOpen(type, type === sent.type ? server.types : client.types),
  );
  if (open) return unknown(`the type of the error \`${open.text}\``, `The type \`${open.text}\` is not known.`);
  if (read !== 'Simple' && read.kind === 'Complex' && isProven(client, read, server, sent)) {
    return ok('subset', 'The client decodes every error correctly.');
  }
  const attempt = (sample: Sample): CallVerdict => {
    const encoded = server.codec.encode(sent.type, sample.value, 'Hubpack');
    if ('error' in encoded) return notEncoded('error', sample.when, encoded.error.message);
    const result = bytesVerdict({ client, read, server, sent, sample, bytes: encoded.bytes, answer, behavior });
    return { ...result, witness: { answer: { Err: sample.value } } };
  };
  const tried = trySamples(valueSamples(sent.type, server.types, 'Hubpack', 'error'), attempt, () =>
    read !== 'Simple' && read.kind === 'Complex'
      ? readableValues(server, sent.type, 'Hubpack', client, read.type, 'Hubpack')
      : [],
  );
  return settled(
    tried.map(({ result }) => result),
    client,
    'error',
  );
}

function isProven(client: Endpoint, read: Complex, server: Endpoint, sent: Complex): boolean {
  const plan = codecPlan(sent.type, 'Hubpack', server.layouts.memory);
  const buffer = replyBuffer(client);
  if (buffer === undefined || longest(plan) > buffer) return false;
  return provenReading(plan, codecPlan(read.type, 'Hubpack', client.layouts.memory)) !== undefined;
}

interface ErrorAnswer {
  client: Endpoint;
  read: Reply;
  server: Endpoint;
  sent: Complex;
  sample: Sample;
  bytes: Uint8Array;
  /** Beginning of a sentence: `When the new server answers …, the old client`. */
  answer: string;
  behavior: AnswerBehavior;
}

function bytesVerdict({ client, read, server, sent, sample, answer, behavior, ...encoded }: ErrorAnswer): CallVerdict {
  const buffer = replyBuffer(client) ?? Number.POSITIVE_INFINITY;
  const { length } = encoded.bytes;
  if (length > buffer && behavior.kernel.oversizedReply === 'fault') {
    const text =
      `the error takes ${bytes(length)} and the ${client.name} client's buffer holds ${buffer}: ` +
      `the kernel faults the ${server.name} server for it`;
    return panic('server', sentenceOf(sample.when, text));
  }
  const arrived = encoded.bytes.subarray(0, buffer);
  if (read === 'Simple') return ignoredCode(client, arrived, answer, behavior);
  switch (read.kind) {
    case 'ServerDeath':
      return panic('client', `${answer} panics: it expects no code but a server's death.`);
    case 'CLike':
      return codeOne(client, read, answer);
    case 'Complex': {
      const { value, when } = sample;
      const decoded = client.codec.decode(read.type, arrived, 'Hubpack');
      return readVerdict(client, server, {
        what: 'error',
        type: read.type,
        sent: sent.type,
        value,
        when,
        read: decoded,
      });
    }
  }
}

function codeOne(client: Endpoint, read: CLike, answer: string): CallVerdict {
  const known = knownCodes(read.type, client.types);
  if (!known) return unknownCodes(read);
  const taken = known.codes.find((one) => one.code === 1);
  return taken
    ? silent(`${answer} reads \`${taken.name}\`, whose code is 1.`)
    : missingCode(answer, read, known, 'code 1');
}
