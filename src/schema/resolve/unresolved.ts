import type { Found, MissingCrate, NameProblem, TypeExpr } from '../../rust/index.ts';
import type { SourcePlace, Type, UnresolvedReason } from '../types.ts';
import { place, type TypeContext, textOf } from './type-context.ts';

/** A type that is written where it can be pointed at, and has no meaning for the reason given. */
export function unresolved(
  expr: TypeExpr,
  context: TypeContext,
  kind: UnresolvedReason['kind'],
  message: string,
): Type {
  return {
    kind: 'unresolved',
    text: textOf(expr, context),
    reason: withMention({ kind, message }, place(expr, context)),
  };
}

function withMention(reason: UnresolvedReason, mention: SourcePlace | undefined): UnresolvedReason {
  return mention ? { ...reason, mention } : reason;
}

/** Why a name has no meaning where it is written. */
export function notFound(
  { name, module, generated, missing }: NameProblem,
  mention: SourcePlace | undefined,
): UnresolvedReason {
  const path = module && [module.crate.externName, ...module.path].filter((part) => part !== '').join('::');
  if (path === '') {
    const message = `No crate builds a stub of this interface, so that nothing says where \`${name}\` is.`;
    return withMention({ kind: 'not-found', message }, mention);
  }
  const where = path === undefined ? '' : ` in \`${path}\``;
  const [unread] = module?.unread ?? [];
  if (unread) {
    const message = `\`${name}\` is not found${where}, because \`${unread.path}\` ${unread.problem}.`;
    return withMention({ kind: 'unsupported', message }, mention);
  }
  const broken = module?.broken.find(({ item }) => item.name === name) ?? module?.broken[0];
  if (broken) {
    const { item, source } = broken;
    const at = `${source.path}:${source.position(item.offset).line}`;
    const message =
      item.name === name
        ? `\`${name}\`${where} cannot be parsed: ${item.message} (${at}).`
        : `There is no \`${name}\`${where}, as far as it can be parsed: ${item.message} (${at}).`;
    return withMention({ kind: 'unsupported', message }, mention);
  }
  const [crate] = missing;
  if (crate) {
    const message = `\`${name}\` is not written${where}, which imports all of the crate ${describe(crate)}.`;
    return withMention({ kind: 'outside-tree', message, help: helpFor(crate), ...revisionOf(missing) }, mention);
  }
  const [file] = generated;
  if (file !== undefined) {
    const message = `\`${name}\` is not written${where}: the build script makes \`${file}\`, which may have it.`;
    return withMention({ kind: 'generated', message }, mention);
  }
  return withMention({ kind: 'not-found', message: `There is no \`${name}\`${where}.` }, mention);
}

/** Why a name in a crate whose sources are not at hand has no meaning. */
export function outside(
  found: Extract<Found, { kind: 'missing' }>,
  mention: SourcePlace | undefined,
): UnresolvedReason {
  const { crate, path } = found;
  const message = `\`${[crate.name.replaceAll('-', '_'), ...path].join('::')}\` is in the crate ${describe(crate)}.`;
  return withMention({ kind: 'outside-tree', message, help: helpFor(crate), ...revisionOf([crate]) }, mention);
}

/** What pins all of some crates: a name may come from any of them. */
function revisionOf(crates: readonly MissingCrate[]): { revision?: string } {
  const revisions = crates.map(({ revision }) => revision);
  return revisions.includes(undefined) ? {} : { revision: revisions.join(', ') };
}

function describe({ name, requirement, unreadable }: MissingCrate): string {
  if (unreadable !== undefined) return `\`${name}\`, whose manifest cannot be read (${unreadable})`;
  return `\`${name}\` (${requirement}), which is not in the tree`;
}

function helpFor({ name, unreadable }: MissingCrate): string {
  if (unreadable !== undefined) return `mend ${unreadable}`;
  return `pass --crate ${name}=<path>, or run \`cargo fetch\` or \`cargo vendor\` in the tree`;
}
