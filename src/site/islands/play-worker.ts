import type { ObjectDocument } from '../../registry/index.ts';
import type { InterfaceSchema } from '../../schema/index.ts';
import { analyse, type PlayFinding } from '../play/analysis.ts';
import { decodedHtml, triedCallHtml } from '../play/call.ts';
import { identifiedHtml, identify, type KnownInterface } from '../play/identify.ts';
import { sampleArguments, sampleReplies } from '../play/sample.ts';

/** Runs the engine aside from the page: for the playground, and for calls that a reader tries. */
export type PlayRequest =
  /** `published` is the absolute address of a version's document; `checks` that of the pages of rules. */
  | {
      kind: 'analyse';
      turn: number;
      idol: string;
      rust: string;
      published?: { label: string; address: string };
      checks: string;
    }
  /** Address of a schema, absolute. Without it, that of the last analysis. */
  | { kind: 'samples'; turn: number; schema?: string; operation: number }
  | { kind: 'call'; turn: number; schema?: string; operation: number; args: string; reply: string }
  | { kind: 'decode'; turn: number; schema?: string; operation: number; bytes: string; code?: number }
  /** Of each interface the absolute address of its schema, or of the document of its version, and its page. */
  | { kind: 'identify'; turn: number; text: string; sources: { schema: string; href: string }[] };

export type PlayAnswer =
  | {
      kind: 'analysed';
      turn: number;
      html: string;
      findings: readonly PlayFinding[];
      operations: { number: number; name: string }[];
    }
  | { kind: 'samples'; turn: number; args: string; replies: { name: string; json: string }[] }
  | { kind: 'shown'; turn: number; html: string }
  | { kind: 'failed'; turn: number };

let analysed: InterfaceSchema | undefined;
const documents = new Map<string, Promise<unknown>>();

addEventListener('message', async ({ data }: MessageEvent<PlayRequest>) => {
  try {
    postMessage(await answerTo(data));
  } catch {
    postMessage({ kind: 'failed', turn: data.turn } satisfies PlayAnswer);
  }
});

async function answerTo(request: PlayRequest): Promise<PlayAnswer> {
  const { turn } = request;
  if (request.kind === 'analyse') {
    const { idol, rust, checks, published } = request;
    const object = published && ((await load(published.address)) as ObjectDocument);
    const result = analyse(
      { idol, rust, ...(published && object && { published: { label: published.label, object } }) },
      (id) => `${checks}${id}/`,
    );
    analysed = result.schema;
    const operations = (analysed?.operations ?? []).map(({ number, name }) => ({ number, name }));
    return { kind: 'analysed', turn, html: result.html.text, findings: result.findings, operations };
  }
  if (request.kind === 'identify') {
    const known = await Promise.all(
      request.sources.map(async ({ schema: address, href }): Promise<KnownInterface> => {
        const document = (await load(address)) as ObjectDocument | InterfaceSchema;
        return { schema: 'schema' in document ? document.schema : document, href };
      }),
    );
    return { kind: 'shown', turn, html: identifiedHtml(identify(request.text, known)).text };
  }
  const schema = request.schema === undefined ? analysed : ((await load(request.schema)) as InterfaceSchema);
  if (!schema) return { kind: 'failed', turn };
  switch (request.kind) {
    case 'samples': {
      const operation = schema.operations.find(({ number }) => number === request.operation);
      if (!operation) return { kind: 'failed', turn };
      const [args, replies] = [sampleArguments(operation, schema.types), sampleReplies(operation, schema.types)];
      return { kind: 'samples', turn, args, replies };
    }
    case 'call':
      return { kind: 'shown', turn, html: triedCallHtml(schema, request).text };
    case 'decode':
      return { kind: 'shown', turn, html: decodedHtml(schema, request).text };
  }
}

function load(address: string): Promise<unknown> {
  const known = documents.get(address) ?? fetchDocument(address);
  documents.set(address, known);
  known.catch(() => documents.delete(address));
  return known;
}

async function fetchDocument(address: string): Promise<unknown> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}
