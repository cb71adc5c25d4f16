import { readFileSync } from 'node:fs';

/** What this program is called. `package.json` lies two folders up from both `src/cli` and `dist/cli`. */
export function packageFacts(): { name: string; version: string; description: string } {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
}

/** Name and version of this program, which everything that it makes names: `idol-registry 0.1.0`. */
export function generator(): string {
  const { name, version } = packageFacts();
  return `${name} ${version}`;
}
