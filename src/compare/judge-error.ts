import { type ErrorCode, errorCodes } from '../schema/index.ts';
import type { ErrorWire } from '../wire/index.ts';
import { judgeRead } from './judge-read.ts';
import { readOk, replyBuffer } from './judge-reply.ts';
import { judgeSamples } from './judge-samples.ts';
import { type Judgement, worse } from './model.ts';
import { type Sample, valueSamples } from './samples.ts';
import { isOpen, isSamePart } from './shape.ts';
import { bytes, fine, panic, type Side, sentenceOf, silent, unknown } from './side.ts';
import { type Witnessed, witnessed } from './witness.ts';

type Reply = 'Simple' | ErrorWire;

const NO_BYTES = new Uint8Array(0);

/** Whether what the server answers on failure is read as that failure. The kernel's own answer, a server's death, is no version's. */
export function judgeError(client: Side, server: Side): Witnessed {
  const said = errorOf(server);
  const read = errorOf(client);
  if (said === 'Simple' || said.kind === 'ServerDeath') return fine('The server never answers with an error.');
  if (read !== 'Simple' && read.kind === said.kind && isSamePart(said.type, server.types, read.type, client.types)) {
    return fine('The error is the same on both sides.');
  }
  if (said.kind === 'Complex') return judgeComplex(client, read, server, said);
  const codes = errorCodes(said.type, server.types);
  if (!codes) return unknown(`The codes of \`${said.text}\` are not known.`);
  return codes
    .filter((code) => !code.serverDeath)
    .map((code) => witnessed(judgeCode(client, read, server, code, codes), { answer: { Err: code.name } }))
    .reduce(worse, fine('The server has no error to answer with.'));
}

function errorOf({ operation }: Side): Reply {
  return operation.reply.kind === 'Simple' ? 'Simple' : operation.reply.error;
}

function judgeCode(client: Side, read: Reply, server: Side, code: ErrorCode, all: readonly ErrorCode[]): Judgement {
  const answer = `When the ${server.name} server answers \`${code.name}\` (code ${code.code}), the ${client.name} client`;
  if (read === 'Simple') return judgeIgnoredCode(client, NO_BYTES, answer);
  switch (read.kind) {
    case 'ServerDeath':
      return panic(`${answer} panics: it expects no code but a server's death.`);
    case 'Complex': {
      const decoded = client.codec.decode(read.type, NO_BYTES, 'Hubpack');
      return 'error' in decoded
        ? panic(`${answer} panics: it expects an encoded \`${read.text}\`, and no bytes come.`)
        : silent(`${answer} takes it for an encoded \`${read.text}\`, which has no bytes.`);
    }
    case 'CLike':
      return judgeKnown(answer, client, read, code, server, all);
  }
}

/** A client of a `Simple` reply looks at no return code: it reads the bytes as if all had gone well. */
function judgeIgnoredCode(client: Side, sent: Uint8Array, answer: string): Judgement {
  const { type, text } = client.operation.reply.ok;
  if (isOpen(type, client.types))
    return unknown(`${answer} looks at no return code, and what \`${text}\` is made of is not known.`);
  const read = readOk(client, sent);
  return 'error' in read
    ? panic(`${answer} panics: it looks at no return code, and the bytes are no \`${text}\` (${read.error.message}).`)
    : silent(`${answer} takes it for success: it looks at no return code.`);
}

function judgeKnown(
  answer: string,
  client: Side,
  read: ErrorWire & { kind: 'CLike' },
  code: ErrorCode,
  server: Side,
  all: readonly ErrorCode[],
): Judgement {
  const known = errorCodes(read.type, client.types);
  if (!known) return unknown(`The codes of \`${read.text}\` are not known.`);
  const taken = known.find((one) => one.code === code.code);
  if (!taken) return panic(`${answer} panics: its \`${read.text}\` has no such code.`);
  if (taken.name === code.name) return fine(`${answer} reads just that.`);
  const isRenamed =
    definitionName(client) === definitionName(server) &&
    !known.some((one) => one.name === code.name) &&
    !all.some((one) => one.name === taken.name);
  return isRenamed ? fine(`${answer} calls it \`${taken.name}\`.`) : silent(`${answer} reads \`${taken.name}\`.`);
}

function definitionName(side: Side): string | undefined {
  const error = errorOf(side);
  if (error === 'Simple' || error.kind === 'ServerDeath' || error.type.kind !== 'named') return undefined;
  return side.types[error.type.id]?.name;
}

function judgeComplex(client: Side, read: Reply, server: Side, said: Complex): Witnessed {
  const answer = `When the ${server.name} server answers an error (code 1 and an encoded \`${said.text}\`), the ${client.name} client`;
  if (isOpen(said.type, server.types)) return unknown(`What \`${said.text}\` is made of is not known.`);
  return judgeSamples(valueSamples(said.type, server.types, 'Hubpack', 'error'), (sample) => {
    const sent = server.codec.encode(said.type, sample.value, 'Hubpack');
    if ('error' in sent) return unknown(sentenceOf(sample.when, `the error cannot be encoded (${sent.error.message})`));
    const judgement = judgeErrorBytes({ client, read, server, said, sample, sent: sent.bytes, answer });
    return witnessed(judgement, { answer: { Err: sample.value } });
  })
    .map(({ judgement }) => judgement)
    .reduce(worse, fine('The error is read as what was said.'));
}

type Complex = ErrorWire & { kind: 'Complex' };

interface ErrorAnswer {
  client: Side;
  read: Reply;
  server: Side;
  said: Complex;
  sample: Sample;
  sent: Uint8Array;
  /** Beginning of a sentence: `When the new server answers …, the old client`. */
  answer: string;
}

function judgeErrorBytes({ client, read, server, said, sample, sent, answer }: ErrorAnswer): Judgement {
  const buffer = replyBuffer(client) ?? Number.POSITIVE_INFINITY;
  if (sent.length > buffer) {
    const text =
      `the error takes ${bytes(sent.length)} and the ${client.name} client's buffer holds ${buffer}: ` +
      `the kernel faults the ${server.name} server for it (before December 2024 it cut the answer short)`;
    return panic(sentenceOf(sample.when, text));
  }
  if (read === 'Simple') return judgeIgnoredCode(client, sent, answer);
  switch (read.kind) {
    case 'ServerDeath':
      return panic(`${answer} panics: it expects no code but a server's death.`);
    case 'CLike':
      return judgeCodeOne(client, read, answer);
    case 'Complex': {
      if (isOpen(read.type, client.types)) return unknown(`What \`${read.text}\` is made of is not known.`);
      const decoded = client.codec.decode(read.type, sent, 'Hubpack');
      const reading = { what: 'error', reader: client, type: read.type, writer: server, written: said.type } as const;
      return judgeRead({ ...reading, ...sample, read: decoded });
    }
  }
}

function judgeCodeOne(client: Side, read: ErrorWire & { kind: 'CLike' }, answer: string): Judgement {
  const known = errorCodes(read.type, client.types);
  if (!known) return unknown(`The codes of \`${read.text}\` are not known.`);
  const taken = known.find((one) => one.code === 1);
  return taken
    ? silent(`${answer} reads \`${taken.name}\`, whose code is 1.`)
    : panic(`${answer} panics: its \`${read.text}\` has no code 1.`);
}
