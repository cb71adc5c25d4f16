import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { expect, test } from 'vitest';

/** Stages in the order in which data flows. */
const STAGES = [
  'program',
  'text',
  'engine',
  'rust',
  'idol',
  'schema',
  'wire',
  'runtime',
  'device',
  'compare',
  'stubs',
  'firmware',
  'tree',
  'messages',
  'registry',
  'lsp',
  'api',
  'site',
  'cli',
];
/** Stages whose choice is narrower than "all before it". */
const NARROW: Readonly<Record<string, readonly string[]>> = {
  runtime: ['schema', 'wire'],
  device: ['runtime'],
  firmware: ['text', 'rust', 'idol', 'schema', 'wire'],
};
const BROWSER_SAFE = new Set('text engine rust idol schema wire runtime compare stubs firmware'.split(' '));
const FORBIDDEN_FOLDERS = new Set('utils util helpers helper common misc shared lib'.split(' '));

const tracked = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .stdout.split('\n')
  .filter(Boolean);
const sources = tracked.filter((path) => /^src\/[^/]+\/.*\.(ts|astro|mjs)$/.test(path));
const imports = sources.flatMap((from) => importsOf(from).map((specifier) => ({ from, specifier })));

function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const pattern = /(?:^|[\s;}])(?:import|export)\s[^'"`;]*?from\s*(['"])(.+?)\1|\bimport\s*\(?\s*(['"])(.+?)\3/g;
  return [...text.matchAll(pattern)].map((match) => match[2] ?? (match[4] as string));
}

const stageOf = (path: string) => path.split('/')[1] as string;

test('the scan of imports sees what it must', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(imports).toContainEqual({ from: 'src/tree/git-process.ts', specifier: 'node:child_process' });
  expect(imports).toContainEqual({ from: 'src/tree/git.ts', specifier: '../text/index.ts' });
});

test('every folder of src is a stage', () => {
  expect([...new Set(sources.map(stageOf))].filter((stage) => !STAGES.includes(stage))).toEqual([]);
});

test('a stage imports only earlier ones, through their index.ts', () => {
  const wrong = imports.filter(({ from, specifier }) => {
    if (!specifier.startsWith('.')) return false;
    const target = posix.join(posix.dirname(from), specifier);
    if (!target.startsWith('src/') || stageOf(target) === stageOf(from)) return false;
    const [mine, theirs] = [stageOf(from), stageOf(target)];
    const allowed = NARROW[mine] ?? STAGES.slice(0, STAGES.indexOf(mine));
    return !allowed.includes(theirs) || target !== `src/${theirs}/index.ts`;
  });
  expect(wrong).toEqual([]);
});

test('no file imports itself through others, not even types alone', () => {
  expect(loopsIn(new Map(Object.entries({ a: ['b'], b: ['c', 'd'], c: ['d'], d: ['b'], e: ['a'] })))).toEqual([
    'b -> c -> d -> b',
  ]);
  const known = new Set(sources);
  const imported = new Map(sources.map((path): [string, string[]] => [path, []]));
  for (const { from, specifier } of imports) {
    const target = posix.join(posix.dirname(from), specifier);
    if (specifier.startsWith('.') && known.has(target)) imported.get(from)?.push(target);
  }
  expect(imported.get('src/tree/git.ts')).toContain('src/tree/git-process.ts');
  expect(loopsIn(imported)).toEqual([]);
});

/** Ways that lead back to where they begin, each edge that closes one counted once: there are none where there is no loop. */
function loopsIn(imported: ReadonlyMap<string, readonly string[]>): string[] {
  const loops: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) loops.push([...way.slice(way.indexOf(path)), path].join(' -> '));
    if (done.has(path)) return;
    done.add(path);
    for (const next of imported.get(path) ?? []) visit(next, [...way, path]);
  };
  for (const path of imported.keys()) visit(path, []);
  return loops;
}

test('what runs in a browser imports nothing of Node', () => {
  const builtins = new Set(builtinModules);
  const wrong = imports.filter(
    ({ from, specifier }) =>
      BROWSER_SAFE.has(stageOf(from)) && (specifier.startsWith('node:') || builtins.has(specifier)),
  );
  expect(wrong).toEqual([]);
});

test('no folder is named for being a drawer', () => {
  const folders = tracked.filter((path) => /^(src|tests)\//.test(path)).flatMap((path) => path.split('/').slice(0, -1));
  expect([...new Set(folders)].filter((folder) => FORBIDDEN_FOLDERS.has(folder))).toEqual([]);
});

test('nothing is compared while a page renders', () => {
  const comparing = /\b(?:compareInterfaces|compareTrees|compareLists|worstKindOf|verdictOfCall|judgeMeetings)\b/;
  // Scripts of the browser compare what somebody types or chooses; the build judges before it renders.
  const mayCompare = /^src\/site\/(?:islands\/|play\/|build\.ts$)/;
  const site = tracked.filter((path) => path.startsWith('src/site/'));
  const wrong = site.filter((path) => !mayCompare.test(path) && comparing.test(readFileSync(path, 'utf8')));
  expect(wrong).toEqual([]);
  expect(site.filter((path) => comparing.test(readFileSync(path, 'utf8'))).length).toBeGreaterThan(0);
});
