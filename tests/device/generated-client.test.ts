import { expect, onTestFinished, test } from 'vitest';
import { udpSockets } from '../../src/device/index.ts';
import { Kernel, RpcSender, serve } from '../../src/runtime/index.ts';
import { Oven, type OvenImplementation, ovenServer } from '../cases/stubs/typescript/oven.ts';
import { DeviceDouble } from './double.ts';

const IMAGE = '0102030405060708';

const implementation: OvenImplementation = {
  temperature: (_, element) => (element === 'Top' ? { Ok: 180 } : { Err: 'TooHot' }),
  set_target: () => ({ Ok: null }),
  delete: () => 2n ** 63n,
  start: (_, program) => ({ Ok: program }),
  last: () => ({ Ok: [7, { celsius: 180, element: 'Bottom', seconds: 3600 }] }),
  constructor_: () => ({ Ok: [] }),
  history: () => ({ Ok: 0 }),
  timer: (_, timer) => timer,
  lamps: (_, on) => on,
};

/** A test rig as the guide has it: a generated client file, a device, and nothing that knows the interface besides. */
async function rig(server: OvenImplementation) {
  const kernel = new Kernel();
  const oven = kernel.spawn(
    'oven',
    serve(() => ovenServer(server)),
  );
  const device = new DeviceDouble(IMAGE, kernel.spawn('udprpc'), [oven]);
  const address = await device.listen();
  onTestFinished(() => device.close());
  const timer = (_: number, expire: () => void) => {
    device.onSilence = expire;
    return () => {};
  };
  return new Oven(new RpcSender(udpSockets(address), { imageId: IMAGE, timer }), { index: 0, generation: 0 });
}

test('a generated client talks to a device as it talks to the simulated kernel', async () => {
  const oven = await rig(implementation);
  expect(await oven.temperature('Top')).toEqual({ Ok: 180 });
  expect(await oven.temperature('Bottom')).toEqual({ Err: 'TooHot' });
  expect(await oven.set_target(200, 5, true)).toEqual({ Ok: null });
  expect(await oven.delete()).toBe(2n ** 63n);
  expect(await oven.last()).toEqual({ Ok: [7, { celsius: 180, element: 'Bottom', seconds: 3600 }] });
});
