import { describe, expect, test } from 'vitest';
import { scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';

const TREE = ['--tree', 'idl/2.0.0'];

/** An error whose codes hand-written code gives, and computes in part. */
const ERROR_TREE = {
  'Cargo.toml': '[workspace]\nmembers = ["api"]\n',
  'api/Cargo.toml': '[package]\nname = "api"\n',
  'api/build.rs': 'fn main() { idol::client::build_client_stub("../idl/fan.idol", "client_stub.rs").unwrap(); }',
  'api/src/lib.rs': `pub enum FanError { Stuck, Hot, Driver(u8) }
impl From<FanError> for u16 { fn from(error: FanError) -> u16 { match error {
  FanError::Stuck => 0x300, FanError::Hot => 0x301, FanError::Driver(code) => 0x100 | code as u16 } } }
include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));`,
  'idl/fan.idol':
    'Interface(name: "Fan", ops: { "stop": (reply: Result(ok: "()", err: CLike("FanError")), idempotent: true) })',
};

describe('layout', () => {
  test('one operation: ruler, table, error codes', async () => {
    const { code, stdout } = await capture(['layout', 'Uplink.link', ...TREE]);
    expect(code).toBe(0);
    expect(stdout).toBe(`Uplink.link  operation 3, Hubpack, idempotent

message: 0 bytes of 256

reply: 1 to 9 bytes, in a buffer of 9 of 256
  0   1   2   3   4   5   6   7   8
  |reply~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~|
  offset  size    name           type
  0       1 to 9  reply          Link
  0       1         tag          u8
  1       0         Down               = 0
  1       8         Waiting            = 1
  1       8           next_pass  u64
  1       2         Up                 = 2
  1       1           band       u8
  2       1           signal     i8
`);
  });

  test('JSON of everything: each interface with its types', async () => {
    const { code, stdout } = await capture(['layout', '--json', ...TREE]);
    const all = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(all.map(({ schema }: { schema: { name: string } }) => schema.name)).toContain('Uplink');
    for (const { schema, layouts } of all) {
      expect(schema.operations.length).toBeGreaterThan(0);
      expect(layouts).toHaveLength(1);
      expect(layouts[0].targets).toEqual(['thumbv7em-none-eabihf']);
      expect(layouts[0].operations).toHaveLength(schema.operations.length);
      expect(layouts[0].incoming).toBeDefined();
    }
  });

  test('who alone may call an operation is said, in words and in JSON', async () => {
    const { stdout } = await capture(['layout', 'Supervisor.reset', ...TREE]);
    expect(stdout).toContain('\nonly hiffy, update_agent may call it in ');
    const json = await capture(['layout', 'Supervisor.reset', '--json', ...TREE]);
    expect(JSON.parse(json.stdout).allowedCallers).toEqual({
      reset: [{ callers: ['hiffy', 'update_agent'], images: ['stormglass-base', 'stormglass-mast'] }],
    });
    expect((await capture(['layout', 'Uplink.link', ...TREE])).stdout).not.toContain('may call it');
  });

  test('codes are listed as far as they are known', async () => {
    const folder = scratchFolder();
    write(folder, ERROR_TREE);
    const { stdout } = await capture(['layout', 'Fan.stop', '--tree', folder]);
    expect(stdout).toContain(`error FanError: the return code, without bytes
  768  Stuck
  769  Hot
  ?    Driver  its code is not known
`);
    const decode = (code: string) => capture(['decode', '--reply', 'Fan.stop', '--code', code, '--tree', folder]);
    expect((await decode('0x0301')).stdout).toContain('"Hot"');
    const open = await decode('0x0107');
    expect(open.code).not.toBe(0);
    expect(open.stdout + open.stderr).toContain(
      '263 is none of `FanError` (768 `Stuck`, 769 `Hot`); the codes of `Driver` are not known',
    );
    const encode = (name: string) => capture(['encode', '--reply', 'Fan.stop', `{"Err":"${name}"}`, '--tree', folder]);
    expect((await encode('Stuck')).stdout).toBe('768 \n');
    const driver = await encode('Driver');
    expect(driver.stdout + driver.stderr).toContain('the code of the string "Driver" in `FanError` is not known');
  });

  test('a name that is wrong gets a suggestion', async () => {
    const { code, stderr } = await capture(['layout', 'Uplink.lnik', ...TREE]);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean `link`?');
  });

  test('a name of two interfaces lists both, and a path tells them apart', async () => {
    const folder = scratchFolder();
    const text = 'Interface(name: "Fan", ops: { "stop": (reply: Simple("()"), idempotent: true) })';
    write(folder, { 'idl/a.idol': text, 'idl/b.idol': text });
    const ambiguous = await capture(['layout', 'Fan.stop', '--tree', folder]);
    expect(ambiguous.code).toBe(2);
    expect(ambiguous.stderr).toContain('idl/a.idol, idl/b.idol');
    const clear = await capture(['layout', 'idl/b.idol.stop', '--tree', folder]);
    expect(clear).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('encode and decode', () => {
  const value = '{"sensor":"Humidity","span":{"Last":1}}';

  test('a message, there and back', async () => {
    const encoded = await capture(['encode', 'Sensors.summary', value, ...TREE]);
    expect(encoded).toMatchObject({ code: 0, stdout: '020001000000\n' });
    const decoded = await capture(['decode', 'Sensors.summary', '02 00 01000000', '--json', ...TREE]);
    expect(JSON.parse(decoded.stdout)).toEqual({ sensor: 'Humidity', span: { Last: 1 } });
  });

  test('bytes are named, and what follows is said to be ignored', async () => {
    const { stdout } = await capture(['decode', 'Sensors.summary', '0201ff', ...TREE]);
    expect(stdout).toBe(`0  02  sensor  SensorId  "Humidity"
1  01  span    tag       "Today"
1 more byte, which the decoder ignores
{
  "sensor": "Humidity",
  "span": "Today"
}
`);
  });

  test('a reply with its return code', async () => {
    const encoded = await capture(['encode', '--reply', 'Sensors.summary', '{"Err":"NoData"}', ...TREE]);
    expect(encoded.stdout).toBe('3 \n');
    const dead = await capture(['decode', '--reply', '--code', '0xffffff05', 'Sensors.summary', ...TREE]);
    expect(dead.stdout).toBe('the server died or was restarted: its generation is 5\n"ServerRestarted"\n');
  });

  test('what is wrong is said with its place', async () => {
    const wrong = await capture(['encode', 'Sensors.summary', '{"sensor":"Humidity","span":{"Last":-1}}', ...TREE]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('`span.Last`: -1 does not fit u32 (0 to 4294967295)');
    const short = await capture(['decode', 'Sensors.summary', '0200ff', ...TREE]);
    expect(short.code).toBe(1);
    expect(short.stdout).toContain('`span.Last`: needs 4 bytes, but only 1 is left');
  });
});

test('a frame of a message contract is decoded with the parts behind its body', async () => {
  const decode = async (hex: string) => {
    const { stdout } = await capture(['decode', 'modem.command', '--frame', hex, '--tree', 'idl/2.0.0']);
    return stdout.split('\n').flatMap((line) => (/payload|crc/.test(line) ? [line.replace(/ +/g, ' ')] : []));
  };
  const header = '0100000900';
  expect(await decode(`${header}00aabbccbeef`)).toEqual(['6 aa bb cc payload bytes', '9 be ef crc u16']);
  expect(await decode(`${header}00beef`)).toEqual(['6 be ef crc u16']);
  expect(await decode(`${header}00be`)).toEqual(['the rest does not fit `payload`, `crc`']);
});
