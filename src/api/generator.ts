import { readFileSync } from 'node:fs';

/** Name and version of this program, which everything that it makes names: `idol-registry 0.1.0`. */
export function generator(): string {
  // `package.json` is two folders up from both `src/api` and `dist/api`.
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { name, version }: { name: string; version: string } = JSON.parse(text);
  return `${name} ${version}`;
}
