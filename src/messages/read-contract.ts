import type { Argument, Encoding, Interface, Name, Operation, TypeString } from '../idol/index.ts';
import { parseType } from '../rust/index.ts';
import { type JsonNode, jsonOfPeople, jsonSpan, jsonTree, Source, type Span } from '../text/index.ts';
import { type ContractSettings, type DirectionSettings, MessagesSettings } from './settings.ts';

/** The argument of a direction's operation that is the message body: always the last one. */
export const BODY = 'body';

/** Path that stands for the file of a message contract, which has none of its own. No tree has a file of that name. */
export function contractPath(name: string): string {
  return `messages/${name}`;
}

/** Where the configuration has each setting of a contract. */
export class ContractPlaces {
  readonly source: Source;
  readonly #tree: JsonNode;
  readonly #path: readonly PropertyKey[];

  constructor(source: Source, name: string) {
    this.source = source;
    this.#tree = jsonTree(jsonOfPeople(source.text));
    this.#path = ['messages', name];
  }

  key(...path: PropertyKey[]): Span {
    return jsonSpan(this.#tree, [...this.#path, ...path], 'key');
  }

  value(...path: PropertyKey[]): Span {
    return jsonSpan(this.#tree, [...this.#path, ...path]);
  }
}

/**
 * A message contract in the form of an interface: each direction is an operation without a reply, whose arguments are the parts that
 * its receiver decodes. Spans are places of the configuration.
 */
export function readContract(name: string, contract: ContractSettings, places: ContractPlaces): Interface {
  const { source } = places;
  const operations = Object.entries(contract.directions).map(([direction, settings], index) =>
    readDirection(direction, settings, index + 1, places),
  );
  return {
    source,
    name: { text: name, span: places.key() },
    ...(contract.description !== undefined && {
      doc: { text: contract.description, span: places.value('description'), from: 'description' },
    }),
    operations,
    unknownFields: [],
    complete: true,
    span: places.value(),
  };
}

/**
 * A contract that was published: from the text of its settings alone. Undefined where they are none of this version of the program.
 */
export function readContractText(name: string, text: string): Interface | undefined {
  const source = new Source(contractPath(name), `{"messages":{${JSON.stringify(name)}:${text}}}`);
  try {
    const settings = MessagesSettings.safeParse(JSON.parse(source.text).messages);
    const own = settings.success ? settings.data[name] : undefined;
    return own && readContract(name, own, new ContractPlaces(source, name));
  } catch {
    return undefined;
  }
}

function readDirection(
  name: string,
  { description, type, encoding, before }: DirectionSettings,
  number: number,
  places: ContractPlaces,
): Operation {
  const at = ['directions', name];
  const span = places.key(...at);
  const argument = (part: Name, text: TypeString): Argument => ({
    name: part,
    type: text,
    recv: { kind: 'FromBytes' },
    span: text.span,
  });
  const parts = before.map((part, index) =>
    argument(
      { text: part.name, span: places.value(...at, 'before', index, 'name') },
      typeString(part.type, places.value(...at, 'before', index, 'type')),
    ),
  );
  const body = places.value(...at, 'type');
  return {
    name: { text: name, span },
    number,
    ...(description !== undefined && {
      doc: { text: description, span: places.value(...at, 'description'), from: 'description' },
    }),
    args: [...parts, argument({ text: BODY, span: body }, typeString(type, body))],
    leases: [],
    reply: {
      kind: 'Simple',
      ok: { type: typeString('()', span), recv: { kind: 'FromBytes' } },
      span,
    },
    idempotent: false,
    encoding: ENCODINGS[encoding],
    encodingSpan: places.value(...at, 'encoding'),
    unknownFields: [],
    span: places.value(...at),
  };
}

const ENCODINGS = { hubpack: 'Hubpack', ssmarshal: 'Ssmarshal', zerocopy: 'Zerocopy' } as const satisfies Record<
  DirectionSettings['encoding'],
  Encoding
>;

function typeString(text: string, span: Span): TypeString {
  const { type } = parseType(text);
  return { text, ...(type && { expr: type }), span };
}
