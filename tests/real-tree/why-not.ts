import type { Compiled } from './compiled.ts';
import type { ScratchWorkspace } from './scratch-workspace.ts';

/** Why a crate does not compile, and what kind of reason that is; undefined when it does. */
export interface WhyNot {
  readonly kind: 'repository' | 'image' | 'manifest' | 'other';
  readonly text: string;
}

export function whyNot(
  name: string,
  workspace: ScratchWorkspace,
  compiled: ReadonlyMap<string, Compiled>,
): WhyNot | undefined {
  const own = compiled.get(name);
  if (own?.isCompiled) return undefined;
  const dependencies = workspace.dependencies.get(name) ?? [];
  const leftOut = workspace.leftOut.get(name) ?? [];
  if (leftOut.length > 0) return { kind: 'repository', text: `${name} needs ${leftOut.join(', ')} from a repository` };
  const errors = own?.errors ?? [];
  const unlisted = workspace.unlisted.get(name) ?? [];
  if (unlisted.length > 0)
    return {
      kind: 'manifest',
      text: `${name} does not depend on ${unlisted.join(', ')}, as any stub of the interface needs`,
    };
  const [made] =
    errors.length === 0 ? [] : [name, ...dependencies].filter((each) => (workspace.emptied.get(each) ?? []).length > 0);
  if (made !== undefined) {
    const files = workspace.emptied.get(made)?.join(', ');
    return { kind: 'image', text: `${name} needs ${files} of ${made}, which a build script makes for an image` };
  }
  if (errors[0] !== undefined) return { kind: 'other', text: `${name}: ${errors[0]}` };
  // Without an error of its own it was not begun.
  const reasons = dependencies.flatMap((each) => whyNot(each, workspace, compiled) ?? []);
  return reasons.find(({ kind }) => kind !== 'other') ?? reasons[0] ?? { kind: 'other', text: `${name} was not begun` };
}
