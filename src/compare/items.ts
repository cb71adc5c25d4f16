import type { Doc, Interface } from '../idol/index.ts';
import type { Span } from '../text/index.ts';
import type { InterfaceVersion, ItemKey } from './model.ts';

/** Place and documentation of each item of an interface file. */
export function itemsOf(read: Interface): InterfaceVersion['items'] {
  const { source } = read;
  const items: InterfaceVersion['items'] = {};
  const note = (key: ItemKey, span: Span, doc?: Doc) => {
    items[key] = { place: { path: source.path, ...source.position(span.start) }, ...(doc && { doc: doc.text }) };
  };
  note('', read.name.span, read.doc);
  for (const operation of read.operations) {
    const name = operation.name.text;
    note(name, operation.name.span, operation.doc);
    for (const arg of operation.args) note(`${name}.arg.${arg.name.text}`, arg.name.span, arg.doc);
    for (const lease of operation.leases) note(`${name}.lease.${lease.name.text}`, lease.name.span, lease.doc);
    note(`${name}.reply`, operation.reply.span);
    if (operation.reply.kind === 'Result') note(`${name}.error`, operation.reply.error.span);
  }
  return items;
}
