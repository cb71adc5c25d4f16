/** `node packages/changelog.ts 1.2.3`: prints the section of a version in CHANGELOG.md; exit code 1 when there is none. */
import { readFileSync } from 'node:fs';
import process from 'node:process';

const version = process.argv[2] ?? '';
const sections = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m);
const section = sections.find((text) => text.split(/\s/, 1)[0] === version);
if (section === undefined) {
  console.error(`CHANGELOG.md has no section ${version}`);
  process.exitCode = 1;
} else {
  console.log(section.slice(section.indexOf('\n')).trim());
}
