import type { OperationSchema } from '../../schema/index.ts';
import type { AllowedCallers, InterfaceVersion } from '../model.ts';
import type { Pair } from './align.ts';

/** Whom an image of both versions allows to call an operation, where that changed. */
export interface CallersChange {
  readonly image: string;
  readonly operation: Pair<OperationSchema>;
  /** Undefined where every task may call it. */
  readonly old: readonly string[] | undefined;
  readonly new: readonly string[] | undefined;
}

/** Every change of allowed callers in images that both versions have servers in. */
export function callersChanges(
  oldVersion: InterfaceVersion,
  newVersion: InterfaceVersion,
  pairs: readonly Pair<OperationSchema>[],
): CallersChange[] {
  const old = oldVersion.build?.allowedCallers ?? [];
  const now = newVersion.build?.allowedCallers ?? [];
  if (old.length + now.length === 0) return [];
  // An image that only one version has takes no right from anybody.
  const isServed = (image: string) =>
    [oldVersion, newVersion].every(({ build }) => build?.servedIn === undefined || build.servedIn.includes(image));
  const images = [...new Set([...old, ...now].map(({ image }) => image))].filter(isServed).sort();
  return images.flatMap((image) =>
    pairs.flatMap((operation) => {
      const callers = (all: readonly AllowedCallers[], name: string) =>
        all.find((one) => one.image === image && one.operation === name)?.callers;
      const change = { image, operation, old: callers(old, operation.old.name), new: callers(now, operation.new.name) };
      return JSON.stringify(change.old) === JSON.stringify(change.new) ? [] : [change];
    }),
  );
}

/** Who may call in `oldCallers` and not in `newCallers`, in words; undefined where nobody lost that. */
export function losers(
  oldCallers: readonly string[] | undefined,
  newCallers: readonly string[] | undefined,
): string | undefined {
  if (newCallers === undefined) return undefined;
  const names = (tasks: readonly string[]) => tasks.map((task) => `\`${task}\``).join(', ');
  if (oldCallers === undefined) return newCallers.length === 0 ? 'every task' : `every task but ${names(newCallers)}`;
  const lost = oldCallers.filter((task) => !newCallers.includes(task));
  return lost.length === 0 ? undefined : `${lost.length === 1 ? 'task' : 'tasks'} ${names(lost)}`;
}
