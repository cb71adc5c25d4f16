import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { crc32 } from 'node:zlib';
import { deflateSync, strToU8, Zip, type ZipInputFile } from 'fflate';
import type { Engine } from '../engine/index.ts';
import { sha256 } from '../registry/index.ts';
import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts';
import type { BundledFile } from './renderer-bundle.ts';

/** Folders and pages that are nothing without a server: data and downloads. */
const LEFT_OUT = /^(?:api|downloads)\/|^404\.html$/;
/** Data that pages load. From a disk, a script beside each gives the same. */
const DATA = /^(?:search|search-history|news)\.json$|^interfaces\/[^/]+\/(?:object|releases)\.json$/;
/** Of pages that need the engine: without it, their script is small. */
const NEEDS_ENGINE = / data-(?:playground|identify|try)[ =>]/;
/** ZIP stores local time from 1980 on. */
const STAMP = new Date(1980, 0, 1);

/**
 * Writes `offline.zip` into a built site: its pages with relative links, which a browser opens from a disk. Classic scripts have what
 * modules and workers do on the site; links to what is not in the archive are plain text.
 * @param scripts those of `bundleOfflineScripts`
 */
export function writeOffline(folder: string, base: string, scripts: readonly BundledFile[], engine: Engine): void {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !LEFT_OUT.test(path))
    .sort();
  const pages = paths.filter((path) => path.endsWith('.html'));
  const styles = paths.filter((path) => /\.(?:css|svg)$/.test(path));
  const held = new Set([...pages, ...styles]);
  const archive = new Archive(engine);
  for (const path of pages) {
    archive.add(path, strToU8(offlinePage(readFileSync(join(folder, path), 'utf8'), path, base, held)));
  }
  for (const path of styles) archive.add(path, readFileSync(join(folder, path)));
  for (const path of paths.filter((one) => DATA.test(one))) {
    archive.add(`${path}.js`, strToU8(`idolRegistryJson(${readFileSync(join(folder, path), 'utf8')})`));
  }
  for (const [path, bytes] of scripts) archive.add(path, bytes);
  writeFileSync(join(folder, 'offline.zip'), archive.bytes());
}

/** A ZIP archive. Most pages are those of the build before: the engine keeps them compressed. */
class Archive {
  readonly #engine: Engine;
  readonly #chunks: Uint8Array[] = [];
  readonly #zip = new Zip((error, chunk) => {
    if (error) throw error;
    this.#chunks.push(chunk);
  });

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  add(filename: string, content: Uint8Array): void {
    const compressed = this.#engine.remember(COMPRESSED, sha256(content), () => deflateSync(content, { level: 3 }));
    const file: ZipInputFile = { filename, size: content.length, crc: crc32(content), compression: 8, mtime: STAMP };
    this.#zip.add(file);
    file.ondata?.(null, compressed, true);
  }

  bytes(): Uint8Array {
    this.#zip.end();
    return Buffer.concat(this.#chunks);
  }
}

const COMPRESSED = { name: 'compressed', module: 'src/site/offline.ts' };

/** A page as it is read from a disk. `held` has the paths of the archive. */
export function offlinePage(html: string, path: string, base: string, held: ReadonlySet<string>): string {
  const up = '../'.repeat(path.split('/').length - 1);
  return html
    .replace(/<script type="module"[^>]*><\/script>/g, '')
    .replace(/<link rel="(?:alternate|modulepreload)"[^>]*>/g, '')
    .replace(CONTENT_SECURITY_POLICY.replaceAll("'", '&#39;'), '')
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace(/ (href|src|data-search|data-history|data-base)="([^"]*)"/g, (whole, name: string, address: string) => {
      if (!address.startsWith(base)) return whole;
      const [, target = '', rest = ''] = /^([^?#]*)(.*)$/.exec(address.slice(base.length)) ?? [];
      if (name.startsWith('data-')) return ` ${name}="${up}${target}"`;
      const file = target === '' || target.endsWith('/') ? `${target}index.html` : target;
      if (!held.has(decodeURIComponent(file))) return '';
      return ` ${name}="${file === path && rest.startsWith('#') ? rest : relativeTo(path, file) + rest}"`;
    })
    .replace('</body>', () => {
      const scripts = ['offline', ...(NEEDS_ENGINE.test(html) ? ['offline-play'] : [])];
      const tags = scripts.map(
        (name) => `<script src="${up}${name}.js" data-base="${base}" data-root="${up}"></script>`,
      );
      return `${tags.join('')}</body>`;
    });
}

function relativeTo(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to);
}
