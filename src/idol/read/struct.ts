import { type Span, suggest } from '../../text/index.ts';
import { reportDocNotText } from '../checks/doc-not-text.ts';
import { reportDuplicateField } from '../checks/duplicate-field.ts';
import { reportMissingField } from '../checks/missing-field.ts';
import { wrongShape } from '../checks/wrong-shape.ts';
import { renamed } from '../findings.ts';
import type { Doc, UnknownField } from '../model.ts';
import type { Field, Value } from '../ron/value.ts';
import { type Context, reportShape } from './context.ts';

/** What a struct of an interface file may hold. */
export interface ExpectedStruct {
  /** With its article: `an operation`. */
  readonly what: string;
  /** The name that may stand before the bracket. Absent: any name may. */
  readonly name?: string;
  readonly fields: readonly string[];
  /** How the reference compiler takes a field that it does not know. */
  readonly unknown: 'ignored' | 'refused';
}

/** Unknown fields that are looked at for a misspelt one. */
const MAX_CANDIDATES = 100;
const DOC_FIELDS = ['doc', 'description'] as const;

/** The fields of one struct, each given at most once. */
export class Fields {
  readonly span: Span;
  readonly unknown: readonly UnknownField[];
  readonly #context: Context;
  readonly #shape: ExpectedStruct;
  readonly #byName: ReadonlyMap<string, Field>;
  readonly #secondDoc: Field | undefined;
  /** Fields that somebody meant and misspelt, where that has been reported as an error. */
  readonly #misspelt: ReadonlySet<string>;

  constructor(
    context: Context,
    shape: ExpectedStruct,
    span: Span,
    byName: ReadonlyMap<string, Field>,
    unknown: readonly UnknownField[],
    secondDoc: Field | undefined,
    misspelt: ReadonlySet<string>,
  ) {
    this.#context = context;
    this.#shape = shape;
    this.#byName = byName;
    this.span = span;
    this.unknown = unknown;
    this.#secondDoc = secondDoc;
    this.#misspelt = misspelt;
  }

  get(name: string): Value | undefined {
    return this.#byName.get(name)?.value;
  }

  /** The field's value; reports when there is none: at the field that was meant to be it, else at `place`. */
  require(name: string, place: Span, example: string): Value | undefined {
    const value = this.get(name);
    if (value !== undefined || this.#misspelt.has(name)) return value;
    const misspelt = this.unknown
      .slice(0, MAX_CANDIDATES)
      .find((field) => suggest(field.name.text, [name]) !== undefined)?.name;
    reportMissingField(this.#context.findings, misspelt?.span ?? place, this.#shape.what, name, { example, misspelt });
    return value;
  }

  /** A `bool` field, `false` when absent. */
  flag(name: string): { value: boolean; span?: Span } {
    const value = this.get(name);
    if (value === undefined) return { value: false };
    if (value.kind === 'bool') return { value: value.value, span: value.span };
    reportShape(this.#context, value, '`true` or `false`');
    return { value: false, span: value.span };
  }

  /** The `doc` field, else `description`. */
  get doc(): Doc | undefined {
    const docs = DOC_FIELDS.flatMap((name): Doc[] => {
      const field = this.#byName.get(name);
      if (field === undefined || field.value.kind === 'unreadable') return [];
      if (field.value.kind === 'string') return [{ text: field.value.text, from: name, span: field.span }];
      reportDocNotText(this.#context.findings, field);
      return [];
    });
    const [doc, other] = docs;
    const second = other ?? this.#secondDoc;
    return doc && second ? { ...doc, second: second.span } : doc;
  }
}

/** Reads `value` as a struct. Returns undefined, after a report, when it is none. */
export function readStruct(context: Context, value: Value, shape: ExpectedStruct): Fields | undefined {
  if (value.kind === 'map') {
    return reportShape(context, value, `${shape.what} \`(…)\``, {
      help: 'write `( … )` around fields; `{ … }` contains names in quotes',
    });
  }
  const fields =
    value.kind === 'struct' ? value.fields : value.kind === 'tuple' && value.items.length === 0 ? [] : undefined;
  if (fields === undefined || (value.kind !== 'struct' && value.kind !== 'tuple')) {
    return reportShape(context, value, `${shape.what} \`(…)\``);
  }
  const { name } = value;
  if (name !== undefined && shape.name !== undefined && (name.text !== shape.name || name.raw)) {
    const found = name.raw ? `r#${name.text}` : name.text;
    context.findings.add(wrongShape, name.span, `expected ${shape.what}, found \`${found}(…)\``, {
      help: `write \`${shape.name}(\` or only \`(\``,
    });
  }
  const byName = new Map<string, Field>();
  const unknown: UnknownField[] = [];
  // The reference compiler knows neither, so it does not mind.
  let secondDoc: Field | undefined;
  const misspelt = new Set<string>();
  const documented = [...shape.fields, 'doc'];
  for (const field of fields) {
    const { name } = field;
    const isKnown = shape.fields.includes(name.text) || (shape.unknown === 'ignored' && isDocField(name.text));
    if (!isKnown && shape.unknown === 'ignored') {
      unknown.push({ name, known: documented });
      continue;
    }
    if (!isKnown) {
      const meant = suggest(name.text, shape.fields);
      if (meant !== undefined) misspelt.add(meant);
      reportUnknownField(context, field, shape, meant);
      continue;
    }
    const first = byName.get(name.text);
    if (first === undefined) byName.set(name.text, field);
    else if (isDocField(name.text)) secondDoc ??= field;
    else reportDuplicateField(context.findings, name, first.name);
  }
  return new Fields(context, shape, value.span, byName, unknown, secondDoc, misspelt);
}

function isDocField(name: string): boolean {
  return DOC_FIELDS.some((known) => known === name);
}

function reportUnknownField(context: Context, { name }: Field, shape: ExpectedStruct, meant: string | undefined): void {
  context.findings.add(wrongShape, name.span, `${shape.what} has no field \`${name.text}\``, {
    note: isDocField(name.text) ? 'document it with a `//` comment on the line above' : undefined,
    help: meant
      ? `did you mean \`${meant}\`?`
      : `its fields are ${shape.fields.map((field) => `\`${field}\``).join(' and ')}`,
    ...(meant && { fix: renamed(name.span, meant) }),
  });
}
