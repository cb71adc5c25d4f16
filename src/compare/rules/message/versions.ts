import type { OperationSchema } from '../../../schema/index.ts';
import { operationText } from '../../canonical-form.ts';
import type { Pair } from '../../match/align.ts';
import type { Match } from '../../match/match.ts';
import { namesOf, type Rule } from '../rule.ts';

/** Rules about the constants for protocol versions. They report nothing if one of the versions has no such constant. */

const VERSION_RAISED: Rule = {
  id: 'protocol-version-raised',
  summary: 'The protocol version of a message contract was raised.',
  levels: ['tooling'],
  appliesTo: 'messages',
  find: (match) => {
    const { old, new: now } = versionsOf(match);
    if (old === undefined || now === undefined || now <= old) return [];
    return [{ message: `the protocol version is ${now}, was ${old}`, operations: [], detail: [`${old}`, `${now}`] }];
  },
};

const VERSION_NOT_RAISED: Rule = {
  id: 'protocol-version-not-raised',
  summary: 'A message changed, but the protocol version of its contract was not raised.',
  levels: ['wire'],
  appliesTo: 'messages',
  find: (match) => {
    const { old, new: now } = versionsOf(match);
    const changed = match.operations.pairs.filter((pair) => isChanged(pair, match));
    if (old === undefined || now === undefined || now > old || changed.length === 0) return [];
    const how = now === old ? `is still ${now}` : `is ${now}, was ${old}`;
    return [
      {
        message: `${namesIn(changed)} changed, but the protocol version ${how}`,
        operations: changed.map(namesOf),
        // A version of its own for each change: a waiver for one must not cover the next.
        detail: [`${old}`, `${now}`, ...changed.map((pair) => textsOf(pair, match).new)],
        help: 'raise the constant for the protocol version, so that the other program knows what it may send',
      },
    ];
  },
};

const MIN_VERSION_BROKEN: Rule = {
  id: 'min-version-broken',
  summary: 'A message changed so that its receiver cannot read a protocol version that it still supports.',
  levels: ['wire'],
  appliesTo: 'messages',
  explains: { kinds: ['silent', 'panic', 'fault'], direction: 'old-client' },
  find: (match) => {
    const { old } = versionsOf(match);
    const oldest = match.new.schema.messages?.minVersion;
    const changed = match.operations.pairs.filter((pair) => isChanged(pair, match));
    if (old === undefined || oldest === undefined || old < oldest || changed.length === 0) return [];
    return [
      {
        message: `the new version supports protocol version ${oldest} and later, but it cannot read all messages of version ${old}`,
        operations: changed.map(namesOf),
        detail: [`${old}`, `${oldest}`, ...changed.map((pair) => textsOf(pair, match).new)],
        help: 'keep the old messages decodable, or raise the constant for the oldest supported version',
      },
    ];
  },
};

const MIN_VERSION_RAISED: Rule = {
  id: 'min-version-raised',
  summary: 'The oldest supported protocol version was raised.',
  levels: ['wire'],
  appliesTo: 'messages',
  find: (match) => {
    const [old, now] = [match.old.schema.messages?.minVersion, match.new.schema.messages?.minVersion];
    if (old === undefined || now === undefined || now <= old) return [];
    return [
      {
        message: `the oldest supported protocol version is ${now}, was ${old}`,
        operations: match.operations.pairs.map(namesOf),
        detail: [`${old}`, `${now}`],
        help: 'update every sender of an older version first',
      },
    ];
  },
};

export const versionRules: readonly Rule[] = [
  VERSION_RAISED,
  VERSION_NOT_RAISED,
  MIN_VERSION_BROKEN,
  MIN_VERSION_RAISED,
];

function versionsOf(match: Match): { old: number | undefined; new: number | undefined } {
  return { old: match.old.schema.messages?.version, new: match.new.schema.messages?.version };
}

function textsOf(pair: Pair<OperationSchema>, match: Match): { old: string; new: string } {
  return { old: operationText(pair.old, match.oldTypes), new: operationText(pair.new, match.newTypes) };
}

function isChanged(pair: Pair<OperationSchema>, match: Match): boolean {
  const texts = textsOf(pair, match);
  return texts.old !== texts.new;
}

function namesIn(pairs: readonly Pair<OperationSchema>[]): string {
  const names = pairs.map((pair) => `\`${pair.new.name}\``);
  return names.length === 1
    ? `the messages of ${names[0]}`
    : `the messages of ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
