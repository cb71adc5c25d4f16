import type { CheckInfo, Source } from '../../text/index.ts';
import { tomlSpan } from '../toml.ts';
import { finding } from './finding.ts';

const info = {
  id: 'image-merge',
  severity: 'error',
  summary: 'A manifest must not replace an inherited value with a value of another kind.',
} as const satisfies CheckInfo;

export const imageMerge = {
  ...info,
  found: (patching: Source, patched: Source, path: readonly string[]) =>
    finding(
      info,
      patching,
      tomlSpan(patching, path),
      `\`${path.join('.')}\` has another kind than the inherited value`,
      {
        related: [{ source: patched, span: tomlSpan(patched, path), message: 'the inherited value' }],
        note: 'tables are merged, lists are appended and single values are replaced; a value cannot change its kind',
      },
    ),
};
