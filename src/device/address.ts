import { isIP } from 'node:net';
import { RPC_PORT } from '../runtime/index.ts';

/** Where a device's RPC task listens. */
export interface DeviceAddress {
  /** An IPv4 or IPv6 address, the latter with its scope where it has one (`fe80::1%eth0`), or a name. */
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `fe80::1%eth0`, `[fe80::1%eth0]:998`, `10.0.0.4:998` or `name:998`. Without a port it is {@link RPC_PORT}.
 * @returns undefined for a text that is no address
 */
export function parseDeviceAddress(text: string): DeviceAddress | undefined {
  const [, bracketed, bracketedPort] = /^\[([^\]]+)\](?::(\d+))?$/.exec(text) ?? [];
  if (bracketed !== undefined) return isIP(bracketed) === 6 ? withPort(bracketed, bracketedPort) : undefined;
  if (isIP(text) !== 0) return withPort(text, undefined);
  const [, name, port] = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(?::(\d+))?$/.exec(text) ?? [];
  return name === undefined ? undefined : withPort(name, port);
}

function withPort(host: string, text: string | undefined): DeviceAddress | undefined {
  const port = text === undefined ? RPC_PORT : Number(text);
  return port >= 1 && port <= 0xffff ? { host, port } : undefined;
}
