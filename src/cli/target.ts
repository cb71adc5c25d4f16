import type { ScannedInterface } from '../registry/index.ts';
import type { Workspace } from '../tree/index.ts';
import type { NamedTarget, Target } from '../wire/index.ts';
import type { Project } from './project.ts';
import { CannotRun } from './session.ts';

/**
 * The target that bytes are meant for: that of the images named, else the only one that images build the interface for.
 * @param option with which the user names an image
 */
export function targetOf(
  { file, targets }: Pick<ScannedInterface, 'file' | 'targets'>,
  { workspace }: Project,
  images: readonly string[],
  option: '--image' | '--when',
): Target {
  const possible = targetsIn({ targets }, workspace, images);
  const [first] = new Map(possible.map(({ target }) => [JSON.stringify(target), target])).values();
  if (first && possible.every(({ target }) => JSON.stringify(target) === JSON.stringify(first))) return first;
  const names = possible.map(({ name }) => `\`${name}\``).join(' and ');
  const builds = workspace.builds.imagesOf(file).map(({ name }) => name);
  throw new CannotRun(
    `images build \`${file.path}\` for ${names}`,
    `name one with \`${option}\`: ${builds.join(', ')}`,
  );
}

/** The targets of an interface that these images are built for; all of them where no image is named. */
export function targetsIn(
  { targets }: Pick<ScannedInterface, 'targets'>,
  workspace: Workspace,
  images: readonly string[],
): readonly NamedTarget[] {
  const wanted = new Set(workspace.images.filter(({ name }) => images.includes(name)).map(({ target }) => target));
  const named = targets.filter(({ name }) => wanted.has(name));
  return named.length > 0 ? named : targets;
}
