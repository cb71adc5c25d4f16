import type { CheckInfo, Source, Span } from '../../text/index.ts';
import { finding } from './finding.ts';

const info = {
  id: 'image-diamond',
  severity: 'error',
  summary: 'An image must not inherit the same manifest twice.',
} as const satisfies CheckInfo;

export const imageDiamond = {
  ...info,
  found: (source: Source, span: Span, twice: string) =>
    finding(info, source, span, `\`${twice}\` is inherited a second time`, {
      label: 'second time',
      note: 'its lists would be appended twice, so Hubris does not build the image',
    }),
};
