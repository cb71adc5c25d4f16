import type { CheckInfo, Diagnostic } from '../../text/index.ts';
import { TARGET_NAMES, targetNamed } from '../../wire/index.ts';
import type { TreeFacts } from '../facts.ts';
import { fileThatSays, type Manifest } from '../manifest.ts';
import type { Image } from '../model.ts';
import { tomlSpan } from '../toml.ts';
import { finding } from './finding.ts';
import { findPerImage } from './per-image.ts';

const info = {
  id: 'unknown-target',
  severity: 'warning',
  summary:
    'The target of an image must be known, so that its interfaces have the layouts that the compiler gives them.',
} as const satisfies CheckInfo;

export const unknownTarget = {
  ...info,
  find: ({ images }: TreeFacts): Diagnostic[] => findPerImage(images, findInImage),
};

/** An image without an interface has no layout that could be wrong. */
function findInImage({ target, tasks }: Image, manifest: Manifest): Diagnostic[] {
  if (target === undefined || targetNamed(target) || tasks.every(({ serves }) => serves.length === 0)) return [];
  const file = fileThatSays(manifest.files, ['target']);
  if (!file) return [];
  return [
    finding(info, file.source, tomlSpan(file.source, ['target'], target), `the target \`${target}\` is not known`, {
      note: 'the interfaces of the image are laid out as for the `target` of the configuration, which may be wrong',
      help: `name a target that is known: ${TARGET_NAMES}`,
    }),
  ];
}
