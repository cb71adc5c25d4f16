import type { Program } from './kernel.ts';
import type { Server } from './server.ts';
import type { Syscalls } from './syscalls.ts';

/**
 * Receives one message and serves it. Notifications stay pending: for a server that has none.
 * @param buffer where messages are received; `server.incomingSize` bytes hold each valid one
 */
export async function dispatch(syscalls: Syscalls, server: Server, buffer: Uint8Array): Promise<void> {
  await dispatchMasked(syscalls, server, buffer, 0);
}

/** Receives one message or notification and serves it. Parameters as of {@link dispatch}. */
export async function dispatchN(syscalls: Syscalls, server: Server, buffer: Uint8Array): Promise<void> {
  await dispatchMasked(syscalls, server, buffer, server.options.notifications?.mask() ?? 0);
}

async function dispatchMasked(syscalls: Syscalls, server: Server, buffer: Uint8Array, mask: number): Promise<void> {
  const { notifications, recvSource, closedRecvFail } = server.options;
  const received = await syscalls.receive({ buffer, mask, from: recvSource?.() });
  switch (received.kind) {
    case 'message':
      return server.handle(syscalls, received, buffer);
    case 'notification':
      return notifications?.handle(received.bits);
    case 'dead':
      if (!closedRecvFail) throw new Error('the only task to receive from is dead');
      return closedRecvFail();
  }
}

/**
 * A program that serves without end. `start` makes the server anew in each life, so that what it remembers ends with the life, as
 * a task's memory does.
 * @param bufferSize of the receive buffer in bytes; the default holds each valid message
 */
export function serve(start: (syscalls: Syscalls) => Server, { bufferSize }: { bufferSize?: number } = {}): Program {
  return async (syscalls) => {
    const server = start(syscalls);
    const buffer = new Uint8Array(bufferSize ?? server.incomingSize);
    for (;;) await dispatchN(syscalls, server, buffer);
  };
}
