import { type ErrorCode, type ErrorWire, errorCodes } from '../wire/index.ts';
import { judgeRead } from './judge-read.ts';
import { replyBuffer } from './judge-reply.ts';
import { type Judgement, worse } from './model.ts';
import { sampleValues } from './samples.ts';
import { isOpen, isSamePart } from './shape.ts';
import { bytes, fine, panic, type Side, silent, unknown } from './side.ts';

type Reply = 'Simple' | ErrorWire;

/** Whether what the server answers on failure is read as that failure. The kernel's own answer, a server's death, is no version's. */
export function judgeError(client: Side, server: Side): Judgement {
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
    .map((code) => judgeCode(client, read, server, code, codes))
    .reduce(worse, fine('The server has no error to answer with.'));
}

function errorOf({ operation }: Side): Reply {
  return operation.reply.kind === 'Simple' ? 'Simple' : operation.reply.error;
}

function judgeCode(client: Side, read: Reply, server: Side, code: ErrorCode, all: readonly ErrorCode[]): Judgement {
  const answer = `When the ${server.name} server answers \`${code.name}\` (code ${code.code}), the ${client.name} client`;
  if (read === 'Simple') return silent(`${answer} takes it for success: it looks at no return code.`);
  switch (read.kind) {
    case 'ServerDeath':
      return panic(`${answer} panics: it expects no code but a server's death.`);
    case 'Complex':
      return panic(`${answer} panics: it expects an encoded \`${read.text}\`, and no bytes come.`);
    case 'CLike':
      return judgeKnown(answer, errorCodes(read.type, client.types), code, all, read.text);
  }
}

function judgeKnown(
  answer: string,
  known: readonly ErrorCode[] | null,
  code: ErrorCode,
  all: readonly ErrorCode[],
  type: string,
): Judgement {
  if (!known) return unknown(`The codes of \`${type}\` are not known.`);
  const taken = known.find((one) => one.code === code.code);
  if (!taken) return panic(`${answer} panics: its \`${type}\` has no such code.`);
  if (taken.name === code.name) return fine(`${answer} reads just that.`);
  const isRenamed = !known.some((one) => one.name === code.name) && !all.some((one) => one.name === taken.name);
  return isRenamed ? fine(`${answer} calls it \`${taken.name}\`.`) : silent(`${answer} reads \`${taken.name}\`.`);
}

function judgeComplex(client: Side, read: Reply, server: Side, said: ErrorWire & { kind: 'Complex' }): Judgement {
  const answer = `When the ${server.name} server answers an error (code 1 and an encoded \`${said.text}\`), the ${client.name} client`;
  if (read === 'Simple') return silent(`${answer} takes its bytes for a successful reply: it looks at no return code.`);
  switch (read.kind) {
    case 'ServerDeath':
      return panic(`${answer} panics: it expects no code but a server's death.`);
    case 'CLike': {
      const known = errorCodes(read.type, client.types);
      if (!known) return unknown(`The codes of \`${read.text}\` are not known.`);
      const taken = known.find((one) => one.code === 1);
      return taken
        ? silent(`${answer} reads \`${taken.name}\`, whose code is 1.`)
        : panic(`${answer} panics: its \`${read.text}\` has no code 1.`);
    }
    case 'Complex':
      break;
  }
  if (isOpen(said.type, server.types) || isOpen(read.type, client.types)) {
    return unknown('What the error is made of is not known on both sides.');
  }
  const buffer = replyBuffer(client);
  return sampleValues(said.type, server.types, 'error')
    .map(({ value, when }) => {
      const sent = server.codec.encode(said.type, value, 'Hubpack');
      if ('error' in sent) return fine(`${when} cannot be sent.`);
      if (buffer !== undefined && sent.bytes.length > buffer) {
        return panic(
          `${when}: the error takes ${bytes(sent.bytes.length)}, the ${client.name} client has a buffer of ${buffer} and cannot decode the rest.`,
        );
      }
      return judgeRead({
        what: 'error',
        reader: client,
        type: read.type,
        encoding: 'Hubpack',
        writer: server,
        written: said.type,
        value,
        bytes: sent.bytes,
        when,
      });
    })
    .reduce(worse, fine('The error is read as what was said.'));
}
