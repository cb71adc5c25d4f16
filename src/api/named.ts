import { basename } from 'node:path';
import { interfaceSlugs } from '../registry/index.ts';
import type { InterfaceSchema, OperationSchema } from '../schema/index.ts';
import { nearestFirst, suggest } from '../text/index.ts';
import type { InterfaceFile, Tree, Workspace } from '../tree/index.ts';
import { given, type Outcome, withheld } from './outcome.ts';

/** The interface file that a word means: an interface's name, a path or its end, or an address on the site. */
export function interfaceNamed(
  { tree, workspace }: { readonly tree: Tree; readonly workspace: Workspace },
  word: string,
): Outcome<InterfaceFile> {
  const files = workspace.interfaceFiles;
  const slugs = interfaceSlugs(files.map(({ path }) => path));
  const exact = files.filter(({ path }) => path === word || slugs.get(path) === word);
  const named =
    exact.length > 0 ? exact : files.filter(({ path }) => nameIn(tree.files.read(path)?.text ?? '') === word);
  const found =
    named.length > 0 ? named : files.filter(({ path }) => path.endsWith(`/${word}`) || basename(path) === word);
  const [only] = found;
  if (only && found.length === 1) return given(only);
  if (only) {
    const candidates = found.map(({ path }) => path).join(', ');
    return withheld('unknown-interface', `\`${word}\` is the name of ${found.length} interfaces`, {
      help: `say which file: ${candidates}`,
    });
  }
  // Names before addresses: of two that are equally near, the name is what people write.
  const names = files.map(({ path }) => nameIn(tree.files.read(path)?.text ?? '') ?? basename(path, '.idol'));
  const near = suggest(word, [...names, ...slugs.values(), ...files.map(({ path }) => path)]);
  const help = near === undefined ? nearestFirst(word, names, 'interfaces') : `did you mean \`${near}\`?`;
  return withheld('unknown-interface', `the tree has no interface \`${word}\``, { help });
}

/** An interface's name, without reading the whole file: enough to find it by. */
function nameIn(text: string): string | undefined {
  return /\bname\s*:\s*"(\w+)"/.exec(text)?.[1];
}

/** An operation by its name. */
export function operationNamed(schema: InterfaceSchema, name: string): Outcome<OperationSchema> {
  const operation = schema.operations.find((each) => each.name === name);
  if (operation) return given(operation);
  const names = schema.operations.map((each) => each.name);
  const near = suggest(name, names);
  const help = near ? `did you mean \`${near}\`?` : `it has ${names.join(', ')}`;
  return withheld('unknown-operation', `\`${schema.name}\` has no operation \`${name}\``, { help });
}
