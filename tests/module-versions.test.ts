import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { ModuleVersions, moduleVersions } from '../src/program/index.ts';

const texts = new Map<string, string>();
function read(path: string): string {
  const text = texts.get(path) ?? readFileSync(path, 'utf8');
  texts.set(path, text);
  return text;
}

const list = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath, entry.name));

/** What the compiler says that a file imports at runtime. Of a page, that is the part between its two lines of dashes. */
function importsOf(path: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isTypes =
      (ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
      (ts.isExportDeclaration(node) && node.isTypeOnly);
    const specifier =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : undefined;
    if (specifier && ts.isStringLiteral(specifier) && specifier.text.startsWith('.') && !isTypes) {
      found.push(posix.join(posix.dirname(path), specifier.text));
    }
    ts.forEachChild(node, visit);
  };
  const text = path.endsWith('.astro') ? (read(path).split(/^---$/m)[1] ?? '') : path.endsWith('.ts') ? read(path) : '';
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return found;
}

function closureOf(module: string): Set<string> {
  const found = new Set(module.endsWith('/') ? list(module) : [module]);
  for (const path of found) for (const imported of importsOf(path)) found.add(imported);
  return found;
}

test('a changed file changes the version of what imports it, and of nothing else', () => {
  const modules = Object.keys(moduleVersions());
  const closures = new Map(modules.map((module) => [module, closureOf(module)]));
  const before = new ModuleVersions(read, list);
  const files = [...new Set([...closures.values()].flatMap((closure) => [...closure]))].sort();
  expect(files.length).toBeGreaterThan(200);
  // One of eight: each is held against every module.
  const some = files.filter((_, index) => index % 8 === 0);
  for (const changed of [...some, 'src/cli/main.ts', 'src/site/build.ts', 'src/site/styles/base.css']) {
    const after = new ModuleVersions((path) => (path === changed ? `${read(path)}// more\n` : read(path)), list);
    const differing = modules.filter((module) => after.of(module) !== before.of(module));
    const using = modules.filter((module) => closures.get(module)?.has(changed));
    expect(differing, changed).toEqual(using);
  }
});

test('a package at another version changes every result', () => {
  const after = new ModuleVersions((path) => (path === 'package.json' ? `${read(path)} ` : read(path)), list);
  const before = new ModuleVersions(read, list);
  for (const module of Object.keys(moduleVersions())) expect(after.of(module)).not.toBe(before.of(module));
});
