import type { InterfaceComparison } from '../compare/index.ts';
import type { ImageEntry, InterfaceDocument, ReleaseDocument } from '../registry/index.ts';
import { membersOf, typeName } from '../schema/index.ts';
import { changesOf, interfaceNames, worstOf } from './changes/changes.ts';
import {
  allowedCallersOf,
  callersOf,
  interfaceLabel,
  interfacesBySlug,
  interfaceUrl,
  operationsOfType,
  operationUrl,
  registry,
  serversOf,
  typeUrl,
  usesOfTask,
} from './context.ts';
import { errorTypes } from './error-types.ts';
import { carriersOf, versionUrl } from './published.ts';

/** Pages as Markdown, for readers that take text: what the HTML pages say, in its shortest form. */

/** A type: its members, and the operations that carry it. */
export function typeTwin(id: string): string {
  const type = registry.types[id];
  if (!type) return '';
  const members = type.kind === 'flags' ? [] : membersOf(type);
  const lines = members.map((member) => {
    const isVariant = 'index' in member;
    const fields = isVariant
      ? member.fields.map((field) => `${field.name}: ${typeName(field.type, registry.types)}`).join(', ')
      : typeName(member.type, registry.types);
    const what = isVariant ? `= ${member.value ?? '?'}${fields && ` (${fields})`}` : `: ${fields}`;
    return `- \`${member.name}\` ${what}${member.doc ? `. ${inline(member.doc)}` : ''}`;
  });
  const flags = type.kind === 'flags' ? type.flags.map(({ name, value }) => `- \`${name}\` = ${value ?? '?'}`) : [];
  const uses = (operationsOfType.get(id) ?? []).map(
    ({ entry, operation, roles }) =>
      `- [${interfaceLabel(entry)}.${operation.name}](${operationUrl(entry, operation)}index.md): ${roles.join(', ')}`,
  );
  return page(
    `# ${type.name}`,
    `${type.kind} \`${id}\``,
    type.doc,
    [...lines, ...flags].join('\n'),
    '## Who carries this',
    uses.join('\n') || 'No operation.',
  );
}

/** A release: what it changed, and the versions of its interfaces. */
export function releaseTwin({ name, family, date, predecessor, comparisons, interfaces }: ReleaseDocument): string {
  return page(
    `# ${name}`,
    `Release of ${family}${date ? `, ${date.slice(0, 10)}` : ''}.`,
    predecessor === undefined ? 'The first of its line.' : `## Changes against ${predecessor}`,
    predecessor === undefined ? undefined : comparisonsText(comparisons) || 'None.',
    '## Interfaces',
    interfaces.map(({ name: one, path, version }) => `- ${one} (\`${path}\`): version ${version}`).join('\n'),
  );
}

/** Every version of an interface, with the releases that carry it. */
export function historyTwin(history: InterfaceDocument): string {
  const versions = history.versions.toReversed().map(({ number, comparison }) => {
    const { first, last, count } = carriersOf(history, number);
    const range = count === 1 ? first : `${count} releases, ${first} to ${last}`;
    return page(
      `## [Version ${number}](${versionUrl(history, number)}index.md)`,
      `In ${range}.`,
      comparison ? comparisonsText([comparison]) : undefined,
    );
  });
  return page(`# History of ${interfaceLabel(history)}`, `\`${history.path}\``, ...versions);
}

/** One comparison of neighbors. */
export function comparisonTwin(title: string, comparison: InterfaceComparison | undefined): string {
  return page(`# ${title}`, comparison ? comparisonsText([comparison]) || 'No change.' : 'Not compared.');
}

function comparisonsText(comparisons: readonly InterfaceComparison[]): string {
  return changesOf(comparisons)
    .map(
      (change) =>
        `- ${interfaceNames(change).join(', ')}: ${change.cause.message} (${worstOf(change) ?? 'no call affected'})`,
    )
    .join('\n');
}

/** An image: its tasks, what they serve and call. */
export function imageTwin(image: ImageEntry): string {
  const nameOf = (slug: string) => {
    const entry = interfacesBySlug.get(slug);
    return entry ? interfaceLabel(entry) : slug;
  };
  const tasks = image.tasks.map(({ name, index, serves, calls }) => {
    const called = [...new Set(calls.map((call) => `${nameOf(call.interface)} of ${call.task}`))];
    const parts = [
      serves.length > 0 && `serves ${serves.map(nameOf).join(', ')}`,
      called.length > 0 && `calls ${called.join(', ')}`,
    ];
    return `- ${index} \`${name}\`: ${parts.filter(Boolean).join('; ') || 'no interface'}`;
  });
  return page(
    `# ${image.name}`,
    `Image \`${image.path}\`${image.target ? ` for ${image.target}` : ''}.`,
    tasks.join('\n'),
  );
}

/** A task: the images that have it, what it serves and may call. */
export function taskTwin(name: string): string {
  const uses = usesOfTask.get(name) ?? [];
  const listed = (pick: typeof serversOf) =>
    registry.interfaces
      .filter(({ slug }) => pick.get(slug)?.some(({ task }) => task.name === name))
      .map(interfaceLabel)
      .join(', ');
  return page(
    `# Task ${name}`,
    `In ${uses.map(({ image }) => image.name).join(', ')}.`,
    `Serves: ${listed(serversOf) || 'nothing'}.`,
    `May call: ${listed(callersOf) || 'nothing'}.`,
  );
}

/** Every error code that an operation replies. */
export function errorsTwin(): string {
  const lines = errorTypes.map(({ id, name, sentAs, codes }) => {
    const list = codes?.map((one) => `${one.serverDeath ? 'dead' : one.code} = ${one.name}`).join(', ');
    return `- [${name}](${typeUrl(id)}index.md)${sentAs === 'bytes' ? ', sent as bytes' : ''}: ${list || 'not known'}`;
  });
  return page('# Error codes', lines.sort().join('\n'));
}

/** Operations that clients repeat, and operations that only some tasks may call. */
export function operationsTwin(): string {
  const restricted: string[] = [];
  const idempotent: string[] = [];
  for (const entry of registry.interfaces) {
    for (const operation of entry.operations) {
      const link = `[${interfaceLabel(entry)}.${operation.name}](${operationUrl(entry, operation)}index.md)`;
      if (operation.idempotent) idempotent.push(`- ${link}`);
      for (const { callers, uses } of allowedCallersOf(entry, operation.name))
        restricted.push(
          `- ${link}: only ${callers.join(', ') || 'nobody'} in ${uses.map(({ image }) => image.name).join(', ')}`,
        );
    }
  }
  return page(
    '# Idempotent and restricted operations',
    '## Restricted',
    restricted.join('\n') || 'None.',
    '## Idempotent',
    idempotent.join('\n') || 'None.',
  );
}

/** The home page: what `llms.txt` lists, as a page. */
export function homeTwin(): string {
  const interfaces = registry.interfaces.map((entry) => `- [${interfaceLabel(entry)}](${interfaceUrl(entry)}index.md)`);
  return page(`# ${registry.title} ${registry.revision.label}`, interfaces.join('\n'));
}

/** Paragraphs of a page; what is absent or empty is left out. */
export function page(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** A text in one line. */
export function inline(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Undefined without rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string | undefined {
  if (rows.length === 0) return undefined;
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => inline(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
