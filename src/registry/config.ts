import { z } from 'zod';
import { allRules } from '../compare/index.ts';
import { knownMessageSettings, MessagesSettings } from '../messages/index.ts';
import {
  type Diagnostic,
  type JsonNode,
  jsonErrorOffset,
  jsonOfPeople,
  jsonSpan,
  jsonTree,
  lengthProblem,
  nearestFirst,
  type Result,
  type Source,
  type Span,
  suggest,
} from '../text/index.ts';
import { CONFIG_FILE } from '../tree/index.ts';
import { TARGET_NAMES, targetNamed } from '../wire/index.ts';
import {
  AUDIENCE_NAMES,
  DEFAULT_FAIL_ON,
  FAILING_VERDICTS,
  LEVEL_NAMES,
  MODE_NAMES,
  MODES,
  type Mode,
} from './breaking/policy.ts';
import { allChecks } from './checks/index.ts';
import { invalidConfig } from './checks/invalid-config.ts';

export { CONFIG_FILE };

const SeveritySchema = z.enum(['error', 'warning', 'note', 'off']);

const InterfaceSettingsSchema = z.strictObject({
  mode: z
    .enum(Object.keys(MODES) as Mode[])
    .optional()
    .describe('Which pairs of old and new have to work.'),
  levels: z.array(z.enum(LEVEL_NAMES)).min(1).optional().describe('Levels whose changes fail the run.'),
  failOn: z.array(z.enum(FAILING_VERDICTS)).optional().describe('Verdicts that fail the run.'),
  audience: z
    .enum(AUDIENCE_NAMES)
    .optional()
    .describe(
      'Who builds its two sides. `external`: different builds. `internal`: always one build, so no change fails the run.',
    ),
});

const BreakingSchema = z.strictObject({
  against: z
    .string()
    .min(1)
    .optional()
    .describe('What to compare with, as `--against` has it. Default: the merge base with the main branch.'),
  mode: z.enum(MODE_NAMES).default('full').describe('Which pairs of old and new have to work, as `--mode` has it.'),
  levels: z
    .array(z.enum(LEVEL_NAMES))
    .min(1)
    .default(['wire'])
    .describe('Levels whose changes fail the run, as `--level` has it.'),
  failOn: z
    .array(z.enum(FAILING_VERDICTS))
    .default([...DEFAULT_FAIL_ON])
    .describe('Verdicts that fail the run, as `--fail-on` has it.'),
  severity: z
    .record(z.string(), SeveritySchema)
    .default({})
    .meta({
      description:
        'Severity by rule, as `breaking --severity` has it: only an `error` fails the run. `idol-registry explain` lists the rules.',
      propertyNames: { enum: allRules.map(({ id }) => id) },
    }),
  interfaces: z
    .record(z.string().min(1), InterfaceSettingsSchema)
    .default({})
    .describe(
      'Settings of single interfaces, by a glob for their paths or names. Of several that match, later ones win.',
    ),
});

/** The configuration file. `schemas/config.v1.json` is made from this, for editors. */
export const ConfigSchema = z
  .strictObject({
    $schema: z.string().optional().describe('JSON Schema of this file, for editors.'),
    title: z.string().min(1).default('Idol interfaces').describe('Title of the site.'),
    base: z
      .string()
      .regex(/^\/(?:.*\/)?$/, 'must begin and end with `/`')
      .default('/')
      .describe('Path under which the site is served, such as `/hubris/`.'),
    origin: z
      .url({ protocol: /^https?$/ })
      .transform((url) => new URL(url).origin)
      .optional()
      .describe('Scheme and host of the site, such as `https://docs.example`: a site map is made when it is known.'),
    web: z
      .url({ protocol: /^https?$/ })
      .transform((url) => url.replace(/\/+$/, ''))
      .optional()
      .describe('Web page of the repository, for links to sources, when it is not that of the `origin` remote.'),
    severity: z
      .record(z.string(), SeveritySchema)
      .default({})
      .meta({
        description: 'Severity by check id, as `check --severity` has it; `idol-registry explain` lists the checks.',
        propertyNames: { enum: allChecks.map(({ id }) => id) },
      }),
    crates: z
      .record(z.string(), z.string().min(1))
      .default({})
      .describe(
        'Sources of crates from outside the tree: package name to folder, relative to the tree. `name@revision` is for trees whose `Cargo.lock` pins that version or commit.',
      ),
    families: z
      .record(z.string(), z.string().regex(/^[^*]*\*[^*]*$/, 'must have one `*`, where the version stands'))
      .optional()
      .describe(
        'Release families: name to a pattern of its tags, such as `gimlet-v*`. Default: by the prefix of each tag.',
      ),
    breaking: BreakingSchema.prefault({}).describe('What `idol-registry breaking` holds a change to.'),
    messages: MessagesSettings,
    target: z
      .string()
      .refine((name) => targetNamed(name) !== undefined, `must be a target that is known: ${TARGET_NAMES}`)
      .default('thumbv7em-none-eabihf')
      .describe('The target of what no image builds, as `rustc` names it. Images state their own in `app.toml`.'),
  })
  .meta({ title: 'Configuration of idol-registry' });

/** A configuration with more mistakes than this is no configuration; nobody needs to read all of them. */
const MAX_FINDINGS = 100;

export type Config = z.infer<typeof ConfigSchema> & {
  /** What it was read from, for places in its message contracts. Absent where it has none. */
  readonly source?: Source;
};

export const DEFAULT_CONFIG: Config = ConfigSchema.parse({});

/** Reads a configuration file. What is wrong in it is a diagnostic, and then the defaults hold in its place. */
export function readConfig(source: Source): Result<Config> {
  const tooLong = lengthProblem(source);
  if (tooLong !== undefined) {
    return broken([invalidConfig.found(source, { start: 0, end: 0 }, `the configuration is too long: ${tooLong}`)]);
  }
  const text = jsonOfPeople(source.text);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const start = jsonErrorOffset(text, reason);
    const words = reason.replace(/,? "?\.\.\..*$/s, '').replace(/ (?:in JSON )?at position.*$/s, '');
    return broken([invalidConfig.found(source, { start, end: start + 1 }, `the configuration is not JSON: ${words}`)]);
  }
  const parsed = ConfigSchema.safeParse(json);
  const tree = jsonTree(text);
  if (!parsed.success) {
    const found = parsed.error.issues.flatMap((issue) => explainIssue(source, tree, issue, json));
    return broken(found.slice(0, MAX_FINDINGS));
  }
  const { severity, breaking, messages } = parsed.data;
  return {
    value: { ...parsed.data, ...(Object.keys(messages).length > 0 && { source }) },
    diagnostics: [
      ...repeatedSettings(source, tree, []).slice(0, MAX_FINDINGS),
      ...unknownIds(source, tree, ['severity'], Object.keys(severity), 'check', allChecks),
      ...unknownIds(source, tree, ['breaking', 'severity'], Object.keys(breaking.severity), 'rule', allRules),
    ],
  };
}

/** A setting that is there twice: the later one would hold, and a reader of the earlier one would not know. */
function repeatedSettings(source: Source, node: JsonNode, path: readonly string[]): Diagnostic[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap((item, at) => repeatedSettings(source, item, [...path, `${at}`]));
  return [
    ...node.repeated.map(({ key, span }) =>
      invalidConfig.found(source, span, `\`${[...path, key].join('.')}\` is there twice`, 'remove one of them'),
    ),
    ...[...node.entries].flatMap(([key, { value }]) => repeatedSettings(source, value, [...path, key])),
  ];
}

function broken(diagnostics: Diagnostic[]): Result<Config> {
  return { value: DEFAULT_CONFIG, diagnostics };
}

function explainIssue(source: Source, tree: JsonNode, issue: z.core.$ZodIssue, json: unknown): Diagnostic[] {
  const at = (path: readonly PropertyKey[], mark?: 'key'): Span => jsonSpan(tree, path, mark);
  if (issue.code === 'invalid_key') {
    const reason = issue.issues[0]?.message ?? issue.message;
    const where = issue.path.slice(0, -1).join('.');
    return [invalidConfig.found(source, at(issue.path, 'key'), `a key of \`${where}\` ${reason}`)];
  }
  if (issue.code !== 'unrecognized_keys') {
    const where = issue.path.length > 0 ? `\`${issue.path.join('.')}\`` : 'the configuration';
    const found = valueAt(json, issue.path);
    if (found === undefined) return [invalidConfig.found(source, at(issue.path), `${where} is missing`)];
    return [invalidConfig.found(source, at(issue.path), `${where} ${expectation(issue)}, found ${foundText(found)}`)];
  }
  return issue.keys.slice(0, MAX_FINDINGS).map((key) => {
    const known = settingsOf(issue.path);
    return invalidConfig.found(
      source,
      at([...issue.path, key], 'key'),
      `there is no setting \`${[...issue.path, key].join('.')}\``,
      nearestFirst(key, known, 'settings'),
    );
  });
}

/** What an issue wants of a value, as the end of a sentence: "must be text". */
function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
    case 'invalid_value': {
      const values = issue.values.map((value) => JSON.stringify(value));
      return values.length === 1 ? `must be ${values[0]}` : `must be one of ${values.join(', ')}`;
    }
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : 'must name at least one';
    case 'invalid_format':
      return issue.format === 'url' ? 'must be an address such as `https://docs.example`' : issue.message;
    default:
      return issue.message;
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    json,
  );
}

function foundText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(JSON.stringify(value)).slice(0, 80);
}

function settingsOf([group, setting, ...inside]: readonly PropertyKey[]): string[] {
  if (group === 'messages' && setting !== undefined) return knownMessageSettings([setting, ...inside]);
  if (group === 'breaking' && setting === 'interfaces') return Object.keys(InterfaceSettingsSchema.shape);
  return Object.keys(group === 'breaking' ? BreakingSchema.shape : ConfigSchema.shape);
}

function unknownIds(
  source: Source,
  tree: JsonNode,
  path: readonly string[],
  used: readonly string[],
  what: string,
  known: readonly { readonly id: string }[],
): Diagnostic[] {
  const ids = known.map(({ id }) => id);
  const unknown = used.filter((id) => !ids.includes(id)).slice(0, MAX_FINDINGS);
  return unknown.map((id) => {
    const near = suggest(id, ids);
    const span = jsonSpan(tree, [...path, id], 'key');
    return invalidConfig.found(source, span, `there is no ${what} \`${id}\``, near && `did you mean \`${near}\`?`);
  });
}
