import type { InterfaceEntry, OperationEntry } from '../registry/index.ts';
import { allowedCallersOf, registry } from './context.ts';
import { type CallersOf, interfaceMarkdown, operationMarkdown } from './interface-markdown.ts';
import { operationView } from './operation-view.ts';

/** The page of an interface as Markdown. */
export function interfaceTwin(entry: InterfaceEntry): string {
  return `${interfaceMarkdown(entry, registry.revision.label, callersIn(entry))}\n`;
}

/** The page of an operation as Markdown. */
export function operationTwin(entry: InterfaceEntry, operation: OperationEntry): string {
  const view = operationView(entry, operation.number);
  const text = operationMarkdown(operation, view, callersIn(entry)(operation.name));
  return `# ${entry.name}.${operation.name}\n\n${text}\n`;
}

function callersIn(entry: InterfaceEntry): CallersOf {
  return (operation) =>
    allowedCallersOf(entry, operation).map(({ callers, uses }) => ({
      callers,
      images: uses.map(({ image }) => image.name),
    }));
}
