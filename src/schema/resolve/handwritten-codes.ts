import { type Declared, type EnumItem, readMatch } from '../../rust/index.ts';
import type { Resolver } from './resolver.ts';
import { contextOf } from './type-context.ts';

/**
 * The return codes that a hand-written `impl From<E> for u16` (or `u32`) gives the variants of an enum, in decimal, or null for
 * one that is computed. Undefined when there is no such code, or it is a cast, so that the values themselves are the codes.
 */
export function readCodes(declared: Declared<EnumItem>, types: Resolver): Map<string, string | null> | undefined {
  const conversion = findConversion(declared, types);
  if (!conversion) return undefined;
  const { source, body } = conversion;
  const text = source.text.slice(body.start, body.end);
  if (!/\bmatch\b/.test(text)) return /\bas\s+u(16|32)\b/.test(text) ? undefined : new Map();
  const context = { ...contextOf(conversion, 0), self: types.selfOf(declared) };
  const codes = new Map<string, string | null>();
  for (const { variants, value } of readMatch(text)) {
    const number = value && types.constants.integer(value, context, 'u32');
    for (const variant of variants) codes.set(variant, number === undefined ? null : String(number));
  }
  return codes;
}

function findConversion(declared: Declared<EnumItem>, types: Resolver) {
  const { module, item } = declared;
  const modules = [module, ...types.program.loaded(module.crate).filter((other) => other !== module)];
  for (const target of ['u16', 'u32']) {
    for (const impl of modules.flatMap(({ impls }) => impls)) {
      const { self, trait, functions } = impl.item;
      const conversion = trait?.segments.at(-1);
      if (conversion?.name !== 'From' || self.kind !== 'path' || self.segments.at(-1)?.name !== target) continue;
      const [from] = conversion.generics;
      if (from?.kind !== 'type' || from.type.kind !== 'path' || from.type.segments.at(-1)?.name !== item.name) continue;
      const isOurs = types
        .find(from.type, impl.module)
        .some((found) => found.kind === 'type' && found.declared === declared);
      const body = functions.find(({ name }) => name === 'from')?.body;
      if (isOurs && body) return { ...impl, body };
    }
  }
  return undefined;
}
