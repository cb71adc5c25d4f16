import type { CheckInfo, Source, Span } from '../../text/index.ts';
import { finding } from './finding.ts';

const info = {
  id: 'manifest-syntax',
  severity: 'error',
  summary: 'The manifest of an image or a package must be well-formed TOML.',
} as const satisfies CheckInfo;

export const manifestSyntax = {
  ...info,
  found: (source: Source, span: Span, reason: string) =>
    finding(info, source, span, `the manifest is not TOML: ${reason}`, {
      note: 'the registry skips this image and every image that inherits from this file',
    }),
  foundInPackage: (source: Source, span: Span, reason: string) =>
    finding(info, source, span, `the manifest of the package is not TOML: ${reason}`, {
      note: 'the package is left out: its build script makes no stub, and its types are unknown',
    }),
};
