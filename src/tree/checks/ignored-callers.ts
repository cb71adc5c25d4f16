import type { CheckInfo, Diagnostic } from '../../text/index.ts';
import { fileThatSays } from '../manifest.ts';
import { tomlSpan } from '../toml.ts';
import type { TreeModel } from '../tree-model.ts';
import { finding } from './finding.ts';
import { findPerImage } from './per-image.ts';

const info = {
  id: 'ignored-callers',
  severity: 'warning',
  summary: 'Allowed callers have an effect only if the server is restricted.',
} as const satisfies CheckInfo;

export const ignoredCallers = {
  ...info,
  find({ images, interfaceFiles, packages }: TreeModel): Diagnostic[] {
    const restricted = new Set(
      interfaceFiles.flatMap(({ stubs }) => stubs.filter((stub) => stub.restricted).map(({ crate }) => crate.name)),
    );
    return findPerImage(images, (image, manifest) =>
      image.tasks.flatMap(({ name, crate, allowedCallers }) => {
        const path = ['tasks', name, 'config', 'allowed-callers'];
        const file = fileThatSays(manifest.files, path);
        if (allowedCallers.size === 0 || restricted.has(crate) || !packages.has(crate) || !file) return [];
        const explanation = {
          note: `the build script of \`${crate}\` generates no restricted server, so every task may call every operation`,
          help: 'generate the server with `build_restricted_server_support`, or remove the table',
        };
        const message = `the allowed callers of \`${name}\` restrict nothing`;
        return [finding(info, file.source, tomlSpan(file.source, path), message, explanation)];
      }),
    );
  },
};
