import { suggest } from '../../text/index.ts';
import { wrongShape } from '../checks/wrong-shape.ts';
import { renamed } from '../findings.ts';
import type { Value, Word } from '../ron/value.ts';
import { type Context, reportShape } from './context.ts';

/** How each variant of an enum is written, by its name: `ServerDeath`, `CLike("E")`. */
export type Variants = Readonly<Record<string, string>>;

/** The name with which a value stands for a variant of an enum. Returns undefined, after a report, when it does not. */
export function variantName<V extends Variants>(
  context: Context,
  value: Value,
  what: string,
  variants: V,
): (keyof V & string) | undefined {
  const forms = Object.values(variants).map((form) => `\`${form}\``);
  const all = { help: `write ${forms.slice(0, -1).join(', ')} or ${forms.at(-1)}` };
  const name = nameOf(value);
  if (name === undefined) return reportShape(context, value, what, all);
  if (isVariant(variants, name.text)) return name.text;
  const meant = suggest(name.text, Object.keys(variants));
  context.findings.add(
    wrongShape,
    name.span,
    `\`${name.text}\` is not ${what}`,
    meant ? { help: `did you mean \`${meant}\`?`, fix: renamed(name.span, meant) } : all,
  );
  return undefined;
}

/** The values in the brackets of a tuple variant. Returns undefined, after a report, when there are not `least` to `most` of them. */
export function variantItems(
  context: Context,
  value: Value,
  form: string,
  least: number,
  most = least,
): readonly Value[] | undefined {
  if (value.kind === 'tuple' && value.items.length >= least && value.items.length <= most) return value.items;
  return reportShape(context, value, `\`${form}\``);
}

/** Reports a variant without content that was given some. */
export function expectNoContent(context: Context, value: Value, form: string): void {
  if (value.kind !== 'name') reportShape(context, value, `\`${form}\` alone`, { help: 'remove the brackets' });
}

function nameOf(value: Value): Word | undefined {
  switch (value.kind) {
    case 'name':
    case 'tuple':
    case 'struct':
      return value.name;
    default:
      return undefined;
  }
}

function isVariant<V extends Variants>(variants: V, name: string): name is keyof V & string {
  return Object.hasOwn(variants, name);
}
