import { type CheckInfo, type Diagnostic, Source } from '../../text/index.ts';

const info = {
  id: 'unreadable-file',
  severity: 'error',
  summary: 'Every interface file must be readable.',
} as const satisfies CheckInfo;

export const unreadableFile = {
  ...info,
  found: (path: string): Diagnostic => ({
    check: info.id,
    severity: info.severity,
    message: `\`${path}\` cannot be read`,
    source: new Source(path, ''),
    span: { start: 0, end: 0 },
    help: 'in a folder, check its permissions; in a partial clone, run `git fetch --refetch`',
  }),
};
