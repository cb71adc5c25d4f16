import { readConfig, resultsOf, type ScannedInterface } from '../../src/registry/index.ts';
import { type Diagnostic, filesOf, Source } from '../../src/text/index.ts';

/** Settings of a direction of the contract `modem`. */
export interface Direction {
  readonly type: string;
  readonly [setting: string]: unknown;
}

/** A tree with the crate `modem-messages` and one message contract, `modem`, read and checked. */
export function modemTree(
  rust: string,
  directions: Readonly<Record<string, Direction>>,
  settings: Readonly<Record<string, unknown>> = {},
): { contract: ScannedInterface | undefined; diagnostics: readonly Diagnostic[] } {
  const ends = { encoding: 'hubpack', from: 'station', to: 'modem' };
  const whole = Object.fromEntries(Object.entries(directions).map(([name, own]) => [name, { ...ends, ...own }]));
  const text = JSON.stringify({ messages: { modem: { ...settings, directions: whole } } }, null, 2);
  const files = filesOf({
    'Cargo.toml': '[workspace]\nmembers = ["lib/*"]\n',
    'lib/modem-messages/Cargo.toml': '[package]\nname = "modem-messages"\n',
    'lib/modem-messages/src/lib.rs': rust,
  });
  const { value: config, diagnostics: ofConfig } = readConfig(new Source('idol-registry.config.json', text));
  const tree = { files, label: 'modem', prefix: '' };
  const { interfaces, diagnostics } = resultsOf(tree, { config }).scan();
  return { contract: interfaces[0], diagnostics: [...ofConfig, ...diagnostics] };
}
