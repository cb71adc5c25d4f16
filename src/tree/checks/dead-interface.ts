import type { CheckInfo, Diagnostic } from '../../text/index.ts';
import type { TreeModel } from '../tree-model.ts';
import { finding } from './finding.ts';

const info = {
  id: 'dead-interface',
  severity: 'warning',
  summary: 'A build script should generate a stub from every interface file.',
} as const satisfies CheckInfo;

export const deadInterface = {
  ...info,
  find({ files, interfaceFiles }: TreeModel): Diagnostic[] {
    return interfaceFiles.flatMap(({ path, stubs }) => {
      const source = stubs.length === 0 ? files.read(path) : undefined;
      if (!source) return [];
      const explanation = {
        note: 'no build reads the file, so no error shows that it is out of date',
        help: 'remove the file, or generate a stub from it in the build script of a crate',
      };
      const name = /^[ \t]*([A-Za-z]\w*)[ \t]*\(/m.exec(source.text);
      const start = name ? name.index + name[0].indexOf(name[1] as string) : 0;
      const end = start + (name?.[1]?.length ?? 0);
      return [
        finding(info, source, { start, end }, 'no build script generates a stub from this interface', explanation),
      ];
    });
  },
};
