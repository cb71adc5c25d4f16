import { readFileSync } from 'node:fs';

/** What this program is called. `package.json` lies two folders up from both `src/cli` and `dist/cli`. */
export function packageFacts(): { name: string; version: string; description: string } {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
}
