import { hash } from 'node:crypto';
import { interfaceText } from '../compare/index.ts';
import type { InterfaceSchema } from '../schema/index.ts';

/** SHA-256 of a content, in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content);
}

/** What a version of an interface is known by, here and in the headers of its stubs: the hash of its schema. */
export function schemaHash(schema: InterfaceSchema): string {
  return sha256(interfaceText(schema));
}
