import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Described = z.object({ name: z.string(), version: z.string(), license: z.string() });

/**
 * The license texts of the packages whose code is in a bundle: their licenses ask for that.
 *
 * @throws when a package names no license, or has no file with its text
 */
export function licenseTexts(folders: readonly string[]): string {
  const sections = folders.map((folder) => {
    const { name, version, license } = Described.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.|$)/i.test(entry));
    if (file === undefined) throw new Error(`${name} ${version} has no license text`);
    return `## ${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  return ['This program contains code of these packages:\n', ...sections].join('\n');
}
