import type { InterfaceEntry, OperationEntry } from '../registry/index.ts';
import type { ErrorCode } from '../schema/index.ts';
import type { AllowedCallers } from '../tree/index.ts';
import type { Layout } from '../wire/index.ts';
import { byteMapOf, bytesText, sizeText } from './figures/index.ts';
import { type OperationView, operationView } from './operation-view.ts';

/** Who alone may call an operation, given by its name. */
export type CallersOf = (operation: string) => readonly AllowedCallers[];

/** An interface page as Markdown: what travels and how to call it, for readers that take text. */
export function interfaceMarkdown(entry: InterfaceEntry, revision: string, callersOf: CallersOf): string {
  const { name, path, doc, operations } = entry;
  const crates = entry.crates.map(({ name: crate, side }) => `\`${crate}\` (${side})`).join(', ');
  return joined([
    `# ${name}`,
    entry.kind === 'messages'
      ? `Message contract at ${revision}, ${operations.length} directions.`
      : `Idol interface, \`${path}\` at ${revision}, ${operations.length} operations.${crates && ` Crates: ${crates}.`}`,
    doc,
    ...operations.map((operation) =>
      operationMarkdown(operation, operationView(entry, operation.number), callersOf(operation.name)),
    ),
  ]);
}

/** One operation, under a heading of the second level. */
export function operationMarkdown(
  operation: OperationEntry,
  view: OperationView | undefined,
  allowedCallers: readonly AllowedCallers[],
): string {
  const { name, number, doc, encoding, idempotent, args, leases } = operation;
  return joined([
    `## ${number}. ${name}`,
    doc,
    operation.clientSignature === '' ? undefined : fence(operation.clientSignature),
    `${encoding}${idempotent ? ', idempotent' : ''}.`,
    list(
      allowedCallers.map(
        ({ callers, images }) =>
          `Only ${callers.map((caller) => `\`${caller}\``).join(', ') || 'nobody'} may call it in ${images.join(', ')}.`,
      ),
    ),
    list(args.filter((arg) => arg.doc).map((arg) => `\`${arg.name}\`: ${inline(arg.doc ?? '')}`)),
    list(
      leases.map(({ index, name: lease, type, read, write, maxLen, doc: meaning }) => {
        const access = [read && 'read', write && 'write'].filter(Boolean).join(' and ');
        const limit = maxLen === undefined ? '' : `, at most ${maxLen} elements`;
        return `Lease ${index} \`${lease}: ${type}\`, the server may ${access}${limit}.${meaning ? ` ${inline(meaning)}` : ''}`;
      }),
    ),
    ...(view?.onTargets ?? []).flatMap(({ targets, layout }) => [
      (view?.onTargets.length ?? 0) > 1 && `On ${targets.map((target) => `\`${target}\``).join(', ')}:`,
      layoutMarkdown('Message', layout.message),
      layoutMarkdown('Reply', layout.reply),
      layout.error && layoutMarkdown('Error', layout.error),
    ]),
    view?.codes && `Return codes: ${view.codes.map(codeText).join(', ')}.`,
    view?.openCodes && `The codes of ${view.openCodes.join(', ')} are not known.`,
  ]);
}

function codeText({ code, name, serverDeath, condition }: ErrorCode): string {
  const when =
    condition?.kind === 'cfg' ? ` if ${condition.predicate}` : condition ? ` in ${condition.images.join(' and ')}` : '';
  return `${serverDeath ? 'dead' : code} = ${name}${when}`;
}

function layoutMarkdown(what: string, layout: Layout): string {
  const head = `${what}: ${bytesText(layout.size)}.`;
  const { fields } = byteMapOf(layout);
  if (layout.size?.max === 0 || fields.length === 0) return head;
  const rows = fields.map(
    ({ start, size, name, type, values }) =>
      `| ${start ? sizeText(start) : 'varies'} | ${sizeText(size)} | ${cell(name)} | ${cell(type)}${values ? `: ${cell(values.join(', '))}` : ''} |`,
  );
  return `${head}\n\n| Byte | Size | Field | Type |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
}

function joined(parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== null && part !== false && part !== '').join('\n\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function fence(code: string): string {
  return code && `\`\`\`rust\n${code}\n\`\`\``;
}

function inline(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function cell(text: string): string {
  return inline(text).replaceAll('|', '\\|');
}
