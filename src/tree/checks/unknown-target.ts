import type { CheckInfo, Diagnostic } from '../../text/index.ts';
import { TARGET_NAMES, targetNamed } from '../../wire/index.ts';
import { fileThatSays, type Manifest } from '../manifest.ts';
import type { Image } from '../model.ts';
import { tomlSpan } from '../toml.ts';
import type { TreeModel } from '../tree-model.ts';
import { finding } from './finding.ts';
import { findPerImage } from './per-image.ts';

const info = {
  id: 'unknown-target',
  severity: 'warning',
  summary: 'The target of an image must be a known target, because it decides layouts.',
} as const satisfies CheckInfo;

export const unknownTarget = {
  ...info,
  find: ({ images }: TreeModel): Diagnostic[] => findPerImage(images, findInImage),
};

/** An image without an interface has no layout that could be wrong. */
function findInImage({ target, tasks }: Image, manifest: Manifest): Diagnostic[] {
  if (target === undefined || targetNamed(target) || tasks.every(({ serves }) => serves.length === 0)) return [];
  const file = fileThatSays(manifest.files, ['target']);
  if (!file) return [];
  return [
    finding(info, file.source, tomlSpan(file.source, ['target'], target), `unknown target \`${target}\``, {
      note: 'layouts use the `target` of the configuration instead, so sizes and offsets may be wrong',
      help: `use a known target: ${TARGET_NAMES}`,
    }),
  ];
}
