import { itemsOf } from '../../../../compare/index.ts';
import { parseInterface } from '../../../../idol/index.ts';
import type { InterfaceEntry, ObjectDocument } from '../../../../registry/index.ts';
import { Source } from '../../../../text/index.ts';
import { registry } from '../../../context.ts';

export const getStaticPaths = () =>
  registry.interfaces
    .filter(({ schema }) => schema)
    .map((entry) => ({ params: { slug: entry.slug }, props: { entry } }));

/** The version of this build's tree, for calls that readers try and for the playground. */
export const GET = ({ props: { entry } }: { props: { entry: InterfaceEntry } }) => {
  const { kind, path, schema, text } = entry;
  const read = kind === 'interface' ? parseInterface(new Source(path, text)).value : undefined;
  const items = read ? itemsOf(read) : {};
  return new Response(JSON.stringify({ kind: 'object', format: 1, path, schema, items, text } as ObjectDocument));
};
