import { expect, test } from 'vitest';
import { hiffyCall } from '../../src/site/hiffy.ts';
import { exampleRegistry } from './example.ts';
import { fixtureRegistry } from './fixture.ts';

function callsOf(registry: ReturnType<typeof fixtureRegistry>): Record<string, string> {
  return Object.fromEntries(
    registry.interfaces.flatMap((entry) =>
      entry.operations.map((operation) => [`${entry.name}.${operation.name}`, hiffyCall(entry, operation)]),
    ),
  );
}

test('each argument has a value of its type, quoted where a shell would take it for something else', () => {
  const calls = callsOf(exampleRegistry());
  expect(calls['Clock.now']).toBe('humility hiffy -c Clock.now');
  expect(calls['RainGauge.inhibit']).toBe(
    "humility hiffy -c RainGauge.inhibit -a 'reason=Maintenance,seconds=<Option<u32>>'",
  );
  expect(calls['Power.switch']).toBe("humility hiffy -c Power.switch -a 'on=<Rails>,off=<Rails>'");
  expect(calls['Uplink.send']).toBe(
    "humility hiffy -c Uplink.send -a 'socket=alarm,header=<PacketHeader>' -i payload.bin",
  );
  expect(calls['Supervisor.hold']).toBe('humility hiffy -c Supervisor.hold -a task=0,hold=true');
});

test('the task is named where several of an image serve the interface', () => {
  const clock = exampleRegistry().interfaces.find(({ name }) => name === 'Clock');
  const [now] = clock?.operations ?? [];
  expect(clock && now && hiffyCall(clock, now, 'rtc')).toBe('humility hiffy -c Clock.now -t rtc');
});

test('a lease is read from a file, and written into one with its length in bytes', () => {
  const calls = callsOf(exampleRegistry());
  expect(calls['Logbook.append']).toBe('humility hiffy -c Logbook.append -a kind=Measurement,time=0 -i data.bin');
  expect(calls['Logbook.digest']).toBe('humility hiffy -c Logbook.digest -a first=0,last=0 -n 32 -o digest.bin');
  expect(calls['SkyCamera.read_rows']).toBe('humility hiffy -c SkyCamera.read_rows -a first=0 -n 160 -o rows.bin');
});

test('a value that cannot be typed in is named, and its brackets are no redirection', () => {
  expect(callsOf(fixtureRegistry())['Fan.trace']).toBe(
    "humility hiffy -c Fan.trace -a 'table=<[u8; 200]>,odd=<Missing>' -n 256 -o out.bin",
  );
});
