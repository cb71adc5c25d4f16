import type { CheckInfo, Diagnostic } from '../../text/index.ts';
import type { TreeFacts } from '../facts.ts';
import { finding } from './finding.ts';

const info = {
  id: 'dead-interface',
  severity: 'warning',
  summary: 'Some build script should make a stub of every interface file.',
} as const satisfies CheckInfo;

export const deadInterface = {
  ...info,
  find({ files, interfaceFiles }: TreeFacts): Diagnostic[] {
    return interfaceFiles.flatMap(({ path, stubs }) => {
      const source = stubs.length === 0 ? files.read(path) : undefined;
      if (!source) return [];
      const explanation = {
        note: 'nothing builds it, so nothing notices when it goes out of date',
        help: 'remove the file, or generate a stub of it in the build script of a crate',
      };
      const name = /^[ \t]*([A-Za-z]\w*)[ \t]*\(/m.exec(source.text);
      const start = name ? name.index + name[0].indexOf(name[1] as string) : 0;
      const end = start + (name?.[1]?.length ?? 0);
      return [finding(info, source, { start, end }, 'no build script makes a stub of this interface', explanation)];
    });
  },
};
