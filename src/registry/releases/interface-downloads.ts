import type { Interface } from '../../idol/index.ts';
import {
  type Generation,
  jsonSchemaFile,
  rustStub,
  type StubFile,
  type StubOrigin,
  typescriptStub,
} from '../../stubs/index.ts';
import type { InterfaceWire } from '../../wire/index.ts';
import type { DownloadKind } from '../contract/index.ts';

/** A file that people take away. */
export interface InterfaceDownload {
  readonly kind: DownloadKind;
  readonly name: string;
  readonly text: string;
}

/**
 * What can be taken away of one interface: its file, stubs and schema. A stub is left out where a rule for its side alone is
 * broken: a tree that never builds a client may break those of clients.
 */
export function interfaceDownloads(
  read: Interface,
  wire: InterfaceWire,
  runtime: Generation,
  origin: StubOrigin,
): InterfaceDownload[] {
  const options = { origin, generation: runtime };
  const { path, text } = read.source;
  const downloads: InterfaceDownload[] = [{ kind: 'interface', name: path.slice(path.lastIndexOf('/') + 1), text }];
  const add = (kind: DownloadKind, file: StubFile | undefined, name = file?.path) => {
    if (file && name !== undefined) downloads.push({ kind, name, text: file.text });
  };
  add('rust-client', rustStub(read, 'client', options).value);
  add('rust-server', rustStub(read, 'server', options).value);
  const pipelined = rustStub(read, 'server', { ...options, style: 'Pipelined' }).value;
  add('rust-server-pipelined', pipelined, 'server_stub_pipelined.rs');
  add('typescript', typescriptStub(read, wire, origin));
  add('json-schema', jsonSchemaFile(wire));
  return downloads;
}
