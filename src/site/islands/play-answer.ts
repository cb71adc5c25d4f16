import type { VersionObject } from '../../registry/index.ts';
import { conditionGroups, type InterfaceSchema, specialize, typesInOperation } from '../../schema/index.ts';
import { analyse, type PlayFinding } from '../play/analysis.ts';
import { decodedHtml, triedCallHtml } from '../play/call.ts';
import { type FormField, formOf } from '../play/form.ts';
import { identifiedHtml, identify, type KnownInterface } from '../play/identify.ts';
import { rustOf } from '../play/rust-types.ts';
import { sampleArguments, sampleReplies } from '../play/sample.ts';
import { playTarget } from '../play/targets.ts';
import { readJson } from './read-json.ts';

/** What the playground, and forms for a call, ask the engine. */
export type PlayRequest =
  /** `published` is the absolute address of a version's document; `checks` that of the pages of rules. */
  | {
      kind: 'analyse';
      turn: number;
      idol: string;
      rust: string;
      /** `image`: the version as this image builds it. */
      published?: { label: string; address: string; image?: string };
      checks: string;
      target: string;
    }
  /** The texts of a version: its interface, and its Rust types; with `type`, that one alone. */
  | { kind: 'texts'; turn: number; address: string; image?: string; type?: string }
  /** Absolute address of a version's document. Without it, the schema of the last analysis. `target` names a machine. */
  | { kind: 'samples'; turn: number; target: string; schema?: string; operation: number }
  | { kind: 'call'; turn: number; target: string; schema?: string; operation: number; args: string; reply: string }
  | { kind: 'decode'; turn: number; target: string; schema?: string; operation: number; bytes: string; code?: number }
  /** Of each interface the absolute address of its schema, or of the document of its version, and its page. */
  | { kind: 'identify'; turn: number; text: string; sources: { schema: string; href: string }[] };

export type PlayAnswer =
  | {
      kind: 'analysed';
      turn: number;
      html: string;
      comparison: string;
      findings: readonly PlayFinding[];
      operations: { number: number; name: string }[];
      /** Those that the published version differs between. */
      images: string[];
    }
  | { kind: 'texts'; turn: number; idol: string; rust: string }
  | { kind: 'samples'; turn: number; args: string; form: FormField; replies: { name: string; json: string }[] }
  | { kind: 'shown'; turn: number; html: string }
  | { kind: 'failed'; turn: number };

let analysed: InterfaceSchema | undefined;
const documents = new Map<string, Promise<VersionObject>>();

/** Answers a request; fails where a document is not there. */
export async function answerTo(request: PlayRequest): Promise<PlayAnswer> {
  const { turn } = request;
  if (request.kind === 'analyse') {
    const { idol, rust, checks, published, target } = request;
    const whole = published && (await load(published.address));
    const object = whole && builtIn(whole, published.image);
    const result = analyse(
      {
        idol,
        rust,
        target: playTarget(target),
        ...(published && object && { published: { label: published.label, object } }),
      },
      (id) => `${checks}${id}/`,
    );
    analysed = result.schema;
    const operations = (analysed?.operations ?? []).map(({ number, name }) => ({ number, name }));
    return {
      kind: 'analysed',
      turn,
      html: result.html.text,
      comparison: result.comparison?.text ?? '',
      findings: result.findings,
      operations,
      images: whole ? imagesOf(whole.schema) : [],
    };
  }
  if (request.kind === 'identify') {
    const known = await Promise.all(
      request.sources.map(async ({ schema: address, href }): Promise<KnownInterface> => {
        return { schema: (await load(address)).schema, href };
      }),
    );
    return { kind: 'shown', turn, html: identifiedHtml(identify(request.text, known)).text };
  }
  if (request.kind === 'texts') {
    const { text, schema } = builtIn(await load(request.address), request.image);
    const items = rustOf(schema).items.filter(({ id }) => request.type === undefined || id === request.type);
    return { kind: 'texts', turn, idol: text, rust: items.map((item) => `${item.text}\n`).join('\n') };
  }
  const schema = request.schema === undefined ? analysed : (await load(request.schema)).schema;
  if (!schema) return { kind: 'failed', turn };
  const target = playTarget(request.target);
  switch (request.kind) {
    case 'samples': {
      const operation = schema.operations.find(({ number }) => number === request.operation);
      if (!operation) return { kind: 'failed', turn };
      const args = sampleArguments(operation, schema.types);
      const replies = schema.messages ? [] : sampleReplies(operation, schema.types);
      return { kind: 'samples', turn, args, replies, form: formOf(operation, schema.types) };
    }
    case 'call':
      return { kind: 'shown', turn, html: triedCallHtml(schema, request, target).text };
    case 'decode':
      return { kind: 'shown', turn, html: decodedHtml(schema, request, target).text };
  }
}

/** Names of the images that something in a schema depends on. */
function imagesOf({ operations, types }: InterfaceSchema): string[] {
  const conditions = conditionGroups(operations.flatMap(typesInOperation), types).flat();
  return [...new Set(conditions.flatMap((one) => (one.kind === 'images' ? one.images : [])))].sort();
}

function builtIn(object: VersionObject, image: string | undefined): VersionObject {
  return image === undefined ? object : { ...object, schema: specialize(object.schema, { image }) };
}

function load(address: string): Promise<VersionObject> {
  const known = documents.get(address) ?? fetchDocument(address);
  documents.set(address, known);
  known.catch(() => documents.delete(address));
  return known;
}

async function fetchDocument(address: string): Promise<VersionObject> {
  return (await readJson(address)) as VersionObject;
}
