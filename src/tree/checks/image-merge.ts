import type { CheckInfo, Source } from '../../text/index.ts';
import { tomlSpan } from '../toml.ts';
import { finding } from './finding.ts';

const info = {
  id: 'image-merge',
  severity: 'error',
  summary: 'A manifest must not replace an inherited table or list by something else.',
} as const satisfies CheckInfo;

export const imageMerge = {
  ...info,
  found: (patching: Source, patched: Source, path: readonly string[]) =>
    finding(info, patching, tomlSpan(patching, path), `\`${path.join('.')}\` is not of the kind that it inherits`, {
      related: [{ source: patched, span: tomlSpan(patched, path), message: 'inherited from here' }],
      note: 'tables are merged, lists are appended and single values are replaced; one cannot become another',
    }),
};
