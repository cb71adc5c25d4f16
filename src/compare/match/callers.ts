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
  before: InterfaceVersion,
  after: InterfaceVersion,
  pairs: readonly Pair<OperationSchema>[],
): CallersChange[] {
  const old = before.build?.allowedCallers ?? [];
  const now = after.build?.allowedCallers ?? [];
  if (old.length + now.length === 0) return [];
  // An image that only one version has takes no right from anybody.
  const isServed = (image: string) =>
    [before, after].every(({ build }) => build?.servedIn === undefined || build.servedIn.includes(image));
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

/** Who may call in `before` and not in `after`, in words; undefined where nobody lost that. */
export function losers(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): string | undefined {
  if (after === undefined) return undefined;
  const names = (tasks: readonly string[]) => tasks.map((task) => `\`${task}\``).join(', ');
  if (before === undefined) return after.length === 0 ? 'every task' : `every task but ${names(after)}`;
  const lost = before.filter((task) => !after.includes(task));
  return lost.length === 0 ? undefined : `${lost.length === 1 ? 'task' : 'tasks'} ${names(lost)}`;
}
