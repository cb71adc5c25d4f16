import { publishedSchemas } from '../../../registry/index.ts';

const schemas = publishedSchemas();

export const getStaticPaths = () => Object.keys(schemas).map((name) => ({ params: { name } }));

/** A JSON Schema of documents that this program reads or writes, with the version of its format in the address. */
export const GET = ({ params: { name } }: { params: { name: string } }) =>
  new Response(`${JSON.stringify(schemas[name])}\n`);
