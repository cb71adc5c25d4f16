import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import type { OpenRpcSocket } from '../runtime/index.ts';
import type { DeviceAddress } from './address.ts';

/** Sockets of this machine to a device, for an `RpcSender`. They are connected: packets from anybody else are not received. */
export function udpSockets({ host, port }: DeviceAddress): OpenRpcSocket {
  return (receive, fail) =>
    new Promise((resolve, reject) => {
      const socket = createSocket(isIP(host) === 6 ? 'udp6' : 'udp4');
      let isOpen = true;
      const close = () => {
        if (isOpen) socket.close();
        isOpen = false;
      };
      socket.on('message', (packet) => receive(new Uint8Array(packet)));
      socket.on('error', (error) => {
        close();
        reject(error);
        fail(error);
      });
      socket.connect(port, host, () => {
        resolve({
          send: (packet) =>
            new Promise((sent, refused) => socket.send(packet, (error) => (error ? refused(error) : sent()))),
          close,
        });
      });
    });
}
