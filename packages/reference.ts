/**
 * `npm run reference`: makes the API reference in `content/reference` from the docstrings of what the package exports. A test holds
 * that the pages fit the sources.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';

/** Page of the reference, entry point of the package and its source. */
const PAGES = [
  { slug: 'library', module: 'idol-registry', source: 'src/index.ts', title: 'Library' },
  { slug: 'wire', module: 'idol-registry/wire', source: 'src/wire.ts', title: 'Layouts and codecs' },
  { slug: 'runtime', module: 'idol-registry/runtime', source: 'src/runtime/index.ts', title: 'Runtime of stubs' },
  { slug: 'device', module: 'idol-registry/device', source: 'src/device/index.ts', title: 'Calls to a device' },
] as const;

const FOLDER = 'content/reference';

/** The pages of the reference by path. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => readFileSync(path, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
  const sources = PAGES.map(({ source }) => source);
  const program = ts.createProgram(sources, { ...options, incremental: false, tsBuildInfoFile: undefined });
  const checker = program.getTypeChecker();
  const modules = PAGES.map((page) => ({ page, items: itemsOf(page.source, program, checker) }));
  /** Where each name is described: on the first page that has it. */
  const addresses = new Map<string, string>();
  for (const { page, items } of modules) {
    for (const { name } of items) if (!addresses.has(name)) addresses.set(name, `${page.slug}.md#${anchorOf(name)}`);
  }
  const style = await resolveConfig(FOLDER);
  const pages = modules.map(async ({ page, items }, index) => {
    const link = (name: string) => {
      const address = addresses.get(name);
      return address === undefined ? `\`${name}\`` : `[\`${name}\`](${address.replace(`${page.slug}.md#`, '#')})`;
    };
    const text = pageText(page, index, introductionOf(page.source, program), items, link);
    return [join(FOLDER, `${page.slug}.md`), await format(text, { ...style, parser: 'markdown' })] as const;
  });
  return new Map(await Promise.all(pages));
}

/** Something that a module exports: a function, class, type or value. */
interface Item {
  readonly name: string;
  readonly kind: 'function' | 'class' | 'type' | 'value';
  /** Its declaration as TypeScript, without bodies and private members; comments of members stay. */
  readonly code: string;
  readonly docs: Docs;
}

interface Docs {
  readonly text: string;
  readonly parameters: readonly { readonly name: string; readonly text: string }[];
  readonly returns?: string;
  readonly throws?: string;
}

const HEADINGS = { function: 'Functions', class: 'Classes', type: 'Types', value: 'Values' } as const;

function pageText(
  { title, module }: (typeof PAGES)[number],
  index: number,
  introduction: string,
  items: readonly Item[],
  link: (name: string) => string,
): string {
  const prose = (text: string) => text.replaceAll(/\{@link (\w+)\}/g, (_, name: string) => link(name));
  const parts = [
    `---\ntitle: ${title}\norder: ${index + 1}\n# Made by \`npm run reference\` from docstrings: edit these.\n---`,
  ];
  parts.push(`\`\`\`ts\nimport { … } from '${module}';\n\`\`\``);
  if (introduction !== '') parts.push(prose(introduction));
  for (const [kind, heading] of Object.entries(HEADINGS)) {
    const those = items.filter((item) => item.kind === kind);
    if (those.length > 0) parts.push(`## ${heading}`);
    for (const { name, code, docs } of those) {
      parts.push(`### ${name}`);
      if (docs.text !== '') parts.push(prose(docs.text));
      parts.push(`\`\`\`ts\n${code}\n\`\`\``);
      const list = docs.parameters.map((parameter) => `- \`${parameter.name}\`: ${parameter.text}`);
      if (list.length > 0) parts.push(list.map((line) => prose(line)).join('\n'));
      if (docs.returns !== undefined) parts.push(prose(`Returns ${docs.returns}`));
      if (docs.throws !== undefined) parts.push(prose(`Throws ${docs.throws}`));
    }
  }
  return `${parts.join('\n\n')}\n`;
}

function itemsOf(path: string, program: ts.Program, checker: ts.TypeChecker): Item[] {
  const module = checker.getSymbolAtLocation(program.getSourceFile(path) as ts.SourceFile);
  if (module === undefined) return [];
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declaration = symbol.declarations?.[0];
    if (declaration === undefined) return [];
    return [{ name: exported.name, docs: docsOf(declaration), ...declared(declaration, checker) }];
  });
}

function declared(node: ts.Declaration, checker: ts.TypeChecker): Pick<Item, 'kind' | 'code'> {
  const source = node.getSourceFile();
  const text = (from: ts.Node, end = from.getEnd()) => source.text.slice(from.getStart(source), end).trim();
  const withoutExport = (code: string) => code.replace(/^export /, '');
  if (ts.isFunctionDeclaration(node)) {
    return { kind: 'function', code: `${withoutExport(text(node, node.body?.getStart(source)))};` };
  }
  if (ts.isClassDeclaration(node)) return { kind: 'class', code: classCode(node, source) };
  if (ts.isVariableDeclaration(node)) {
    const type = checker.typeToString(checker.getTypeAtLocation(node), node, ts.TypeFormatFlags.NoTruncation);
    return { kind: 'value', code: `const ${node.name.getText(source)}: ${type};` };
  }
  if (ts.isTypeAliasDeclaration(node) && node.type.getText(source).startsWith('z.')) {
    return { kind: 'type', code: inferredCode(node, checker) };
  }
  if (ts.isInterfaceDeclaration(node)) return { kind: 'type', code: interfaceCode(node, source) };
  return { kind: 'type', code: withoutExport(text(node)) };
}

/** A type that follows from a schema, written out. */
function inferredCode(node: ts.TypeAliasDeclaration, checker: ts.TypeChecker): string {
  const { NoTruncation, MultilineObjectLiterals, UseAliasDefinedOutsideCurrentScope } = ts.NodeBuilderFlags;
  const flags = NoTruncation | MultilineObjectLiterals | UseAliasDefinedOutsideCurrentScope;
  const type = checker.typeToTypeNode(
    checker.getTypeAtLocation(node),
    undefined,
    flags | ts.NodeBuilderFlags.InTypeAlias,
  );
  const printed = ts.createPrinter().printNode(ts.EmitHint.Unspecified, type as ts.TypeNode, node.getSourceFile());
  return `type ${node.name.text} = ${printed.replaceAll(/^( {4})+/gm, (indent) => ' '.repeat(indent.length / 2))};`;
}

/** An interface without the members that only this package can name. */
function interfaceCode(node: ts.InterfaceDeclaration, source: ts.SourceFile): string {
  const start = node.getStart(source);
  let code = source.text.slice(start, node.getEnd());
  for (const member of node.members.filter(({ name }) => name && ts.isComputedPropertyName(name)).reverse()) {
    code = code.slice(0, member.pos - start) + code.slice(member.end - start);
  }
  return code.replace(/^export /, '');
}

/** A class as its users see it: signatures without bodies, and nothing private. */
function classCode(node: ts.ClassDeclaration, source: ts.SourceFile): string {
  const head = source.text
    .slice(node.getStart(source), node.members.pos)
    .replace(/^export /, '')
    .trim();
  const members = node.members.filter((member) => {
    const name = member.name;
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    return !(name && ts.isPrivateIdentifier(name)) && !(ts.getCombinedModifierFlags(member) & hidden);
  });
  const lines = members.map((member) => {
    const from = ts.getJSDocCommentsAndTags(member)[0]?.getStart(source) ?? member.getStart(source);
    const body = ts.isFunctionLike(member) && 'body' in member ? (member.body as ts.Node | undefined) : undefined;
    const value = ts.isPropertyDeclaration(member) && member.type ? member.initializer : undefined;
    const end = body?.getStart(source) ?? member.getEnd();
    const code = source.text.slice(from, value ? (member as ts.PropertyDeclaration).type?.getEnd() : end).trim();
    return `  ${code.replace(/;?$/, ';')}`;
  });
  return lines.length === 0 ? `${head}}` : `${head}\n${lines.join('\n')}\n}`;
}

function docsOf(node: ts.Declaration): Docs {
  const owner = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  const comments = ts.getJSDocCommentsAndTags(owner).filter(ts.isJSDoc);
  const tags = comments.flatMap(({ tags }) => [...(tags ?? [])]);
  const textOf = (comment: ts.JSDoc['comment']) => (ts.getTextOfJSDocComment(comment) ?? '').trim();
  const tagged = (isWanted: (tag: ts.JSDocTag) => boolean) => {
    const tag = tags.find(isWanted);
    return tag && textOf(tag.comment);
  };
  const returns = tagged(ts.isJSDocReturnTag);
  const throws = tagged(ts.isJSDocThrowsTag);
  return {
    text: textOf(comments.at(-1)?.comment),
    parameters: tags
      .filter(ts.isJSDocParameterTag)
      .map((tag) => ({ name: tag.name.getText(), text: textOf(tag.comment) })),
    ...(returns !== undefined && { returns }),
    ...(throws !== undefined && { throws }),
  };
}

/** The comment at the top of a module that belongs to no declaration. */
function introductionOf(path: string, program: ts.Program): string {
  const text = (program.getSourceFile(path) as ts.SourceFile).text;
  const comment = /^\/\*\*(.*?)\*\/\n/s.exec(text)?.[1] ?? '';
  return comment.replaceAll(/^ \* ?/gm, '').trim();
}

function anchorOf(name: string): string {
  return name.toLowerCase();
}

if (process.argv[1] === import.meta.filename) {
  mkdirSync(FOLDER, { recursive: true });
  for (const [path, text] of await referencePages()) writeFileSync(path, text);
}
