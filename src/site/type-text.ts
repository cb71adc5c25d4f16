import type { Length, NumberCase, Type } from '../schema/index.ts';

/** Part of a type's text; one with an id stands for a type that has a page. */
export type TypePart = string | { name: string; id: string };

/** A resolved type as text, with the places of the named types in it. */
export function typeParts(type: Type): TypePart[] {
  switch (type.kind) {
    case 'integer':
    case 'float':
      return [type.endian === 'big' ? `${type.name} (big-endian)` : type.name];
    case 'bool':
    case 'char':
      return [type.kind];
    case 'unit':
      return ['()'];
    case 'never':
      return ['!'];
    case 'tuple':
      return ['(', ...joined(type.elements.map(typeParts), ', '), type.elements.length === 1 ? ',)' : ')'];
    case 'array':
      return ['[', ...typeParts(type.element), `; ${lengthText(type.length)}]`];
    case 'slice':
      return ['[', ...typeParts(type.element), ']'];
    case 'option':
      return ['Option<', ...typeParts(type.some), '>'];
    case 'result':
      return ['Result<', ...typeParts(type.ok), ', ', ...typeParts(type.err), '>'];
    case 'named':
      return [{ name: nameOf(type.id), id: type.id }];
    case 'alternatives':
      return alternatives(type.cases.map((alternative) => typeParts(alternative.type)));
    case 'unresolved':
      return [type.text];
  }
}

/** The part of a type id that people say: `SpiError` of `drv_spi_api::SpiError`, generic arguments shortened likewise. */
function nameOf(id: string): string {
  return id.replace(/(?:[A-Za-z0-9_]+::)+/g, '');
}

/** Definitions of one name that differ by image are one part: the page of the first one names the others. */
function alternatives(cases: TypePart[][]): TypePart[] {
  const byText = new Map<string, TypePart[]>();
  for (const parts of cases) {
    const short = parts.map((part) => (typeof part === 'string' ? part : { ...part, name: nameOf(familyOf(part.id)) }));
    const text = short.map((part) => (typeof part === 'string' ? part : part.name)).join('');
    if (!byText.has(text)) byText.set(text, short);
  }
  return joined([...byText.values()], ' or ');
}

/** The id without the mark that tells definitions of one name apart, where they differ by image: `crate::Name[image]#2`. */
export function familyOf(id: string): string {
  return id.replace(/\[[^[\]]*\](?:#\d+)?$/, '');
}

function lengthText(length: Length): string {
  if (typeof length === 'number') return String(length);
  return length.kind === 'unresolved' ? length.text : [...new Set(length.cases.map(({ value }) => value))].join(' or ');
}

function joined(parts: readonly TypePart[][], separator: string): TypePart[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));
}

/** A variant's number, with all that it can be: `2`, or `1 (not(feature = "x")) or 2 (feature = "x")`; `?` where it is unknown. */
export function numbersText(cases: readonly NumberCase[]): string {
  const texts = cases.map(({ number, condition }) => {
    const when = condition?.kind === 'cfg' ? ` (${condition.predicate})` : '';
    return `${number ?? '?'}${when}`;
  });
  return texts.join(' or ');
}
