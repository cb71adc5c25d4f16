import type { CheckInfo, Source, Span } from '../../text/index.ts';
import { finding } from './finding.ts';

const info = {
  id: 'image-inherit',
  severity: 'error',
  summary: 'A manifest must inherit only from files of the tree.',
} as const satisfies CheckInfo;

export const imageInherit = {
  ...info,
  notAPath: (source: Source, span: Span) =>
    finding(info, source, span, '`inherit` is neither a path nor a list of paths'),
  noSuchFile: (source: Source, span: Span, path: string) =>
    finding(info, source, span, `the inherited manifest \`${path}\` does not exist`, {
      note: 'the path is relative to the folder of the file that inherits',
    }),
  circle: (source: Source, span: Span, path: string) =>
    finding(info, source, span, `\`${path}\` inherits from itself through this file`),
  tooDeep: (source: Source, span: Span, limit: number) =>
    finding(info, source, span, `more than ${limit} manifests inherit from one another`),
};
