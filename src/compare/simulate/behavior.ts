import {
  type Behaviors,
  behaviorsOf,
  type ClientBehavior,
  type KernelBehavior,
  type ServerBehavior,
  TODAY,
} from '../../runtime/index.ts';
import type { InterfaceBuild } from '../model.ts';

/** What the components on both sides of a call do, where revisions of them differ. */
export interface CallBehavior {
  readonly server: ServerBehavior;
  readonly client: ClientBehavior;
  /** Of the kernel under the server. */
  readonly kernel: KernelBehavior;
}

/** All of it that counts once a server has answered. */
export type AnswerBehavior = Omit<CallBehavior, 'server'>;

/** What today's components do. */
export const CURRENT: CallBehavior = { server: TODAY.server, client: TODAY.client, kernel: TODAY.kernel };

/** Every behavior that a call may have, of which one is right, and why there are several. */
export interface PossibleBehaviors {
  readonly candidates: readonly CallBehavior[];
  readonly basis: string;
}

/** @param client what the client's tree is built with, and `server` the server's; undefined for today's components */
export function possibleBehaviors(
  client: InterfaceBuild | undefined,
  server: InterfaceBuild | undefined,
): PossibleBehaviors {
  const ofServer: Behaviors[] = server
    ? (server.dispatch ?? ['dispatch' as const]).map((dispatch) => behaviorsOf(server.components, dispatch))
    : [];
  const ofClient = client && behaviorsOf(client.components);
  const servers = ofServer.length > 0 ? distinct(ofServer.flatMap((one) => one.server.candidates)) : [CURRENT.server];
  const kernels = ofServer[0]?.kernel.candidates ?? [CURRENT.kernel];
  const clients = ofClient?.client.candidates ?? [CURRENT.client];
  const candidates = servers.flatMap((one) =>
    clients.flatMap((other) => kernels.map((kernel) => ({ server: one, client: other, kernel }))),
  );
  const open = [
    servers.length > 1 && ofServer[0]?.server.basis,
    clients.length > 1 && ofClient?.client.basis,
    kernels.length > 1 && ofServer[0]?.kernel.basis,
  ].filter((basis) => typeof basis === 'string');
  return { candidates, basis: open.join(' ') };
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
