import { basename } from 'node:path';
import { contractPath } from '../messages/index.ts';
import { type Config, interfaceSlugs } from '../registry/index.ts';
import type { InterfaceSchema, OperationSchema } from '../schema/index.ts';
import { nearestFirst, suggest } from '../text/index.ts';
import type { InterfaceFile, Tree, Workspace } from '../tree/index.ts';
import { given, type Outcome, withheld } from './outcome.ts';

/**
 * The interface file that a word means: an interface's name, a path or its end, or an address on the site. Of a message contract, which
 * has no file of its own, the word is its name, or its address `messages/<name>`.
 */
export function interfaceNamed({ tree, workspace, config }: NamedIn, word: string): Outcome<InterfaceFile> {
  const files = workspace.interfaceFiles;
  const slugs = interfaceSlugs(files.map(({ path }) => path));
  const contracts = contractFiles({ messages: config.messages });
  const contract = contracts.find(({ path }) => path === word);
  if (contract) return given(contract);
  const exact = [
    ...files.filter(({ path }) => path === word || slugs.get(path) === word),
    ...contracts.filter(({ path }) => path === contractPath(word)),
  ];
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
  const near = suggest(word, [
    ...names,
    ...Object.keys(config.messages),
    ...slugs.values(),
    ...files.map(({ path }) => path),
  ]);
  const help = near === undefined ? nearestFirst(word, names, 'interfaces') : `did you mean \`${near}\`?`;
  return withheld('unknown-interface', `the tree has no interface \`${word}\``, { help });
}

/** Message contracts of a configuration, in the form of interface files. */
export function contractFiles({ messages }: Pick<Config, 'messages'>): InterfaceFile[] {
  return Object.keys(messages).map((name) => ({ path: contractPath(name), stubs: [] }));
}

/** A tree, and the configuration that names its message contracts. */
interface NamedIn {
  readonly tree: Tree;
  readonly workspace: Workspace;
  readonly config: Pick<Config, 'messages'>;
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
  const what = schema.messages ? 'direction' : 'operation';
  return withheld('unknown-operation', `\`${schema.name}\` has no ${what} \`${name}\``, { help });
}
