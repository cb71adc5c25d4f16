/*
 * The text that takes longest to color, for each language: `node tests/bench/highlight.ts`. The limits of `site/highlight.ts`
 * are chosen by this.
 */
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { highlightLines, LIMITS } from '../../src/site/highlight.ts';

const UNITS =
  "< ( [ { /* // \" #[ a< a:: << => (a: ` ${ \\ ' 1e 0x r# = - a, $( [[ a=' fn impl< for< async <a a? @ ".split(' ');

export interface Coloring {
  readonly language: string;
  /** What the lines of the text repeat. */
  readonly unit: string;
  /** For the longest text that is colored, of the longest lines. */
  readonly milliseconds: number;
}

/** The slowest unit of each language, for `share` of the longest text. */
export function measureHighlighting(units: readonly string[], share: number): Coloring[] {
  return (Object.keys(LIMITS) as (keyof typeof LIMITS)[]).map((language) => {
    const { line, text } = LIMITS[language];
    const measured = units.map((unit) => {
      const oneLine = unit.repeat(Math.floor((line - 1) / unit.length));
      const count = Math.max(1, Math.floor((text * share) / (oneLine.length + 1)));
      const whole = Array.from({ length: count }, () => oneLine).join('\n');
      highlightLines(oneLine, language);
      const start = performance.now();
      highlightLines(whole, language);
      return { language, unit, milliseconds: performance.now() - start };
    });
    return measured.reduce((worst, one) => (one.milliseconds > worst.milliseconds ? one : worst));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const { language, unit, milliseconds } of measureHighlighting(UNITS.filter(Boolean), 1)) {
    process.stdout.write(`${language.padEnd(12)} ${unit.padEnd(6)} ${milliseconds.toFixed(0).padStart(7)} ms\n`);
  }
}
