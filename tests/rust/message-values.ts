import { readFileSync } from 'node:fs';
import type { Type, TypeDefinition, TypeTable } from '../../src/schema/index.ts';
import { valueText } from '../../src/wire/index.ts';
import type { Random } from './random.ts';
import { randomValue } from './random-values.ts';
import { RustFile } from './rust-file.ts';

/** Values of message contracts, as calls of the macros of the program `vectors`. */
export interface MessageValues {
  /** A function `cases` that reports on all of them. */
  readonly rust: string;
  readonly values: number;
  /** By the text that the program prints for a type. */
  readonly types: ReadonlyMap<string, { readonly type: Type; readonly table: TypeTable }>;
}

const MESSAGES = 'tests/rust/vectors/src/messages.rs';
/** Aliases in it, which no definition has. */
const ALIASES = ['Reply', 'DumpReply'];
const EXAMPLES = ['1.0.0', '1.1.0', '2.0.0'];
/** For each variant of an enum, and for each struct. */
const VALUES_PER_VARIANT = 2;

/** Values of every variant of every type in our own messages, and in those of each release of the example tree. */
export function messageValues(random: Random): MessageValues {
  const files = [
    { name: 'messages', path: MESSAGES, aliases: ALIASES },
    ...EXAMPLES.map((release) => ({
      name: `modem_${release.replaceAll('.', '_')}`,
      path: `idl/${release}/lib/modem-messages/src/lib.rs`,
      aliases: [],
    })),
  ];
  const types = new Map<string, { type: Type; table: TypeTable }>();
  const calls: string[] = [];
  for (const { name, path, aliases } of files) {
    const text = readFileSync(path, 'utf8');
    const file = new RustFile(path, text, name);
    const defined = [...text.matchAll(/^pub (?:struct|enum) (\w+)/gm)].map(([, type]) => type as string);
    const wanted = [...defined, ...aliases].map((type) => ({ text: `${name}::${type}`, type: file.typeOf(type) }));
    for (const { text: shown, type } of wanted) {
      types.set(shown, { type, table: file.table });
      for (const table of tablesOf(type, file.table)) {
        for (let count = 0; count < VALUES_PER_VARIANT; count++) {
          const { rust, value } = randomValue(type, table, random);
          calls.push(`serde!(${shown} = ${rust}, r#"${valueText(value)}"#);`);
        }
      }
    }
  }
  const uses = `use crate::{${files.map(({ name }) => name).join(', ')}};`;
  const rust = [uses, '', 'pub fn cases() {', ...calls.map((call) => `    ${call}`), '}', ''].join('\n');
  return { rust, values: calls.length, types };
}

/** For an enum a table for each variant, in which it has no other one. */
function tablesOf(type: Type, table: TypeTable): TypeTable[] {
  const definition: TypeDefinition | undefined = type.kind === 'named' ? table[type.id] : undefined;
  if (definition?.kind !== 'enum') return [table];
  return definition.variants.map((variant) => ({ ...table, [definition.id]: { ...definition, variants: [variant] } }));
}
