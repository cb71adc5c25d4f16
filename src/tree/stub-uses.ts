import { lex, type Token } from '../rust/index.ts';
import { derivation, lengthProblem, type Source, type Span } from '../text/index.ts';
import { settingsBefore } from './generator-settings.ts';
import type { GeneratorSettings, StubUse } from './model.ts';

/** A call of Idol's stub generator, as a build script has it. */
export interface GeneratorCall {
  readonly side: 'client' | 'server';
  readonly restricted: boolean;
  readonly style?: StubUse['style'];
  readonly settings: GeneratorSettings;
  /** First argument: the interface file, relative to the crate's folder. */
  readonly interfacePath: string;
  /** The literal of that path. */
  readonly pathSpan: Span;
  /** Second argument: name of the generated file. */
  readonly stub: string;
  /** Of the method's name. */
  readonly offset: number;
}

const GENERATORS: Readonly<Record<string, Pick<GeneratorCall, 'side' | 'restricted'>>> = {
  build_client_stub: { side: 'client', restricted: false },
  build_server_support: { side: 'server', restricted: false },
  build_restricted_server_support: { side: 'server', restricted: true },
};

/** What a build script does with the generator. */
export interface GeneratorUse {
  readonly calls: readonly GeneratorCall[];
  /** Arguments of calls whose paths are not string literals: which interface they mean cannot be told. */
  readonly computed: readonly Span[];
}

/**
 * The stubs that a build script generates. A call is known by the method's name, whatever it is called on. Its paths must be
 * string literals, as in every build script that was measured; a path that is computed is not guessed.
 */
export function findGeneratorCalls(buildScript: Source): GeneratorUse {
  const calls: GeneratorCall[] = [];
  const computed: Span[] = [];
  // What a script that is too long calls cannot be told either.
  if (lengthProblem(buildScript) !== undefined) return { calls, computed: [{ start: 0, end: 0 }] };
  const isCalled = Object.keys(GENERATORS).some((name) => buildScript.text.includes(name));
  const tokens = isCalled ? lex(buildScript.text) : [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'ident') continue;
    const generator = Object.hasOwn(GENERATORS, token.text) ? GENERATORS[token.text] : undefined;
    const open = tokens[index + 1];
    if (!generator || open?.text !== '(' || open.partner < 0 || tokens[index - 1]?.text === 'fn') continue;
    const args = tokens.slice(index + 2, open.partner);
    const [path, comma, stub] = args;
    if (path?.kind === 'string' && comma?.text === ',' && stub?.kind === 'string') {
      calls.push({
        ...generator,
        ...(generator.side === 'server' ? { style: styleOf(args) } : {}),
        settings: settingsBefore(tokens, index),
        interfacePath: literalText(path),
        pathSpan: { start: path.start, end: path.end },
        stub: literalText(stub),
        offset: token.start,
      });
    } else {
      computed.push({ start: path?.start ?? token.start, end: args.at(-1)?.end ?? token.end });
    }
  }
  return { calls, computed };
}

/** What a build script does with the generator, kept by content. */
export const generatorUse = derivation<GeneratorUse>({
  name: 'generator-use',
  module: 'src/tree/stub-uses.ts',
  make: findGeneratorCalls,
});

function styleOf(args: readonly Token[]): StubUse['style'] {
  const at = args.findIndex((token) => token.text === 'ServerStyle');
  return args[at + 2]?.text === 'Pipelined' ? 'Pipelined' : 'InOrder';
}

/** Content of a string literal that names a path: such a text has no escapes. */
function literalText(token: Token): string {
  return token.text.replace(/^[a-z]*#*"/, '').replace(/"#*$/, '');
}
