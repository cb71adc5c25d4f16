import type { InterfaceFile, Workspace } from '../tree/index.ts';
import { type NamedTarget, type Target, targetNamed } from '../wire/index.ts';
import type { Config } from './config.ts';

/** The target that the configuration names: for what no image builds. */
export function configuredTarget({ target: name }: Pick<Config, 'target'>): NamedTarget {
  const target = targetNamed(name);
  if (!target) throw new Error(`the configuration was read with the unknown target ${name}`);
  return { name, target };
}

/**
 * The targets that images build an interface for, by name; the configured one where no image does. A target that is not known is laid
 * out as the configured one: the check `unknown-target` reports it.
 */
export function targetsOf(
  file: InterfaceFile,
  { builds }: Pick<Workspace, 'builds'>,
  configured: NamedTarget,
): readonly NamedTarget[] {
  return distinctTargets(
    builds.imagesOf(file).flatMap(({ target }) => target ?? []),
    configured,
  );
}

/** All targets of a tree. */
export function targetsOfTree({ images }: Pick<Workspace, 'images'>, configured: NamedTarget): readonly NamedTarget[] {
  return distinctTargets(
    images.flatMap(({ target }) => target ?? []),
    configured,
  );
}

function distinctTargets(names: readonly string[], configured: NamedTarget): readonly NamedTarget[] {
  if (names.length === 0) return [configured];
  return [...new Set(names)].sort().map((name) => ({ name, target: targetNamed(name) ?? configured.target }));
}

/** Most targets of a tree have the same facts under several names. */
export function withoutNames(targets: readonly NamedTarget[]): Target[] {
  return [...new Map(targets.map(({ target }) => [JSON.stringify(target), target])).values()];
}
