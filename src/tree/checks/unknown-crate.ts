import { type CheckInfo, type Diagnostic, suggest } from '../../text/index.ts';
import { fileThatSays } from '../manifest.ts';
import { tomlSpan } from '../toml.ts';
import type { TreeModel } from '../tree-model.ts';
import { finding } from './finding.ts';
import { findPerImage } from './per-image.ts';

const info = {
  id: 'unknown-crate',
  severity: 'error',
  summary: 'The crate of a task must be a package of the tree.',
} as const satisfies CheckInfo;

export const unknownCrate = {
  ...info,
  find({ images, packages }: TreeModel): Diagnostic[] {
    return findPerImage(images, (image, manifest) =>
      image.tasks.flatMap(({ name, crate }) => {
        const path = ['tasks', name, 'name'];
        const file = fileThatSays(manifest.files, path) ?? fileThatSays(manifest.files, ['tasks', name]);
        if (packages.has(crate) || !file) return [];
        const near = suggest(crate, packages.keys());
        const message = crate
          ? `there is no package \`${crate}\` for the task \`${name}\``
          : `the task \`${name}\` names no package`;
        const explanation = { help: near ? `did you mean \`${near}\`?` : undefined };
        return [finding(info, file.source, tomlSpan(file.source, path, crate), message, explanation)];
      }),
    );
  },
};
