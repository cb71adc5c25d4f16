import type { InterfaceSchema } from '../schema/index.ts';
import { runtimeSchemaOf } from '../wire/index.ts';
import type { ClientBehavior } from './behaviors/index.ts';
import { Client } from './client.ts';
import type { Sender } from './sender.ts';
import { Server, type ServerOptions } from './server.ts';
import type { TaskId } from './task-id.ts';

/** A client of a resolved interface, without generated code. Operations whose types are not fully known do not exist for it. */
export function clientOf(schema: InterfaceSchema, sender: Sender, server: TaskId, behavior?: ClientBehavior): Client {
  return new Client(runtimeSchemaOf(schema).runtime, sender, server, behavior);
}

/** A server of a resolved interface, without generated code. Parameters as of {@link Server}. */
export function serverOf(
  schema: InterfaceSchema,
  implementation: object,
  options?: ServerOptions,
  style?: 'InOrder' | 'Pipelined',
): Server {
  return new Server(runtimeSchemaOf(schema).runtime, implementation, options, style);
}
