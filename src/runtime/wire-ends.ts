import { contractOf, type InterfaceWire } from '../wire/index.ts';
import type { ClientBehavior } from './behaviors/index.ts';
import { Client } from './client.ts';
import type { Sender } from './sender.ts';
import { Server, type ServerOptions } from './server.ts';
import type { TaskId } from './task-id.ts';

/** A client of a resolved interface, without generated code. Operations whose types are not fully known do not exist for it. */
export function clientOf(wire: InterfaceWire, sender: Sender, server: TaskId, behavior?: ClientBehavior): Client {
  return new Client(contractOf(wire).contract, sender, server, behavior);
}

/** A server of a resolved interface, without generated code. Parameters as of {@link Server}. */
export function serverOf(
  wire: InterfaceWire,
  implementation: object,
  options?: ServerOptions,
  style?: 'InOrder' | 'Pipelined',
): Server {
  return new Server(contractOf(wire).contract, implementation, options, style);
}
