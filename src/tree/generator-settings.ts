import type { Token } from '../rust/index.ts';
import type { GeneratorSettings } from './model.ts';

type Counters = NonNullable<GeneratorSettings['counters']>;

/**
 * What a build script sets before it generates a stub: the calls in front of the generator's method, as in
 * `Generator::new().with_counters(…).with_op_enum_derives(…)?.build_client_stub(…)`. The last of several for one thing counts.
 * @param at index of the method's name among the tokens
 */
export function settingsBefore(tokens: readonly Token[], at: number): GeneratorSettings {
  let counters: Counters | undefined;
  let derives: readonly string[] | undefined;
  let failServer: GeneratorSettings['failServer'];
  for (const { name, args } of callsBefore(tokens, at)) {
    switch (name) {
      case 'with_counters':
        counters ??= countersOf(args);
        break;
      case 'with_op_enum_derives':
        derives ??= args.filter(({ kind }) => kind === 'string').map(({ text }) => text.slice(1, -1));
        break;
      case 'with_error_server':
        failServer ??= 'yes';
        break;
      case 'without_error_server':
        failServer ??= 'no';
        break;
    }
  }
  return { ...(counters && { counters }), ...(derives && { derives }), ...(failServer && { failServer }) };
}

interface MethodCall {
  readonly name: string;
  readonly args: readonly Token[];
}

/** Calls of the chain that leads to a method, the nearest first. */
function* callsBefore(tokens: readonly Token[], at: number): Iterable<MethodCall> {
  let dot = at - 1;
  while (tokens[dot]?.text === '.') {
    let close = dot - 1;
    while (tokens[close]?.text === '?') close--;
    const open = tokens[close]?.kind === 'close' ? (tokens[close]?.partner ?? -1) : -1;
    const name = tokens[open - 1];
    if (name?.kind !== 'ident') return;
    yield { name: name.text, args: tokens.slice(open + 1, close) };
    dot = open - 2;
  }
}

/** `CounterSettings::default()` leaves both sides to the generator; its methods say what they do. */
function countersOf(args: readonly Token[]): Counters {
  const flag = (method: string) => {
    const at = args.findLastIndex(({ text }) => text === method);
    const value = at < 0 ? undefined : args[at + 2]?.text;
    return value === 'true' || value === 'false' ? value === 'true' : undefined;
  };
  const [client, server] = [flag('with_client_counters'), flag('with_server_counters')];
  return {
    ...(client !== undefined && { client }),
    ...(server !== undefined && { server }),
    combineClientErrors: flag('combine_client_errors') ?? false,
  };
}
