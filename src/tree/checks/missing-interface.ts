import { type CheckInfo, type Diagnostic, suggest } from '../../text/index.ts';
import type { TreeModel } from '../tree-model.ts';
import { finding } from './finding.ts';

const info = {
  id: 'missing-interface',
  severity: 'error',
  summary: 'The interface file that a build script names must exist.',
} as const satisfies CheckInfo;

export const missingInterface = {
  ...info,
  find({ files, generatorCalls, interfaceFiles }: TreeModel): Diagnostic[] {
    const missing = generatorCalls.filter(({ path }) => path === undefined || !files.has(path));
    return missing.map(({ buildScript, package: { folder }, call, path }) => {
      const near =
        path &&
        suggest(
          path,
          interfaceFiles.map((file) => file.path),
        );
      const explanation = {
        note: `the path is relative to the crate's folder, \`${folder || '.'}\``,
        help: near && `did you mean \`${near}\`?`,
      };
      const what =
        path === undefined ? `\`${call.interfacePath}\` is outside of the tree` : `\`${path}\` does not exist`;
      return finding(info, buildScript, call.pathSpan, `the interface file ${what}`, explanation);
    });
  },
};
