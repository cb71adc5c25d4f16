import { describe, expect, onTestFinished, test } from 'vitest';
import { type DeviceAddress, parseDeviceAddress, udpSockets } from '../../src/device/index.ts';
import {
  clientOf,
  decodeRpcReply,
  encodeRpcReply,
  Kernel,
  type KernelOptions,
  RpcError,
  type RpcOptions,
  RpcSender,
  serve,
  serverOf,
} from '../../src/runtime/index.ts';
import { FAN, fine } from '../runtime/fan.ts';
import { DeviceDouble, type Network } from './double.ts';

const IMAGE = '0102030405060708';

interface Rig {
  readonly network?: Network;
  readonly implementation?: object;
  readonly host?: '127.0.0.1' | '::1';
  readonly kernel?: KernelOptions;
  readonly options?: Partial<RpcOptions>;
}

async function rig({ network, implementation = fine, host, kernel: kernelOptions, options }: Rig = {}) {
  const kernel = new Kernel(kernelOptions);
  const idle = kernel.spawn('idle');
  const server = kernel.spawn(
    'fan',
    serve(() => serverOf(FAN, implementation)),
  );
  const device = new DeviceDouble(IMAGE, kernel.spawn('udprpc'), [idle, server], network);
  const address = await device.listen(host);
  onTestFinished(() => device.close());
  // The double says when there is nothing to wait for, so that no test depends on how fast the machine is.
  const timer = (_: number, expire: () => void) => {
    device.onSilence = expire;
    return () => {};
  };
  const sender = new RpcSender(udpSockets(address), { imageId: IMAGE, timer, ...options });
  return { client: clientOf(FAN, sender, { index: 1, generation: 0 }), device, server, address, sender };
}

describe('a client calls a device as it calls a task', () => {
  test.each(['127.0.0.1', '::1'] as const)('values come back from %s', async (host) => {
    const { client } = await rig({ host });
    expect(await client.call('speed', [1])).toEqual({ Ok: 1200 });
    expect(await client.call('start', [{ Fixed: { rpm: 900 } }, null])).toEqual({ Ok: { Fixed: { rpm: 900 } } });
    expect(await client.call('mode', ['Off', true])).toBe('Off');
  });

  test('errors are values', async () => {
    const { client } = await rig({
      implementation: {
        ...fine,
        speed: () => ({ Err: 'Stalled' }),
        start: () => ({ Err: { Jammed: { fan: 3, code: 7 } } }),
      },
    });
    expect(await client.call('speed', [1])).toEqual({ Err: 'Stalled' });
    expect(await client.call('start', ['Off', null])).toEqual({ Err: { Jammed: { fan: 3, code: 7 } } });
  });

  test('a server that dies is reported, and its next life is called', async () => {
    let lives = 0;
    const { client, server } = await rig({
      implementation: {
        ...fine,
        set_speed: () => {
          if (lives++ === 0) throw new Error('short circuit');
          return { Ok: null };
        },
      },
    });
    expect(await client.call('set_speed', [1, 2])).toEqual({ Err: 'Dead' });
    expect(client.server.generation).toBe(1);
    expect(await client.call('set_speed', [1, 2])).toEqual({ Ok: null });
    expect(server.id.generation).toBe(1);
  });
});

describe('the network', () => {
  test('an idempotent operation is sent again when its request or its answer is lost', async () => {
    const { client, device } = await rig({
      network: (request) => (request === 0 ? { dropRequest: true } : request === 1 ? { dropReply: true } : {}),
    });
    expect(await client.call('speed', [1])).toEqual({ Ok: 1200 });
    expect(device.requests).toEqual([1, 1]);
  });

  test('any other is sent once, and may have run', async () => {
    const { client, device } = await rig({ network: () => ({ dropReply: true }) });
    const call = client.call('set_speed', [1, 2]);
    await expect(call).rejects.toThrow('the device did not answer the request');
    await expect(call).rejects.toMatchObject({ problem: { kind: 'timeout', attempts: 1 } });
    expect(device.requests).toEqual([2]);
  });

  test('a device that is silent is given up', async () => {
    const { client, device } = await rig({
      network: () => ({ dropRequest: true }),
      options: { retries: 2 },
    });
    await expect(client.call('speed', [1])).rejects.toThrow('the device did not answer any of 3 requests');
    expect(device.requests).toEqual([]);
  });

  test('answers that come twice or late are never taken for those of another call', async () => {
    let count = 0;
    const { client } = await rig({
      implementation: { ...fine, speed: () => ({ Ok: ++count }) },
      network: (request) => (request % 3 === 0 ? { copies: 3 } : request % 3 === 1 ? { holdFor: 1 } : {}),
    });
    const answers: unknown[] = [];
    for (let call = 0; call < 6; call++) answers.push(await client.call('speed', [1]));
    // Every third request is answered only after the next one, when its attempt is over: the call is made again.
    expect(answers).toEqual([1, 3, 4, 6, 7, 9].map((Ok) => ({ Ok })));
  });

  test('malformed packets are ignored, and so is everybody but the device', async () => {
    const forged = encodeRpcReply({ kind: 'ok', code: 0, reply: Uint8Array.of(0xff, 0xff) });
    const { client } = await rig({
      network: () => ({
        before: [Uint8Array.of(), Uint8Array.of(0, 0), Uint8Array.of(9), new Uint8Array(1400), Uint8Array.of(2, 1)],
        foreign: [forged],
      }),
    });
    expect(await client.call('speed', [1])).toEqual({ Ok: 1200 });
    const { address } = await rig({ network: () => ({ before: [Uint8Array.of(7)], dropReply: true }) });
    let expire = () => {};
    const sender = new RpcSender(
      (receive, fail) =>
        udpSockets(address)((packet) => {
          receive(packet);
          expire();
        }, fail),
      {
        imageId: IMAGE,
        timer: (_, ended) => {
          expire = ended;
          return () => {};
        },
      },
    );
    await expect(sender.send({ index: 1, generation: 0 }, 2, new Uint8Array(3), 0, [])).rejects.toThrow(
      '1 malformed packets were ignored',
    );
  });

  test('random packets decode to nothing or to an answer within the limit', () => {
    let state = 7;
    const next = (limit: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    for (let round = 0; round < 20_000; round++) {
      const packet = Uint8Array.from({ length: next(24) }, () => next(round % 2 === 0 ? 256 : 6));
      const reply = decodeRpcReply(packet, 8);
      if (reply?.kind === 'ok') expect(reply.reply.length).toBeLessThanOrEqual(8);
    }
  });
});

describe('what the protocol does not carry', () => {
  test('another image is named', async () => {
    const { client } = await rig({ options: { imageId: 'ffffffffffffffff' } });
    const call = client.call('speed', [1]);
    await expect(call).rejects.toThrow(`the device runs image ${IMAGE}, not ffffffffffffffff`);
    await expect(call).rejects.toBeInstanceOf(RpcError);
  });

  test('leases are refused before anything is sent', async () => {
    const { client, device } = await rig();
    const call = client.call('curve', [], [[], new Uint8Array(1), { value: { temperature: 1, rpm: 2 } }]);
    await expect(call).rejects.toThrow(/carries no leases/);
    expect(device.requests).toEqual([]);
  });

  test('messages and replies that are too large are refused before anything is sent', async () => {
    const { sender } = await rig();
    const to = { index: 1, generation: 0 };
    await expect(sender.send(to, 1, new Uint8Array(1009), 0, [])).rejects.toThrow(/has 1009 bytes.*carries 1008/);
    await expect(sender.send(to, 1, new Uint8Array(), 1020, [])).rejects.toThrow(/may have 1020 bytes.*carries 1019/);
  });

  test('a request that the server refuses has no answer: the RPC task is faulted for it', async () => {
    const { sender, client } = await rig();
    await expect(sender.send({ index: 1, generation: 0 }, 99, new Uint8Array(), 0, [])).rejects.toThrow(
      /did not answer the request, but it answers others: the server refused the message with a reply fault/,
    );
    expect(await client.call('speed', [1])).toEqual({ Ok: 1200 });
  });

  test('without a timer of its own, the clock of the machine ends the wait', async () => {
    const { address } = await rig({ network: () => ({ dropRequest: true }) });
    const sender = new RpcSender(udpSockets(address), { imageId: IMAGE, timeout: 10 });
    await expect(sender.send({ index: 1, generation: 0 }, 1, new Uint8Array(), 0, [])).rejects.toThrow(
      /did not answer/,
    );
  });

  test.each([['12'], ['xyz'], ['']])('`%s` is no image id', (imageId) => {
    expect(() => new RpcSender(udpSockets({ host: '127.0.0.1', port: 1 }), { imageId })).toThrow(/no image id/);
  });
});

test.each<[string, DeviceAddress | undefined]>([
  ['127.0.0.1', { host: '127.0.0.1', port: 998 }],
  ['127.0.0.1:5000', { host: '127.0.0.1', port: 5000 }],
  ['fe80::1%eth0', { host: 'fe80::1%eth0', port: 998 }],
  ['[fe80::1%eth0]:5000', { host: 'fe80::1%eth0', port: 5000 }],
  ['[::1]', { host: '::1', port: 998 }],
  ['device.local:5000', { host: 'device.local', port: 5000 }],
  ['device', { host: 'device', port: 998 }],
  ['127.0.0.1:0', undefined],
  ['127.0.0.1:70000', undefined],
  ['[device]:5000', undefined],
  ['', undefined],
  ['a b', undefined],
])('the address `%s`', (text, address) => {
  expect(parseDeviceAddress(text)).toEqual(address);
});
