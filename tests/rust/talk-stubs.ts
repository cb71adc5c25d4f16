import { readFileSync } from 'node:fs';
import { parseInterface } from '../../src/idol/index.ts';
import { type Generation, NEWEST_GENERATION, type RustOptions } from '../../src/stubs/index.ts';
import { Source } from '../../src/text/index.ts';
import { type StubModule, stubFile } from './example-modules.ts';

const COUNTERS = { client: true, server: true, combineClientErrors: false };

/** The stubs that `tests/rust/stubs/src/talk.rs` includes, by the name that it gives them. */
export function talkStubs(generation: Generation = NEWEST_GENERATION): StubModule[] {
  const client = (name: string, iface: string, options: Partial<RustOptions> = {}): StubModule => ({
    name,
    file: stubFile(readInterface(iface), 'client', { ...options, generation }),
  });
  const server = (name: string, iface: string, options: Partial<RustOptions> = {}): StubModule => ({
    name,
    file: stubFile(readInterface(iface), 'server', { ...options, generation }),
  });
  return [
    client('probe_client', 'probe'),
    client('probe_named', 'probe', { panics: 'named' }),
    server('probe_server', 'probe'),
    client('door_client', 'door'),
    client('door_counting_client', 'door', { counters: COUNTERS }),
    server('door_server', 'door', { failServer: 'yes' }),
    server('door_restricted', 'door', { allowedCallers: new Map([['open', [2, 3]]]) }),
    server('door_pipelined', 'door', { style: 'Pipelined' }),
    server('door_pipelined_restricted', 'door', { style: 'Pipelined', allowedCallers: new Map([['open', [2]]]) }),
    server('door_counted', 'door', { counters: COUNTERS }),
    client('safe_client', 'safe'),
    server('safe_server', 'safe', { failServer: 'yes' }),
    server('door_counted_together', 'door', { counters: { ...COUNTERS, combineClientErrors: true } }),
    client('names_client', 'names'),
    client('names_counting_client', 'names', { panics: 'named', counters: COUNTERS }),
    server('names_server', 'names'),
    server('names_counted', 'names', { infallible: 'plain', counters: COUNTERS }),
    server('names_pipelined', 'names', { style: 'Pipelined', counters: COUNTERS }),
    client('tally_client', 'tally'),
    server('tally_plain', 'tally', { infallible: 'plain' }),
  ];
}

function readInterface(name: string) {
  const path = `tests/rust/stubs/idl/${name}.idol`;
  const iface = parseInterface(new Source(path, readFileSync(path, 'utf8'))).value;
  if (iface === undefined) throw new Error(`${path} is no interface`);
  return iface;
}
